"""Every claim of a curriculum with the sources that carry it, for whoever checks the law."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from lms.curricula.files.glossary_file import GLOSSARY
from lms.curricula.files.shapes import EditionFile, LessonFile, ModuleFile
from lms.curricula.markdown.passages import passages
from lms.curricula.questions import (
    Matching,
    Multiple,
    Ordering,
    Question,
    Short,
    Single,
    Situational,
    TrueFalse,
)
from lms.curricula.questions.types import Judgement
from lms.curricula.sources import Source, SourceMark

MARKS = {
    SourceMark.SEEN: "อ่านแล้ว · read",
    SourceMark.PARTIAL: "เห็นบางส่วน · seen in part",
    SourceMark.PROPOSAL: "ข้อเสนอของผู้เขียน · writers' proposal",
}
COLUMNS = (
    *("curriculum", "law_as_of", "part", "file", "line", "claim"),
    *("key", "source", "where", "mark", "note"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a lesson, a question with its right answer, or what a word of the glossary means.

    `part` says where learners meet it, `file` and `line` where it is mended.
    """

    edition: EditionFile
    part: str
    file: Path
    line: int
    text: str
    keys: tuple[str, ...]

    @property
    def sources(self) -> list[tuple[str, Source]]:
        return [(key, self.edition.sources[key]) for key in self.keys]


def claims(edition: EditionFile) -> Iterator[Claim]:
    """The claims that cite a source, in reading order; methods that we propose are no claims."""
    for found in _all(edition):
        keys = tuple(key for key in found.keys if _is_read(edition.sources.get(key)))
        if keys:
            yield Claim(edition, found.part, found.file, found.line, found.text, keys)


def _is_read(source: Source | None) -> bool:
    return source is not None and source.mark is not SourceMark.PROPOSAL


def _all(edition: EditionFile) -> Iterator[Claim]:
    for module in edition.modules:
        for lesson in module.lessons:
            yield from _of_lesson(edition, module, lesson)
        for question in module.questions:
            file = module.folder / "questions.yaml"
            part = f"{module.code} คลังข้อสอบ {question.id}"
            words, line = question_words(question), module.line(question)
            yield Claim(edition, part, file, line, words, question.sources)
    for word, term in edition.glossary.items():
        words = f"{word}: {term.means}"
        yield Claim(edition, "คำศัพท์", edition.folder / GLOSSARY, term.line, words, term.sources)


def _of_lesson(edition: EditionFile, module: ModuleFile, lesson: LessonFile) -> Iterator[Claim]:
    part = f"{module.code} {module.title_th} › {lesson.title_th}"
    for one in passages(lesson.text):
        line = lesson.first_line + one.line - 1
        yield Claim(edition, part, lesson.file, line, one.text, one.sources)


def question_words(question: Question) -> str:
    """A question and what counts as right."""
    return f"{question.prompt} → {'; '.join(_right(question))}"


def _right(question: Question) -> list[str]:
    match question:
        case Single() | Multiple():
            return [option.text for option in question.options if option.correct]
        case Situational():
            best = Judgement.BEST
            return [option.text for option in question.options if option.judgement is best]
        case TrueFalse():
            return ["ถูก" if question.answer else "ผิด"]
        case Matching():
            return [f"{pair.left} = {pair.right}" for pair in question.pairs]
        case Ordering():
            return [" ▸ ".join(question.items)]
        case Short():
            return [question.accept[0]]


def as_csv(found: Iterable[Claim], root: Path) -> str:
    """A row for each source of each claim; the mark at its head lets spreadsheets read Thai."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for claim in found:
        head = (claim.edition.slug, claim.edition.head.law_as_of, claim.part)
        place = (_shown(claim.file, root), claim.line, _harmless(claim.text))
        for key, source in claim.sources:
            mark = (key, source.title, source.where, MARKS[source.mark], source.note)
            writer.writerow((*head, *place, *mark))
    return "\ufeff" + text.getvalue()


def _harmless(text: str) -> str:
    """A cell that begins with = + - @ would be run by a spreadsheet."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def by_place(found: Iterable[Claim], root: Path) -> Iterator[str]:
    """Lines for a terminal: part, claim, its sources."""
    before: tuple[str, str] | None = None
    for claim in found:
        if (claim.edition.slug, claim.part) != before:
            before = (claim.edition.slug, claim.part)
            yield f"\n{claim.edition.slug} · {claim.part}"
        yield f"  {_shown(claim.file, root)}:{claim.line}  {claim.text}"
        for key, source in claim.sources:
            yield f"      [{key}] {MARKS[source.mark]} · {source.title} — {source.where}"


def by_source(found: Iterable[Claim], root: Path) -> Iterator[str]:
    """Lines for a terminal: each source once, and all that rests on it."""
    resting: dict[str, list[Claim]] = {}
    known: dict[str, Source] = {}
    for claim in found:
        for key, source in claim.sources:
            resting.setdefault(key, []).append(claim)
            known[key] = source
    for key in sorted(resting):
        source = known[key]
        yield f"\n[{key}] {MARKS[source.mark]} · {source.title} — {source.where}"
        for claim in resting[key]:
            yield f"  {_shown(claim.file, root)}:{claim.line}  {claim.text}"


def _shown(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
