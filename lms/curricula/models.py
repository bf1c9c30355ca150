"""Curricula and their editions. A published edition and all below it never changes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.db import Base, Digest, Identified, Key, Name, Slug, Title, Word


class EditionState(StrEnum):
    """ร่าง, เผยแพร่, ปิดรับ."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class CertificateKind(StrEnum):
    """The word on the paper."""

    WUTTHIBAT = "wutthibat"
    KIATTIBAT = "kiattibat"
    PRAKATSANIYABAT = "prakatsaniyabat"


class IssueRule(StrEnum):
    """How a certificate that is due comes to be issued."""

    AUTOMATIC = "automatic"
    APPROVED = "approved"


class ReviewRule(StrEnum):
    """When the correct answers may be seen."""

    AFTER_SUBMISSION = "after_submission"
    AFTER_PASSING = "after_passing"
    NEVER = "never"


class Curriculum(Base, Identified):
    """What is taught, over all its editions."""

    __tablename__ = "curricula"

    slug: Mapped[Slug] = mapped_column(unique=True)
    position: Mapped[int]

    editions: Mapped[list[Edition]] = relationship(
        back_populates="curriculum", order_by="Edition.number", lazy="raise_on_sql"
    )


class Edition(Base, Identified):
    """A curriculum as it stood; learners finish the edition they began."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("curriculum_id", "number"),
        UniqueConstraint("curriculum_id", "content_hash"),
    )

    curriculum_id: Mapped[int] = mapped_column(ForeignKey("curricula.id"))
    number: Mapped[int]
    content_hash: Mapped[Digest]
    state: Mapped[EditionState] = mapped_column(String(20), default=EditionState.DRAFT)
    published_at: Mapped[datetime | None]
    name_th: Mapped[Title]  # without the leading หลักสูตร
    name_en: Mapped[Title]
    person_title_en: Mapped[Title]
    summary_th: Mapped[str]
    summary_en: Mapped[str]
    hours: Mapped[int]
    law_as_of: Mapped[date]
    is_sample: Mapped[bool]
    prerequisites: Mapped[list[Any]] = mapped_column(default=list)  # slugs of curricula
    certificate_kind: Mapped[CertificateKind] = mapped_column(String(20))
    issue_rule: Mapped[IssueRule] = mapped_column(String(20))
    validity_months: Mapped[int | None]  # None: for life
    design: Mapped[Slug]
    pass_percent: Mapped[int]
    attempts_allowed: Mapped[int]
    review_rule: Mapped[ReviewRule] = mapped_column(String(20))

    curriculum: Mapped[Curriculum] = relationship(back_populates="editions", lazy="raise_on_sql")
    modules: Mapped[list[Module]] = relationship(
        back_populates="edition", order_by="Module.position", lazy="raise_on_sql"
    )
    quizzes: Mapped[list[Quiz]] = relationship(
        back_populates="edition", order_by="Quiz.id", lazy="raise_on_sql"
    )
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="edition", order_by="Assignment.id", lazy="raise_on_sql"
    )


class Module(Base, Identified):
    """หน่วยการเรียนรู้."""

    __tablename__ = "modules"
    __table_args__ = (UniqueConstraint("edition_id", "slug"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    position: Mapped[int]
    slug: Mapped[Slug]
    code: Mapped[Word]
    title_th: Mapped[Title]
    title_en: Mapped[Title]
    summary_th: Mapped[str]
    summary_en: Mapped[str]
    hours: Mapped[int]
    objectives: Mapped[list[Any]] = mapped_column(default=list)  # [{id, th, en}]
    requires: Mapped[list[Any]] = mapped_column(default=list)  # slugs of this edition's modules

    edition: Mapped[Edition] = relationship(back_populates="modules", lazy="raise_on_sql")
    lessons: Mapped[list[Lesson]] = relationship(
        back_populates="module", order_by="Lesson.position", lazy="raise_on_sql"
    )


class Lesson(Base, Identified):
    """บทเรียน: sanitised HTML made once, when the edition was loaded."""

    __tablename__ = "lessons"
    __table_args__ = (UniqueConstraint("module_id", "slug"),)

    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    position: Mapped[int]
    slug: Mapped[Slug]
    title_th: Mapped[Title]
    title_en: Mapped[Title]
    summary_en: Mapped[str]
    minutes: Mapped[int]
    source: Mapped[str]  # the Markdown as written
    html: Mapped[str]
    summary_html: Mapped[str] = mapped_column(server_default="")  # for the module's card
    audio: Mapped[Title | None]  # path of a recorded reading, a MediaFile of the edition
    page_bytes: Mapped[int]  # what opens with the page: the text as sent (packed) and its pictures
    sources: Mapped[list[Any]] = mapped_column(default=list)  # [{key, title, where, mark}]

    module: Mapped[Module] = relationship(back_populates="lessons", lazy="raise_on_sql")


class MediaFile(Base, Identified):
    """A picture, download, sound or film of an edition; the bytes lie in the store."""

    __tablename__ = "media_files"
    __table_args__ = (UniqueConstraint("edition_id", "path"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    path: Mapped[Title]  # below the edition's folder
    storage_key: Mapped[Key]
    sha256: Mapped[Digest]
    size: Mapped[int]  # bytes
    content_type: Mapped[Name]


class Question(Base, Identified):
    """One item of a module's bank; `body` is what lms.curricula.questions parses."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("module_id", "key"),)

    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    key: Mapped[Slug]
    type: Mapped[Word]
    objective: Mapped[Slug]
    difficulty: Mapped[Word]
    body: Mapped[dict[str, Any]]

    module: Mapped[Module] = relationship(lazy="raise_on_sql")


class QuizKind(StrEnum):
    """แบบทดสอบก่อนอบรม / หลังอบรม."""

    PRE = "pre"
    POST = "post"


class Quiz(Base, Identified):
    """A test drawn from the banks by a blueprint."""

    __tablename__ = "quizzes"
    __table_args__ = (UniqueConstraint("edition_id", "kind"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    kind: Mapped[QuizKind] = mapped_column(String(10))
    minutes: Mapped[int | None]  # None: no time limit
    blueprint: Mapped[list[Any]]  # [{module, objective?, difficulty?, count}]

    edition: Mapped[Edition] = relationship(back_populates="quizzes", lazy="raise_on_sql")


class Assignment(Base, Identified):
    """The practicum: what to do, what to send, and the rubric it is judged by."""

    __tablename__ = "assignments"

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    title_th: Mapped[Title]
    title_en: Mapped[Title]
    instructions_html: Mapped[str]
    instructions_en: Mapped[str]
    privacy_th: Mapped[str]
    privacy_en: Mapped[str]
    photos_min: Mapped[int]
    photos_max: Mapped[int]
    min_characters: Mapped[int]
    rubric: Mapped[dict[str, Any]]  # {pass_points, criteria: […]}
    form: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # the work sheet
    examples: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")  # fictional work

    edition: Mapped[Edition] = relationship(back_populates="assignments", lazy="raise_on_sql")
