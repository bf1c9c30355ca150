"""What happens to a certificate after its issue: proposals and their steps, what took whose
place, and files handed out again. Rows are appended; where a case stands is its newest step.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.certification.lineage.states import CaseKind, CaseState
from lms.certification.models import Certificate, RevocationClass
from lms.db import Base, Identified, Title, Word
from lms.people.models import Person


class CertificateCase(Base, Identified):
    """Something proposed about one certificate; its first step says by whom and why."""

    __tablename__ = "certificate_cases"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    kind: Mapped[CaseKind] = mapped_column(String(20))
    revocation_class: Mapped[RevocationClass | None] = mapped_column(String(30))

    certificate: Mapped[Certificate] = relationship(lazy="raise_on_sql")
    steps: Mapped[list[CaseStep]] = relationship(
        back_populates="case", order_by="CaseStep.number", lazy="raise_on_sql"
    )


class CaseStep(Base, Identified):
    """One act in a case. Two who act at once want the same number, and one of them gets it."""

    __tablename__ = "case_steps"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("certificate_cases.id"))
    number: Mapped[int]
    state: Mapped[CaseState] = mapped_column(String(20))  # what it leads to
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    by_holder: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str]  # reasons, the answer, the decision: as they were written
    day: Mapped[date | None]  # last day to answer, or the day it takes effect
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as they were sent to the holder

    case: Mapped[CertificateCase] = relationship(back_populates="steps", lazy="raise_on_sql")
    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class ReplacementKind(StrEnum):
    """Why a later certificate stands for an earlier one."""

    CORRECTION = "correction"  # ฉบับแก้ไข: the old one is revoked, class superseded
    RENEWAL = "renewal"  # ต่ออายุ: the old one keeps its own answer
    REINSTATEMENT = "reinstatement"  # after an appeal: the old one stays revoked


class Replacement(Base, Identified):
    """A certificate issued in another's place; each is replaced once at most."""

    __tablename__ = "replacements"

    old_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    kind: Mapped[ReplacementKind] = mapped_column(String(20))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("certificate_cases.id"))


class DuplicateWhy(StrEnum):
    """Why a file is handed out again."""

    LOST = "lost"
    DAMAGED = "damaged"
    OTHER = "other"


class Duplicate(Base, Identified):
    """ใบแทน: the very same file handed out again. Nothing is issued."""

    __tablename__ = "duplicates"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("certificate_documents.id"))
    asked_by: Mapped[Title]  # in words: the holder, a daughter with a letter of authority
    why: Mapped[DuplicateWhy] = mapped_column(String(20))
    note: Mapped[Title | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    once: Mapped[Word] = mapped_column(unique=True)  # of the form: a double click records once

    giver: Mapped[Person | None] = relationship(lazy="raise_on_sql")
