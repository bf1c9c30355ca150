"""A module's folder: module.yaml, lessons/, questions.yaml, media/."""

from collections.abc import Mapping
from pathlib import Path

from lms.curricula.faults import Fault
from lms.curricula.fields import Fields
from lms.curricula.files.documents import read_document
from lms.curricula.files.lesson_file import Around, read_lesson
from lms.curricula.files.media_files import read_media
from lms.curricula.files.names import position_in_name
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import LessonFile, ModuleFile, Objective
from lms.curricula.glossary import Term
from lms.curricula.questions import Question, read_question
from lms.curricula.sources import Source

_OWN_FILES = {"module.yaml", "questions.yaml"}


def read_module(
    folder: Path,
    sources: Mapping[str, Source],
    glossary: Mapping[str, Term],
    problems: Problems,
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
    around = Around(sources, glossary, media, known)
    questions, lines = _questions(folder / "questions.yaml", sources, known, problems)
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
        lessons=_lessons(folder, around, problems),
        questions=questions,
        media=media,
        folder=folder,
        question_lines=lines,
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


def _lessons(folder: Path, around: Around, problems: Problems) -> tuple[LessonFile, ...]:
    files = sorted((folder / "lessons").glob("*.md"))
    if not files:
        problems.note(folder / "lessons", 1, "no_lessons")
    read = (read_lesson(file, around, problems) for file in files)
    return tuple(lesson for lesson in read if lesson)


def _questions(
    file: Path, sources: Mapping[str, Source], objectives: tuple[str, ...], problems: Problems
) -> tuple[tuple[Question, ...], Mapping[str, int]]:
    """The bank, and the line of each question by its id."""
    document = read_document(file, problems, "questions")
    if document is None or not isinstance(document.plain, list):
        return (), {}
    faults: list[Fault] = []
    questions: dict[str, Question] = {}
    lines: dict[str, int] = {}
    for place, plain in enumerate(document.plain):
        question = read_question(plain, (place,), faults)
        if question is None:
            continue
        if question.id in questions:
            faults.append(Fault("twice", (place, "id"), {"value": question.id}))
        questions[question.id] = question
        lines[question.id] = document.line((place,))
        faults += _dangling(question, place, sources, objectives)
    document.report(faults, problems)
    return tuple(questions.values()), lines


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
