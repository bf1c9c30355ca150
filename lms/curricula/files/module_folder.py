"""A module's folder: module.yaml, lessons/, questions.yaml, media/."""

from collections.abc import Mapping
from pathlib import Path

from lms.curricula.faults import Fault
from lms.curricula.fields import Fields
from lms.curricula.files.documents import read_document
from lms.curricula.files.lesson_file import read_lesson
from lms.curricula.files.media_files import read_media
from lms.curricula.files.names import position_in_name
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import LessonFile, MediaFile, ModuleFile, Objective
from lms.curricula.questions import Question, read_question
from lms.curricula.sources import Source

_OWN_FILES = {"module.yaml", "questions.yaml"}


def read_module(
    folder: Path, sources: Mapping[str, Source], problems: Problems
) -> ModuleFile | None:
    """The module in `folder`; None when it has no readable module.yaml."""
    _note_strays(folder, problems)
    document = read_document(folder / "module.yaml", problems, "module")
    if document is None:
        return None
    media = read_media(folder, folder.parent.parent, problems)
    faults: list[Fault] = []
    fields = document.fields(faults)
    objectives = _objectives(fields)
    known = tuple(objective.id for objective in objectives)
    module = ModuleFile(
        slug=folder.name,
        position=position_in_name(folder, problems),
        code=fields.text("code", longest=20),
        title_th=fields.text("title_th"),
        title_en=fields.text("title_en"),
        summary_th=fields.prose("summary_th", longest=2_000),
        summary_en=fields.prose("summary_en", longest=2_000),
        hours=fields.whole("hours", 0, 1_000),
        objectives=objectives,
        requires=fields.texts("requires"),
        lessons=_lessons(folder, sources, media, known, problems),
        questions=_questions(folder / "questions.yaml", sources, known, problems),
        media=media,
    )
    fields.distinct("requires", module.requires)
    fields.close()
    document.report(faults, problems)
    return module


def _objectives(fields: Fields) -> tuple[Objective, ...]:
    objectives = []
    for row in fields.rows("objectives", at_least=1):
        objectives.append(Objective(row.text("id", longest=40), row.text("th"), row.text("en")))
        row.close()
    fields.distinct("objectives", (objective.id for objective in objectives))
    return tuple(objectives)


def _lessons(
    folder: Path,
    sources: Mapping[str, Source],
    media: Mapping[str, MediaFile],
    objectives: tuple[str, ...],
    problems: Problems,
) -> tuple[LessonFile, ...]:
    files = sorted((folder / "lessons").glob("*.md"))
    if not files:
        problems.note(folder / "lessons", 1, "no_lessons")
    read = (read_lesson(file, sources, media, objectives, problems) for file in files)
    return tuple(lesson for lesson in read if lesson)


def _questions(
    file: Path, sources: Mapping[str, Source], objectives: tuple[str, ...], problems: Problems
) -> tuple[Question, ...]:
    document = read_document(file, problems, "questions")
    if document is None:
        return ()
    if not isinstance(document.plain, list):
        return ()
    faults: list[Fault] = []
    questions: dict[str, Question] = {}
    for place, plain in enumerate(document.plain):
        question = read_question(plain, (place,), faults)
        if question is None:
            continue
        if question.id in questions:
            faults.append(Fault("twice", (place, "id"), {"value": question.id}))
        questions[question.id] = question
        faults += _dangling(question, place, sources, objectives)
    document.report(faults, problems)
    return tuple(questions.values())


def _dangling(
    question: Question, place: int, sources: Mapping[str, Source], objectives: tuple[str, ...]
) -> list[Fault]:
    faults = [
        Fault("unknown_source", (place, "sources", number), {"value": key})
        for number, key in enumerate(question.sources)
        if key not in sources
    ]
    if question.objective not in objectives:
        words = {"value": question.objective, "known": ", ".join(objectives)}
        faults.append(Fault("unknown_objective", (place, "objective"), words))
    return faults


def _note_strays(folder: Path, problems: Problems) -> None:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in _OWN_FILES and not path.name.startswith("."):
            problems.note(path, 1, "stray_file")
    for path in sorted((folder / "lessons").glob("*")):
        if path.suffix != ".md" and not path.name.startswith("."):
            problems.note(path, 1, "stray_file")
