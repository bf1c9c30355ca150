"""Officers' checks of one certificate, for its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, select

from lms.db import db
from lms.people.models import Person
from lms.verification.models import Check

NEWEST = 20


def newest_of(certificate_id: int) -> Sequence[Row[datetime, str, str, str]]:
    """When, how, with which answer and by whom it was last checked; the newest first."""
    return db.session.execute(
        select(Check.created_at, Check.channel, Check.answer, Person.full_name)
        .join(Person, Person.id == Check.officer_id)
        .where(Check.certificate_id == certificate_id)
        .order_by(Check.id.desc())
        .limit(NEWEST)
    ).all()
