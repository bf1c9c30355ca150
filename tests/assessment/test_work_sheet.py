"""The parts of a work sheet, joined into one text and split again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.work_sheet import Part, characters, join, read_parts, split

PARTS = (
    Part("p1", "ปัญหา", "Problem", "", "", 10),
    Part("p2", "ผล", "Result", "", "", 3),
    Part("p3", "แผน", "Plan", "", "", 0),
)
# Lines that look like our own headings, and lines that look like lines that do.
lines = st.sampled_from(
    ["## ปัญหา", "## ผล", "## แผน", "\\## ผล", "\\\\## ผล", "\\", "## อื่น", "", "ก", " ## ผล", "##ผล"]
)
texts = st.lists(lines, max_size=6).map(lambda found: "\n".join(found).strip())


def given_back(text: str) -> dict[str, str]:
    return {one.part.id: one.text for one in split(PARTS, text)}


@given(st.fixed_dictionaries({part.id: texts for part in PARTS}))
def test_whatever_was_typed_comes_back(typed: dict[str, str]) -> None:
    assert given_back(join(PARTS, typed)) == typed


@given(texts)
def test_any_text_is_read_the_same_way_twice(text: str) -> None:
    once = given_back(text)
    assert given_back(join(PARTS, once)) == once


def test_the_joined_text_reads_well_by_itself() -> None:
    text = join(PARTS, {"p1": "ไม่มีทางลาด\n\nหน้าวัด", "p3": "ทำต่อ"})
    assert text == "## ปัญหา\nไม่มีทางลาด\n\nหน้าวัด\n\n## ผล\n\n## แผน\nทำต่อ"


def test_nothing_written_is_no_text() -> None:
    assert join(PARTS, {}) == ""
    assert join(PARTS, {"p1": "", "other": "ก"}) == ""
    assert [one.text for one in split(PARTS, "")] == ["", "", ""]


def test_a_text_that_was_never_joined_is_still_there() -> None:
    assert given_back("ร่างเก่า\nสองบรรทัด") == {"p1": "ร่างเก่า\nสองบรรทัด", "p2": "", "p3": ""}
    assert given_back("ก่อน\n## ผล\nหลัง") == {"p1": "ก่อน", "p2": "หลัง", "p3": ""}
    assert given_back("## ปัญหา\nก\n## ปัญหา\nข")["p1"] == "ก\n## ปัญหา\nข"


def test_a_part_is_too_short_below_its_own_minimum_white_space_not_counted() -> None:
    shown = split(PARTS, join(PARTS, {"p1": "ก ข ค\nง จ", "p2": "ฉ ช ซ"}))
    assert [one.count for one in shown] == [5, 3, 0]
    assert [one.too_short for one in shown] == [True, False, False]
    assert characters(" \n\u00a0\t") == 0


def test_a_label_is_kept_in_the_letters_that_people_type() -> None:
    plain = {"id": "p1", "label_th": "เรื่องเล็ก ๆ", "label_en": "Small", "hint_th": "ช้า ๆ"}
    parts = read_parts([plain | {"hint_en": "", "min_characters": 1}])
    assert (parts[0].label_th, parts[0].hint_th) == ("เรื่องเล็ก\u00a0ๆ", "ช้า\u00a0ๆ")
    assert join(parts, {"p1": "ก"}) == "## เรื่องเล็ก ๆ\nก"
    assert split(parts, "## เรื่องเล็ก ๆ\nก")[0].text == "ก"
