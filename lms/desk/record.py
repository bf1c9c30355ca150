"""The record of acts, filtered and a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select

from lms.access import Actor, Permission
from lms.audit import AuditEntry
from lms.clock import BANGKOK
from lms.people import units
from lms.people.models import Person
from lms.web import Page, paged


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters in the address; what makes no sense is left out."""

    act: str
    since: date | None
    until: date | None

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        """From the query of the address."""
        return cls(args.get("act", "")[:40], _day(args.get("since")), _day(args.get("until")))


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def entries(actor: Actor, asked: Asked) -> Page[AuditEntry]:
    """The newest acts first; whoever reads for a part of the country, of its people alone."""
    query: Select[AuditEntry] = select(AuditEntry).order_by(AuditEntry.id.desc())
    if not units.everywhere(actor, Permission.SEE_AUDIT):
        near = units.below(actor, Permission.SEE_AUDIT)
        query = query.where(
            AuditEntry.actor_id.in_(select(Person.id).join(Person.unit).where(near))
        )
    if asked.act:
        query = query.where(AuditEntry.act == asked.act)
    if asked.since:
        query = query.where(AuditEntry.at >= _begins(asked.since))
    if asked.until:
        query = query.where(AuditEntry.at < _begins(asked.until + timedelta(days=1)))
    return paged(query)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)
