"""What we tell people, kept until read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, Identified, Title, Word
from lms.notices.wording import say


class Notice(Base, Identified):
    """One message to one person; `once` keeps the same event from telling twice."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "once"),
        Index("ix_notices_unread", "person_id", "read_at"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    kind: Mapped[Word]
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    path: Mapped[Title | None]  # where to go, on this site
    once: Mapped[Title]
    read_at: Mapped[datetime | None]

    @property
    def words(self) -> str:
        """What it says, in the language of whoever reads it now."""
        return say(self.kind, self.values)
