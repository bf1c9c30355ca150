"""A lesson: a head between two --- lines, then Markdown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lms.curricula.faults import Fault
from lms.curricula.fields import Fields
from lms.curricula.files.documents import parse_document, read_text
from lms.curricula.files.names import position_in_name
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import LessonFile, MediaFile
from lms.curricula.glossary import Term
from lms.curricula.markdown import Rendered, render
from lms.curricula.markdown.checking import PLAYERS, media_fault
from lms.curricula.sources import MediaRef, Source

_HEAD = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_HEAVIEST = 150_000  # bytes of all pictures of a lesson: the page budget


@dataclass(frozen=True, slots=True)
class Around:
    """What a lesson may refer to: `media` of its module by path, `objectives` by id."""

    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    media: Mapping[str, MediaFile]
    objectives: tuple[str, ...]

    def picture(self, path: str) -> MediaRef | None:
        found = self.media.get(path)
        return MediaRef(found.path, found.size, found.width, found.height) if found else None


def read_lesson(file: Path, around: Around, problems: Problems) -> LessonFile | None:
    """The lesson in `file`; None when it has no readable head."""
    text = read_text(file, problems)
    head = _HEAD.match(text.replace("\r\n", "\n")) if text is not None else None
    if head is None:
        if text is not None:
            problems.note(file, 1, "no_front_matter")
        return None
    document = parse_document(file, head[1], problems, first_line=2, schema="lesson")
    if document is None:
        return None
    body = head.string[head.end() :]
    rendered = render(body, around.sources, around.picture, around.glossary)
    problems.of(file, rendered.faults, offset=head[0].count("\n"))
    _weigh(file, rendered, problems)
    faults: list[Fault] = []
    fields = document.fields(faults)
    lesson = LessonFile(
        slug=file.stem,
        position=position_in_name(file, problems),
        title_th=fields.text("title_th"),
        title_en=fields.text("title_en"),
        summary_en=fields.prose("summary_en", longest=2_000),
        minutes=fields.whole("minutes", 1, 600),
        objectives=fields.texts("objectives"),
        text=body,
        sources=rendered.sources,
        media=rendered.media,
        file=file,
        first_line=head[0].count("\n") + 1,
        audio=_audio(fields, around),
    )
    for place, value in enumerate(lesson.objectives):
        if value not in around.objectives:
            known = ", ".join(around.objectives)
            fields.note("unknown_objective", ("objectives", place), value=value, known=known)
    fields.close()
    document.report(faults, problems)
    return lesson


def _audio(fields: Fields, around: Around) -> str | None:
    """The recorded reading's path; None when there is none, or none that may stand there."""
    path = fields.text("audio", "")
    code = media_fault(path, PLAYERS["audio"], around.picture) if path else None
    if code:
        fields.note(code, ("audio",), value=path, known=" ".join(PLAYERS["audio"]))
    return around.media[path].path if path and not code else None


def _weigh(file: Path, rendered: Rendered, problems: Problems) -> None:
    if rendered.picture_bytes > _HEAVIEST:
        size, most = round(rendered.picture_bytes / 1000), _HEAVIEST // 1000
        problems.note(file, 1, "heavy_lesson", size=size, most=most)
