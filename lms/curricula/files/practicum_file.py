"""practicum.yaml: the work in the field and the rubric it is judged by."""

from lms.curricula.faults import Fault, Path
from lms.curricula.fields import Fields
from lms.curricula.files.documents import Document
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import Criterion, Level, PracticumFile, Rubric
from lms.curricula.files.work_sheet_file import read_examples, read_form
from lms.curricula.markdown import render

_MOST_PHOTOS = 20


def read_practicum(document: Document, problems: Problems) -> PracticumFile:
    faults: list[Fault] = []
    fields = document.fields(faults)
    photos = fields.table("photos")
    rubric = _rubric(fields.table("rubric"))
    min_characters = fields.whole("min_characters", 0, 20_000)
    practicum = PracticumFile(
        module=fields.text("module", longest=60),
        title_th=fields.text("title_th"),
        title_en=fields.text("title_en"),
        instructions_th=fields.prose("instructions_th"),
        instructions_en=fields.prose("instructions_en"),
        privacy_th=fields.prose("privacy_th"),
        privacy_en=fields.prose("privacy_en"),
        photos_min=photos.whole("min", 0, _MOST_PHOTOS),
        photos_max=photos.whole("max", 0, _MOST_PHOTOS),
        min_characters=min_characters,
        rubric=rubric,
        form=read_form(fields, min_characters),
        examples=read_examples(fields, rubric),
    )
    if practicum.photos_min > practicum.photos_max:
        fields.note("min_above_max", ("photos",))
    photos.close()
    fields.close()
    document.report(faults, problems)
    _check_texts(practicum, document, problems)
    return practicum


def _check_texts(practicum: PracticumFile, document: Document, problems: Problems) -> None:
    for key in ("instructions_th", "instructions_en"):
        _check_text(getattr(practicum, key), document, (key,), problems)
    for place, example in enumerate(practicum.examples):
        _check_text(example.text_th, document, ("examples", place, "text_th"), problems)


def _check_text(text: str, document: Document, path: Path, problems: Problems) -> None:
    headings = path[0] == "examples"  # those are the labels of the work sheet, one level down
    faults = [
        fault
        for fault in render(text, {}, lambda _: None).faults
        if not (headings and fault.code == "heading_level")
    ]
    problems.of(document.file, faults, offset=document.line(path))


def _rubric(fields: Fields) -> Rubric:
    pass_points = fields.whole("pass_points", 1, 1000)
    rows = fields.rows("criteria", at_least=1)
    rubric = Rubric(pass_points, tuple(_criterion(row) for row in rows))
    fields.distinct("criteria", (criterion.id for criterion in rubric.criteria))
    if all(criterion.levels for criterion in rubric.criteria) and pass_points > rubric.total:
        fields.note("pass_points_too_high", (*fields.path, "pass_points"), total=rubric.total)
    fields.close()
    return rubric


def _criterion(fields: Fields) -> Criterion:
    rows = fields.rows("levels", at_least=2)
    criterion = Criterion(
        id=fields.text("id", longest=40),
        title_th=fields.text("title_th"),
        title_en=fields.text("title_en"),
        levels=tuple(_level(row) for row in rows),
    )
    if [level.points for level in criterion.levels] != list(range(len(rows))):
        fields.note("points_gap", (*fields.path, "levels"))
    fields.close()
    return criterion


def _level(fields: Fields) -> Level:
    level = Level(
        fields.whole("points", 0, 100),
        fields.prose("th", longest=1_000),
        fields.prose("en", longest=1_000),
    )
    fields.close()
    return level
