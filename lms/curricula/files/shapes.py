"""A curriculum as its folder says it: plain, frozen, without the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from lms.curricula.drawing import BlueprintRow
from lms.curricula.glossary import Term
from lms.curricula.questions import Question
from lms.curricula.sources import Source


class CertificateWord(StrEnum):
    """วุฒิบัตร, เกียรติบัตร, ประกาศนียบัตร."""

    WUTTHIBAT = "wutthibat"
    KIATTIBAT = "kiattibat"
    PRAKATSANIYABAT = "prakatsaniyabat"


class Issue(StrEnum):
    AUTOMATIC = "automatic"
    APPROVED = "approved"


class Review(StrEnum):
    """When the right answers may be seen."""

    AFTER_SUBMISSION = "after_submission"
    AFTER_PASSING = "after_passing"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class CertificateRule:
    kind: CertificateWord
    issue: Issue
    validity_months: int | None
    design: str


@dataclass(frozen=True, slots=True)
class PassRule:
    percent: int
    attempts: int
    review: Review


@dataclass(frozen=True, slots=True)
class TestFile:
    """`lines` are where the rows of the blueprint stand in edition.yaml."""

    minutes: int | None
    draw: tuple[BlueprintRow, ...]
    lines: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Objective:
    id: str
    th: str
    en: str


@dataclass(frozen=True, slots=True)
class MediaFile:
    """`path` is below the edition's folder; pixels are known for pictures only."""

    path: str
    file: Path
    size: int
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class LessonFile:
    """`text` is Markdown; `media` are the paths that it uses, as it writes them; `audio` is the
    path of a recorded reading, below the edition's folder. The text begins at `first_line` of
    `file`."""

    slug: str
    position: int
    title_th: str
    title_en: str
    summary_en: str
    minutes: int
    objectives: tuple[str, ...]
    text: str
    sources: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    file: Path = field(default=Path(), compare=False)
    first_line: int = field(default=1, compare=False)
    audio: str | None = None


@dataclass(frozen=True, slots=True)
class ModuleFile:
    slug: str
    position: int
    code: str
    title_th: str
    title_en: str
    summary_th: str
    summary_en: str
    hours: int
    objectives: tuple[Objective, ...]
    requires: tuple[str, ...]
    lessons: tuple[LessonFile, ...]
    questions: tuple[Question, ...]
    media: Mapping[str, MediaFile]
    folder: Path = field(default=Path(), compare=False)
    question_lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def line(self, question: Question) -> int:
        """Where a question begins in questions.yaml."""
        return self.question_lines.get(question.id, 1)


@dataclass(frozen=True, slots=True)
class Level:
    points: int
    th: str
    en: str


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    title_th: str
    title_en: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    pass_points: int
    criteria: tuple[Criterion, ...]

    @property
    def total(self) -> int:
        return sum(max(level.points for level in one.levels) for one in self.criteria)


@dataclass(frozen=True, slots=True)
class FormPart:
    """A field of the work sheet."""

    id: str
    label_th: str
    label_en: str
    hint_th: str
    hint_en: str
    min_characters: int


class ExampleKind(StrEnum):
    """Work that passes well, or work that would be returned."""

    GOOD = "good"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class JudgedLevel:
    """What a piece of work earned on one criterion, and why."""

    criterion: str
    points: int
    why_th: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Example:
    """A fictional piece of work as it would be judged; `text_th` is Markdown."""

    kind: ExampleKind
    title_th: str
    title_en: str
    text_th: str
    summary_en: str
    levels: tuple[JudgedLevel, ...]

    @property
    def points(self) -> int:
        return sum(level.points for level in self.levels)


@dataclass(frozen=True, slots=True)
class PracticumFile:
    """The instructions are Markdown. Without a `form` the work is one text."""

    module: str
    title_th: str
    title_en: str
    instructions_th: str
    instructions_en: str
    privacy_th: str
    privacy_en: str
    photos_min: int
    photos_max: int
    min_characters: int
    rubric: Rubric
    form: tuple[FormPart, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionHead:
    """What edition.yaml itself says; `name_th` is without the leading หลักสูตร."""

    slug: str
    position: int
    name_th: str
    name_en: str
    person_title_en: str
    summary_th: str
    summary_en: str
    hours: int
    law_as_of: date
    sample: bool
    prerequisites: tuple[str, ...]
    certificate: CertificateRule
    passing: PassRule
    pre_test: TestFile
    post_test: TestFile


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A curriculum's folder. `sources` are all that its lessons and questions may cite, `glossary`
    the words that its lessons may explain."""

    folder: Path
    head: EditionHead
    modules: tuple[ModuleFile, ...]
    practicum: PracticumFile | None
    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    content_hash: str

    @property
    def slug(self) -> str:
        return self.head.slug
