"""Who learns what, how far they are, and the results that count."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.clock import now
from lms.curricula.models import Curriculum, Edition
from lms.db import Base, Identified, Word
from lms.people.models import OrgUnit, Person


class Enrolment(Base, Identified):
    """One person in one edition. `completed_at` is the fact that everything after rests on."""

    __tablename__ = "enrolments"
    __table_args__ = (UniqueConstraint("person_id", "edition_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None] = mapped_column(index=True)
    last_lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lessons.id"))
    last_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")


class LessonProgress(Base, Identified):
    """A lesson opened, how far down it was read, and when it was finished."""

    __tablename__ = "lesson_progress"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson_id"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lessons.id"))
    place: Mapped[Word | None]  # id of the heading or paragraph last read
    finished_at: Mapped[datetime | None]


class ResultKind(StrEnum):
    """What a result is of."""

    PRE_TEST = "pre_test"
    POST_TEST = "post_test"
    PRACTICUM = "practicum"


class Result(Base, Identified):
    """A result that counts; appended, never changed: the best one holds."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("enrolment_id", "kind", "source"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    kind: Mapped[ResultKind] = mapped_column(String(20))
    source: Mapped[Word]  # "attempt:12", "grading:7": what it comes from, told once
    percent: Mapped[float | None] = mapped_column(Numeric(6, 3, asdecimal=False))
    passed: Mapped[bool]


class Cohort(Base, Identified):
    """รุ่น: people of a unit who take a curriculum together in a fiscal year."""

    __tablename__ = "cohorts"
    __table_args__ = (UniqueConstraint("curriculum_id", "unit_id", "fiscal_year", "number"),)

    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curricula.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_units.id"), index=True)
    fiscal_year: Mapped[int]  # ปีงบประมาณ in พ.ศ.
    number: Mapped[int]  # รุ่นที่
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased

    curriculum: Mapped[Curriculum] = relationship(lazy="raise_on_sql")
    unit: Mapped[OrgUnit] = relationship(lazy="raise_on_sql")

    @property
    def code(self) -> str:
        """How it is called at the terminal: unit, fiscal year, number."""
        return f"{self.unit.code}-{self.fiscal_year}-{self.number}"


class CohortPlace(Base):
    """Somebody's enrolment in a รุ่น: one at most."""

    __tablename__ = "cohort_places"

    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolments.id"), primary_key=True, autoincrement=False
    )
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohorts.id"), index=True)
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    created_at: Mapped[datetime] = mapped_column(default=now)
