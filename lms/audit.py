"""Who did what to whom: appended, never changed, kept without foreign keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.clock import now
from lms.db import Base, Name, Word, db


class Doer(Protocol):
    """Whoever acts: a person, or None for the system itself."""

    @property
    def person_id(self) -> int: ...
    @property
    def display_name(self) -> str: ...


class AuditEntry(Base):
    """One act. Ids are kept as they were, without foreign keys, so that nothing removes them."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[Name | None]
    act: Mapped[Word]
    subject_type: Mapped[Word]
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(
    actor: Doer | None, act: str, subject_type: str, subject_id: int | None, **detail: Any
) -> None:
    """Append one entry; it is stored or lost together with the act itself."""
    db.session.add(
        AuditEntry(
            actor_id=actor.person_id if actor else None,
            actor_name=actor.display_name if actor else None,
            act=act,
            subject_type=subject_type,
            subject_id=subject_id,
            detail=detail,
        )
    )
