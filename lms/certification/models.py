"""Certificates: frozen facts, kept bytes, and what happened to them since. All appended."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.certification.standing import Standing, standing
from lms.clock import today
from lms.curricula.models import Curriculum
from lms.db import Base, Digest, Identified, Key, Name, Title, Word
from lms.learning.models import Enrolment
from lms.people.models import Person


class NameConfirmation(Base, Identified):
    """The name exactly as it will print, confirmed by its holder or by an officer for them."""

    __tablename__ = "name_confirmations"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    name: Mapped[Title]
    latin_name: Mapped[Title | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    for_holder: Mapped[bool]  # True when an officer confirmed for somebody without a phone
    note: Mapped[Title | None]


class Approval(Base, Identified):
    """A central officer's word that a certificate may be issued."""

    __tablename__ = "approvals"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), unique=True)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased


class NumberSeries(Base):
    """The last sequence number taken of a prefix and a พ.ศ. year."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(String(10), primary_key=True)
    year_be: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class Certificate(Base, Identified):
    """What was certified, frozen at the moment of issue."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("enrolment_id", "generation"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    generation: Mapped[int] = mapped_column(default=0)  # a replacement takes the next
    number: Mapped[Word] = mapped_column(unique=True)
    holder: Mapped[Title]
    holder_fold: Mapped[str] = mapped_column(String(600), index=True)
    issued_on: Mapped[date] = mapped_column(index=True)
    expires_on: Mapped[date | None] = mapped_column(index=True)
    is_test: Mapped[bool]
    facts: Mapped[dict[str, Any]]  # CertificateFacts.to_json()

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    documents: Mapped[list[CertificateDocument]] = relationship(
        back_populates="certificate", order_by="CertificateDocument.id", lazy="raise_on_sql"
    )
    revocation: Mapped[Revocation | None] = relationship(
        back_populates="certificate", lazy="raise_on_sql"
    )

    @property
    def standing(self) -> Standing:
        """What the register says of it today."""
        revoked_from = self.revocation.effective_on if self.revocation else None
        return standing(self.expires_on, today(), revoked_from)


class CertificateDocument(Base, Identified):
    """One signed version of the file; any of them matches for ever."""

    __tablename__ = "certificate_documents"
    __table_args__ = (UniqueConstraint("certificate_id", "level"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    level: Mapped[Word]  # PAdES level: "B-B" at issue, "B-T" or "B-LT" when stamped since
    sha256: Mapped[Digest] = mapped_column(unique=True)
    size: Mapped[int]  # bytes
    storage_key: Mapped[Key]
    picture_key: Mapped[Key | None]  # the picture for sharing
    key_id: Mapped[Digest]  # SHA-256 of the signer's certificate

    certificate: Mapped[Certificate] = relationship(back_populates="documents", lazy="raise_on_sql")


class DocumentClaim(Base):
    """A worker's hold on a certificate whose document it makes; it lapses with its worker."""

    __tablename__ = "document_claims"

    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("certificates.id"), primary_key=True, autoincrement=False
    )
    worker: Mapped[Word]
    claimed_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=1)
    fault: Mapped[Name | None]


class IssueRun(Base, Identified):
    """A bulk issue that a central officer started: how far it is, and whether it goes on.

    One is open for a curriculum at a time; while it is, nobody else issues there.
    """

    __tablename__ = "issue_runs"
    __table_args__ = (
        Index(
            "uq_issue_runs_open",
            "curriculum_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curricula.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))  # None: all of it
    started_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    planned: Mapped[int]  # what the officer confirmed; never more are issued
    issued: Mapped[int] = mapped_column(default=0)
    printed: Mapped[int] = mapped_column(default=0)
    enrolment_id: Mapped[int] = mapped_column(default=0)  # the last that was looked at
    floor_id: Mapped[int] = mapped_column(default=0)  # certificates up to here have a document
    turn: Mapped[int] = mapped_column(default=0)  # of the workers: each is taken once
    noted_at: Mapped[datetime]  # when a worker last said how far it is
    stretch_at: Mapped[datetime]  # since when it has been going without a break,
    stretch_printed: Mapped[int] = mapped_column(default=0)  # and how far it was then
    paused_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    fault: Mapped[Name | None]  # why it does not get on

    curriculum: Mapped[Curriculum] = relationship(lazy="raise_on_sql")
    starter: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class IssuerProfile(Base, Identified):
    """A version of what certificates say of their issuer: a draft until it is published, then
    never changed. The newest published counts."""

    __tablename__ = "issuer_profiles"
    __table_args__ = (
        CheckConstraint("(draft IS NULL) = (number IS NOT NULL)", name="draft_or_numbered"),
    )

    number: Mapped[int | None] = mapped_column(unique=True)  # 1, 2, … as they were published
    draft: Mapped[bool | None] = mapped_column(unique=True)  # True for one at most; then None
    revision: Mapped[int] = mapped_column(default=1)  # of the draft: each saving is the next
    content: Mapped[dict[str, Any]]  # Profile.to_plain()
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    saved_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime | None]

    saver: Mapped[Person | None] = relationship(foreign_keys=[saved_by], lazy="raise_on_sql")
    publisher: Mapped[Person | None] = relationship(
        foreign_keys=[published_by], lazy="raise_on_sql"
    )


class SignerCertificate(Base, Identified):
    """A signing key's public half, kept for ever: old signatures are judged by it."""

    __tablename__ = "signer_certificates"

    key_id: Mapped[Digest] = mapped_column(unique=True)
    pem: Mapped[str]
    is_test: Mapped[bool]


class KeyRetirement(Base, Identified):
    """The end of a signing key's work, and since when it may be in strange hands. The newest
    row of a key counts."""

    __tablename__ = "key_retirements"

    key_id: Mapped[Digest] = mapped_column(ForeignKey("signer_certificates.key_id"), index=True)
    retired_on: Mapped[date]
    compromised_since: Mapped[date | None]


class StampClaim(Base):
    """A worker's hold on a document that it has time-stamped, or when that is tried again."""

    __tablename__ = "stamp_claims"

    document_id: Mapped[int] = mapped_column(
        ForeignKey("certificate_documents.id"), primary_key=True, autoincrement=False
    )
    due_at: Mapped[datetime] = mapped_column(index=True)  # not before; a dead worker's hold ends
    tries: Mapped[int] = mapped_column(default=1)
    unanswered: Mapped[bool] = mapped_column(default=False)  # the authority is away: all wait
    fault: Mapped[Name | None]


class RevocationClass(StrEnum):
    """The public sees the class; the reason is for officers."""

    ISSUED_IN_ERROR = "issued_in_error"
    MISCONDUCT = "misconduct"
    HOLDER_REQUEST = "holder_request"
    SUPERSEDED = "superseded"


class Revocation(Base, Identified):
    """A certificate taken back, from a day on: before it, the register still says มีผล."""

    __tablename__ = "revocations"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    revocation_class: Mapped[RevocationClass] = mapped_column(String(30))
    reason: Mapped[str]
    effective_on: Mapped[date] = mapped_column(default=today)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased

    certificate: Mapped[Certificate] = relationship(
        back_populates="revocation", lazy="raise_on_sql"
    )
