"""Attempts, saved answers, marks; practicum work and its grading. Facts are appended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.curricula.models import Assignment, Quiz
from lms.db import Base, Digest, Identified, Key, Name, Word
from lms.learning.models import Enrolment
from lms.people.models import Person


class Attempt(Base, Identified):
    """การทำแบบทดสอบครั้งที่ n: the paper drawn, the clock, and when it was handed in."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("enrolment_id", "quiz_id", "number"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    number: Mapped[int]
    paper: Mapped[list[Any]]  # question ids in their order
    seed: Mapped[Word]  # of the order of options
    deadline_at: Mapped[datetime | None] = mapped_column(index=True)
    submitted_at: Mapped[datetime | None]
    timed_out: Mapped[bool] = mapped_column(default=False)

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    quiz: Mapped[Quiz] = relationship(lazy="raise_on_sql")


class SavedAnswer(Base, Identified):
    """One saving of one answer; the newest of a position counts.

    `client_key` is made by the browser, so that sending twice stores once and returns
    the same receipt.
    """

    __tablename__ = "saved_answers"
    __table_args__ = (UniqueConstraint("attempt_id", "client_key"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    position: Mapped[int]  # from 1
    client_key: Mapped[Word]
    response: Mapped[dict[str, Any]]
    flagged: Mapped[bool] = mapped_column(default=False)


class Mark(Base, Identified):
    """The marking of an attempt; a second marking is a second row."""

    __tablename__ = "marks"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    points: Mapped[float] = mapped_column(Numeric(8, 3, asdecimal=False))
    maximum: Mapped[float] = mapped_column(Numeric(8, 3, asdecimal=False))
    percent: Mapped[float] = mapped_column(Numeric(6, 3, asdecimal=False))
    passed: Mapped[bool]
    detail: Mapped[list[Any]]  # per position: [earned, parts] of one point


class WorkState(StrEnum):
    """Where a piece of practicum work stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # รอตรวจ
    RETURNED = "returned"  # ส่งคืนให้แก้ไข
    PASSED = "passed"


class Work(Base, Identified):
    """A volunteer's answer to an assignment. Each handing-in is a Submission."""

    __tablename__ = "works"
    __table_args__ = (UniqueConstraint("enrolment_id", "assignment_id"),)

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    state: Mapped[WorkState] = mapped_column(String(20), default=WorkState.DRAFT, index=True)
    draft: Mapped[str] = mapped_column(default="")
    draft_saved_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise_on_sql")
    assignment: Mapped[Assignment] = relationship(lazy="raise_on_sql")
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.id", lazy="raise_on_sql")
    submissions: Mapped[list[Submission]] = relationship(
        back_populates="work", order_by="Submission.number", lazy="raise_on_sql"
    )


class Photo(Base, Identified):
    """A photograph of the work, re-encoded without its metadata."""

    __tablename__ = "photos"
    __table_args__ = (UniqueConstraint("work_id", "sha256"),)

    work_id: Mapped[int] = mapped_column(ForeignKey("works.id"))
    sha256: Mapped[Digest]
    storage_key: Mapped[Key]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # bytes
    name: Mapped[Name]  # as the volunteer's phone called it
    removed_at: Mapped[datetime | None]


class Submission(Base, Identified):
    """One handing-in, frozen: the text and the photographs as they were."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("work_id", "number"),)

    work_id: Mapped[int] = mapped_column(ForeignKey("works.id"))
    number: Mapped[int]
    text: Mapped[str]
    photo_ids: Mapped[list[Any]]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    claimed_at: Mapped[datetime | None]  # a trainer's hold on it; it lapses

    work: Mapped[Work] = relationship(back_populates="submissions", lazy="raise_on_sql")
    holder: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    grading: Mapped[Grading | None] = relationship(back_populates="submission", lazy="raise_on_sql")


class Outcome(StrEnum):
    """ผ่าน, or ส่งคืนให้แก้ไข with a comment."""

    PASS = "pass"  # noqa: S105  (an outcome, not a secret)
    RETURN = "return"


class Grading(Base, Identified):
    """A trainer's judgement of one submission; there is one, whoever comes second is told."""

    __tablename__ = "gradings"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))  # None: erased
    outcome: Mapped[Outcome] = mapped_column(String(10))
    levels: Mapped[dict[str, Any]]  # criterion id → points
    points: Mapped[int]
    comment: Mapped[str]

    submission: Mapped[Submission] = relationship(back_populates="grading", lazy="raise_on_sql")
    trainer: Mapped[Person | None] = relationship(lazy="raise_on_sql")
