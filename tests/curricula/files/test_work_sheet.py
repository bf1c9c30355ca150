"""practicum.yaml: the work sheet and the two examples, held against the rubric."""

from pathlib import Path

import pytest

from lms.curricula.files import read_curriculum
from tests.curricula.files.folder import PRACTICUM, write_curriculum

SHEET = """\
form:
  - {id: p1, label_th: ปัญหา, label_en: Problem, hint_th: "ใคร", min_characters: 120}
  - {id: p2, label_th: ผล, label_en: Result, min_characters: 80}
examples:
  - kind: good
    title_th: งานที่ผ่าน
    title_en: Passes
    text_th: |
      ### ปัญหา
      ไม่มีทางลาด

      ### ผล
      มีแล้ว
    summary_en: Good.
    levels: [{criterion: c1, points: 1, why_th: มีตัวเลข, why_en: Figures}]
  - kind: poor
    title_th: งานที่ส่งคืน
    title_en: Returned
    text_th: ไม่มีอะไร
    summary_en: Poor.
    levels: [{criterion: c1, points: 0, why_th: ไม่มีตัวเลข, why_en: None}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = write_curriculum(tmp_path) / "practicum.yaml"
    found.write_text(PRACTICUM + SHEET, "utf-8")
    return found


def faults(file: Path) -> list[tuple[int, str]]:
    found = read_curriculum(file.parent).problems
    assert all(problem.file == file for problem in found), found
    for problem in found:
        assert "{" not in problem.fault.thai + problem.fault.english
    return [(problem.line - PRACTICUM.count("\n"), problem.fault.code) for problem in found]


def test_the_work_sheet_and_the_examples_are_read(file: Path) -> None:
    assert faults(file) == []
    practicum = read_curriculum(file.parent).editions[0].practicum
    assert practicum is not None
    assert [(part.id, part.label_en, part.min_characters) for part in practicum.form] == [
        ("p1", "Problem", 120),
        ("p2", "Result", 80),
    ]
    assert practicum.form[1].hint_th == ""
    assert [(one.kind, one.points) for one in practicum.examples] == [("good", 1), ("poor", 0)]
    assert practicum.examples[0].levels[0].why_th == "มีตัวเลข"


def test_a_practicum_without_them_is_one_text(file: Path) -> None:
    file.write_text(PRACTICUM, "utf-8")
    assert faults(file) == []
    practicum = read_curriculum(file.parent).editions[0].practicum
    assert practicum is not None
    assert not practicum.form
    assert not practicum.examples


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("min_characters: 80}", "min_characters: 90}", [(1, "form_sum")]),
        ("id: p2", "id: p1", [(3, "twice")]),
        ("label_th: ผล,", "label_th: ปัญหา,", [(3, "twice")]),
        ("label_en: Result, ", "", [(3, "missing_key")]),
        ("{criterion: c1, points: 1,", "{criterion: c1, points: 3,", [(15, "unknown_points")]),
        (
            "{criterion: c1, points: 1,",
            "{criterion: c9, points: 1,",
            [(15, "unjudged"), (15, "unknown_criterion")],
        ),
        ("points: 1, why_th", "points: 0, why_th", [(15, "good_example_fails")]),
        ("points: 0, why_th", "points: 1, why_th", [(21, "poor_example_passes")]),
        (
            "levels: [{criterion: c1, points: 0",
            "levels: [{criterion: c1, points: 0, why_th: ก, why_en: a}, {criterion: c1, points: 0",
            [(21, "twice")],
        ),
        ("kind: poor", "kind: bad", [(16, "not_a_choice"), (21, "good_example_fails")]),
        ("      มีแล้ว", "      <b>มีแล้ว</b>", [(13, "raw_html")] * 2),
    ],
)
def test_a_fault_is_named_with_its_line(
    file: Path, old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    assert sorted(faults(file)) == expected
