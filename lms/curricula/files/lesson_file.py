"""A lesson: a head between two --- lines, then Markdown."""

import re
from collections.abc import Mapping
from pathlib import Path

from lms.curricula.faults import Fault
from lms.curricula.files.documents import parse_document, read_text
from lms.curricula.files.names import position_in_name
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import LessonFile, MediaFile
from lms.curricula.markdown import Rendered, render
from lms.curricula.sources import MediaRef, Source

_HEAD = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|$)", re.DOTALL)
_HEAVIEST = 150_000  # bytes of all pictures of a lesson: the page budget


def read_lesson(
    file: Path,
    sources: Mapping[str, Source],
    media: Mapping[str, MediaFile],
    objectives: tuple[str, ...],
    problems: Problems,
) -> LessonFile | None:
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
    rendered = render(body, sources, lambda path: _own(media.get(path)))
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
    )
    for place, value in enumerate(lesson.objectives):
        if value not in objectives:
            known = ", ".join(objectives)
            fields.note("unknown_objective", ("objectives", place), value=value, known=known)
    fields.close()
    document.report(faults, problems)
    return lesson


def _own(media: MediaFile | None) -> MediaRef | None:
    return MediaRef(media.path, media.size, media.width, media.height) if media else None


def _weigh(file: Path, rendered: Rendered, problems: Problems) -> None:
    if rendered.picture_bytes > _HEAVIEST:
        size, most = round(rendered.picture_bytes / 1000), _HEAVIEST // 1000
        problems.note(file, 1, "heavy_lesson", size=size, most=most)
