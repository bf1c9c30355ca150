"""Certificates that end: the officers' list, and notices to their holders, each sent once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, String, cast, exists, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from lms import clock
from lms.access import Actor, Permission
from lms.certification.lineage.models import Replacement
from lms.certification.lineage.procedure import Procedure, procedure
from lms.certification.models import Certificate, Revocation
from lms.db import commit, db
from lms.learning.models import Enrolment
from lms.notices.models import Notice
from lms.notices.services import News, tell_all
from lms.people import units
from lms.people.models import Person
from lms.thai import be_date

BATCH = 500
_LATE = 30  # days after the end during which its notice may still be sent


def in_area(actor: Actor, rules: Procedure, today: date) -> Select[Certificate]:
    """What may be renewed now or soon ends, the earliest end first."""
    first = today - timedelta(days=rules.closes_days)
    last = today + timedelta(days=max(rules.opens_days, *rules.expiry_notices, 1))
    return (
        select(Certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(
            contains_eager(Certificate.enrolment)
            .contains_eager(Enrolment.person)
            .contains_eager(Person.unit),
            joinedload(Certificate.revocation),
        )
        .where(
            units.below(actor, Permission.SEE_CERTIFICATES),
            Certificate.expires_on.between(first, last),
            *_standing_alone(),
        )
        .order_by(Certificate.expires_on, Certificate.id)
    )


def _standing_alone() -> tuple[Any, ...]:
    return (
        ~exists().where(Revocation.certificate_id == Certificate.id),
        ~exists().where(Replacement.old_id == Certificate.id),
    )


def tell_holders() -> int:
    """Send every notice that is due and was not sent; how many. Commits batch by batch."""
    sent = 0
    for kind, mark, first, last in _due(procedure().expiry_notices, clock.today()):
        while batch := _news(mark, first, last):
            tell_all(kind, batch)
            commit()
            sent += len(batch)
    return sent


def _due(days: tuple[int, ...], today: date) -> Iterator[tuple[str, str, date, date]]:
    """(kind, mark, first and last day of the end) of each notice: only the nearest one that
    applies is sent, so that a system that was off for a month does not send three at once.
    """
    bounds = [*days, -1]
    for far, near in pairwise(bounds):
        first, last = today + timedelta(days=near + 1), today + timedelta(days=far)
        yield "expires_soon", str(far), first, last
    yield "expired", "0", today - timedelta(days=_LATE), today - timedelta(days=1)


def _news(mark: str, first: date, last: date) -> list[News]:
    once = literal("ends:") + cast(Certificate.id, String) + literal(f":{mark}")
    told = exists().where(Notice.person_id == Enrolment.person_id, Notice.once == once)
    rows = db.session.execute(
        select(Certificate.id, Certificate.number, Certificate.expires_on, Enrolment.person_id)
        .join(Certificate.enrolment)
        .where(Certificate.expires_on.between(first, last), *_standing_alone(), ~told)
        .order_by(Certificate.id)
        .limit(BATCH)
    )
    return [
        News(
            row.person_id,
            f"ends:{row.id}:{mark}",
            f"/certificates/{row.id}",
            {"number": row.number, "day": be_date(row.expires_on, "arabic")},
        )
        for row in rows
    ]
