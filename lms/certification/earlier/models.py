"""The register of earlier paper certificates: what was imported, from where, and what was struck.

`EarlierCertificate`, `EarlierScan` and `EarlierStrike` are facts and only appended; a sheet's rows
are work on the way to them and go when they are not needed any more.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, Digest, Identified, Key, Name, Title, Word
from lms.people.models import OrgUnit, Person


class Stage(StrEnum):
    """How far an import is. `import_stages.py` alone changes it."""

    READING = "reading"  # the file waits for a worker, or is being read
    JUDGING = "judging"  # row by row: what would happen
    READY = "ready"  # an officer looks, changes columns, confirms
    ADDING = "adding"
    DONE = "done"
    DROPPED = "dropped"  # given up before anything was added
    UNREADABLE = "unreadable"


class EarlierImport(Base, Identified):
    """One spreadsheet of one unit's old register."""

    __tablename__ = "earlier_imports"

    unit_id: Mapped[int] = mapped_column(ForeignKey("org_units.id"), index=True)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    source: Mapped[Title]  # the register it was copied from, as the public reads it
    curriculum: Mapped[Title | None]  # of rows that name none
    file_name: Mapped[Title]
    file_sha256: Mapped[Digest] = mapped_column(index=True)
    file_key: Mapped[Key | None]  # in the store until it has been read
    stage: Mapped[Stage] = mapped_column(String(20))
    heading_row: Mapped[int] = mapped_column(default=0)  # 0: the sheet has none
    headings: Mapped[list[Any]] = mapped_column(default=list)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field → place of its column
    mapping: Mapped[int] = mapped_column(default=0)  # which choice of columns, counted
    rows: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)  # rows of the present stage
    position: Mapped[int] = mapped_column(default=0)  # the sheet's row that was done last
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # rows by outcome
    added: Mapped[int] = mapped_column(default=0)
    noted_at: Mapped[datetime]  # when a worker last said how far it is
    stage_at: Mapped[datetime]  # since when it is in its stage
    finished_at: Mapped[datetime | None]
    fault: Mapped[Name | None]

    unit: Mapped[OrgUnit] = relationship(lazy="raise_on_sql")
    starter: Mapped[Person | None] = relationship(foreign_keys=[started_by], lazy="raise_on_sql")
    confirmer: Mapped[Person | None] = relationship(
        foreign_keys=[confirmed_by], lazy="raise_on_sql"
    )
    strike: Mapped[EarlierStrike | None] = relationship(
        primaryjoin="EarlierImport.id == EarlierStrike.import_id",
        back_populates="of_import",
        lazy="raise_on_sql",
    )


class EarlierRow(Base):
    """A row of the sheet, with what would happen to it."""

    __tablename__ = "earlier_rows"
    __table_args__ = (
        Index("ix_earlier_rows_outcome", "import_id", "outcome", "position"),
        Index("ix_earlier_rows_live_key", "import_id", "live_key"),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("earlier_imports.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)  # in the sheet, from 1
    cells: Mapped[list[Any]]
    outcome: Mapped[int | None]  # Outcome; None until it is judged
    remarks: Mapped[list[Any]] = mapped_column(default=list)  # [code, {values}]
    live_key: Mapped[Digest | None]


class EarlierCertificate(Base, Identified):
    """A paper certificate as the old register has it."""

    __tablename__ = "earlier_certificates"

    import_id: Mapped[int] = mapped_column(ForeignKey("earlier_imports.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_units.id"), index=True)
    position: Mapped[int]  # the sheet's row
    number: Mapped[Name]  # as written
    number_key: Mapped[str] = mapped_column(String(200), index=True)  # numbering.number_key
    number_fold: Mapped[str] = mapped_column(String(200))
    holder: Mapped[Title]
    holder_fold: Mapped[str] = mapped_column(String(600), index=True)
    curriculum: Mapped[Title]
    issued_on: Mapped[date | None]
    issuer: Mapped[Title | None]
    scan_name: Mapped[Name | None]  # as a file is matched by it
    live_key: Mapped[Digest | None] = mapped_column(unique=True)  # None: struck

    of_import: Mapped[EarlierImport] = relationship(lazy="raise_on_sql")
    unit: Mapped[OrgUnit] = relationship(lazy="raise_on_sql")
    scans: Mapped[list[EarlierScan]] = relationship(
        order_by="EarlierScan.id", lazy="raise_on_sql", back_populates="certificate"
    )
    strike: Mapped[EarlierStrike | None] = relationship(
        primaryjoin="EarlierCertificate.id == EarlierStrike.certificate_id",
        back_populates="certificate",
        lazy="raise_on_sql",
    )


class EarlierStrike(Base, Identified):
    """An import, or one certificate of one, that counts no more: who said so, and why."""

    __tablename__ = "earlier_strikes"
    __table_args__ = (
        CheckConstraint("(import_id IS NULL) <> (certificate_id IS NULL)", name="one_thing"),
    )

    import_id: Mapped[int | None] = mapped_column(ForeignKey("earlier_imports.id"), unique=True)
    certificate_id: Mapped[int | None] = mapped_column(
        ForeignKey("earlier_certificates.id"), unique=True
    )
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    reason: Mapped[str]

    of_import: Mapped[EarlierImport | None] = relationship(
        back_populates="strike", lazy="raise_on_sql"
    )
    certificate: Mapped[EarlierCertificate | None] = relationship(
        back_populates="strike", lazy="raise_on_sql"
    )
    striker: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class ScanBundle(Base, Identified):
    """A zip of scans that somebody sent for an import, and what became of its files."""

    __tablename__ = "earlier_bundles"

    import_id: Mapped[int] = mapped_column(ForeignKey("earlier_imports.id"), index=True)
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    file_name: Mapped[Title]
    file_key: Mapped[Key | None]  # in the store until every file has had its turn
    files: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[list[Any]] = mapped_column(default=list)  # [file name, code], the first ones
    noted_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    fault: Mapped[Name | None]


class EarlierScan(Base, Identified):
    """A picture or PDF of the paper; for officers of its unit only."""

    __tablename__ = "earlier_scans"
    __table_args__ = (UniqueConstraint("certificate_id", "sha256"),)

    certificate_id: Mapped[int] = mapped_column(ForeignKey("earlier_certificates.id"))
    sha256: Mapped[Digest] = mapped_column(index=True)
    media_type: Mapped[Word]
    size: Mapped[int]
    file_name: Mapped[Title]

    certificate: Mapped[EarlierCertificate] = relationship(
        back_populates="scans", lazy="raise_on_sql"
    )
