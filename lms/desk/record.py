"""The record of acts, filtered and a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select

from lms.audit import AuditEntry
from lms.clock import BANGKOK
from lms.db import db
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


def entries(asked: Asked) -> Page[AuditEntry]:
    """The newest acts first."""
    query: Select[AuditEntry] = select(AuditEntry).order_by(AuditEntry.id.desc())
    if asked.act:
        query = query.where(AuditEntry.act == asked.act)
    if asked.since:
        query = query.where(AuditEntry.at >= _begins(asked.since))
    if asked.until:
        query = query.where(AuditEntry.at < _begins(asked.until + timedelta(days=1)))
    return paged(query)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)


def acts() -> list[str]:
    """Every kind of act there has been."""
    return list(db.session.scalars(select(AuditEntry.act).distinct().order_by(AuditEntry.act)))
