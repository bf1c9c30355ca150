"""Checks of certificates: an officer's is recorded, the public's are only counted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, Identified, Word


class Check(Base, Identified):
    """One check by a signed-in officer."""

    __tablename__ = "checks"

    officer_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), index=True)
    channel: Mapped[Word]  # number | file | print | list | qr
    asked: Mapped[str] = mapped_column(String(200))  # what was typed, or the file's SHA-256
    answer: Mapped[Word]


class PublicCount(Base):
    """How many public checks a day, by answer; nobody's address, nobody's number."""

    __tablename__ = "public_counts"

    day: Mapped[date] = mapped_column(primary_key=True)
    channel: Mapped[Word] = mapped_column(primary_key=True)
    answer: Mapped[Word] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
