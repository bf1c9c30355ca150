"""Ending slips that must not work any more."""

from __future__ import annotations

from sqlalchemy import update

from lms.clock import now
from lms.db import db
from lms.people.models import AccessSlip


def cancel_slips(person_id: int) -> None:
    """Every slip of a person that was not used stops working."""
    db.session.execute(
        update(AccessSlip)
        .where(
            AccessSlip.person_id == person_id,
            AccessSlip.used_at.is_(None),
            AccessSlip.cancelled_at.is_(None),
        )
        .values(cancelled_at=now())
    )
