"""The work sheet of practicum.yaml, and its two fictional pieces of work, judged by the rubric."""

from collections.abc import Sequence

from lms.curricula.fields import Fields
from lms.curricula.files.shapes import Example, ExampleKind, FormPart, JudgedLevel, Rubric


def read_form(fields: Fields, min_characters: int) -> tuple[FormPart, ...]:
    """The parts of the work sheet; together they ask for what the whole asks for."""
    parts = []
    for row in fields.rows("form"):
        part = FormPart(
            id=row.text("id", longest=40),
            label_th=row.text("label_th", longest=200),
            label_en=row.text("label_en", longest=200),
            hint_th=row.prose("hint_th", "", longest=1_000),
            hint_en=row.prose("hint_en", "", longest=1_000),
            min_characters=row.whole("min_characters", 0, 20_000, 0),
        )
        row.close()
        parts.append(part)
    path = (*fields.path, "form")
    fields.distinct("form", (part.id for part in parts))
    fields.distinct("form", (part.label_th for part in parts))
    total = sum(part.min_characters for part in parts)
    if parts and total != min_characters:
        fields.note("form_sum", path, total=total, whole=min_characters)
    return tuple(parts)


def read_examples(fields: Fields, rubric: Rubric) -> tuple[Example, ...]:
    """The examples, held against the rubric that they are to explain."""
    return tuple(_example(row, rubric) for row in fields.rows("examples"))


def _example(fields: Fields, rubric: Rubric) -> Example:
    example = Example(
        kind=fields.choice("kind", ExampleKind),
        title_th=fields.text("title_th"),
        title_en=fields.text("title_en"),
        text_th=fields.prose("text_th"),
        summary_en=fields.prose("summary_en", longest=2_000),
        levels=tuple(_level(row, rubric) for row in fields.rows("levels", at_least=1)),
    )
    fields.close()
    _check_judgement(example, fields, rubric)
    return example


def _level(fields: Fields, rubric: Rubric) -> JudgedLevel:
    level = JudgedLevel(
        criterion=fields.text("criterion", longest=40),
        points=fields.whole("points", 0, 100),
        why_th=fields.prose("why_th", longest=2_000),
        why_en=fields.prose("why_en", longest=2_000),
    )
    fields.close()
    known = {one.id: [level.points for level in one.levels] for one in rubric.criteria}
    if level.criterion and level.criterion not in known:
        words = {"value": level.criterion, "known": ", ".join(known)}
        fields.note("unknown_criterion", (*fields.path, "criterion"), **words)
    elif level.criterion and level.points not in known[level.criterion]:
        words = {"value": str(level.points), "known": _listed(known[level.criterion])}
        fields.note("unknown_points", (*fields.path, "points"), **words)
    return level


def _listed(points: Sequence[int]) -> str:
    return ", ".join(str(one) for one in points)


def _check_judgement(example: Example, fields: Fields, rubric: Rubric) -> None:
    judged = [level.criterion for level in example.levels]
    fields.distinct("levels", judged)
    for criterion in rubric.criteria:
        if criterion.id not in judged:
            fields.note("unjudged", (*fields.path, "levels"), value=criterion.id)
    path = (*fields.path, "levels")
    passes = example.points >= rubric.pass_points
    if passes is not (example.kind is ExampleKind.GOOD):
        code = "poor_example_passes" if passes else "good_example_fails"
        fields.note(code, path, points=example.points, needed=rubric.pass_points)
