"""The columns of offices' spreadsheets, as they really are headed."""

from __future__ import annotations

import pytest

from lms.certification.earlier.headings import Field, find, layout_at, letter, missing, recognise

PERSON = ["1", "๑๒๓/๒๕๖๑", "นาย", "สมชาย", "ใจดี"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("เลขที่", Field.NUMBER),
        ("เลขที่วุฒิบัตร", Field.NUMBER),
        ("เลขที่ เกียรติบัตร", Field.NUMBER),
        ("หมายเลขวุฒิบัตร", Field.NUMBER),
        ("Certificate No.", Field.NUMBER),
        ("ชื่อ-สกุล", Field.FULL),
        ("ชื่อ – นามสกุล", Field.FULL),
        ("ชื่อผู้ได้รับวุฒิบัตร", Field.FULL),
        ("คำนำหน้าชื่อ", Field.TITLE),
        ("ชื่อ", Field.FIRST),
        ("นามสกุล", Field.LAST),
        ("หลักสูตร", Field.CURRICULUM),
        ("ชื่อหลักสูตรที่อบรม", Field.CURRICULUM),
        ("วันที่ออก", Field.ISSUED_ON),
        ("ออกให้ ณ วันที่", Field.ISSUED_ON),
        ("วัน/เดือน/ปี", Field.ISSUED_ON),
        ("หน่วยงานที่ออก", Field.ISSUER),
        ("ชื่อไฟล์สแกน", Field.SCAN),
        ("ใบที่", Field.NUMBER),
        ("Name-Surname", Field.FULL),
        ("ชื่อ-นามสกุล ผู้เข้าอบรม", Field.FULL),
        ("ชื่อ (ไทย)", Field.FIRST),
        ("นามสกุล (ไทย)", Field.LAST),
        ("ชื่อ (อังกฤษ)", None),
        ("ชื่อผู้ลงนาม", None),
        ("เรื่อง", Field.CURRICULUM),
        ("วันที่ได้รับ", Field.ISSUED_ON),
        ("เลขที่คำสั่ง", None),
        ("ลำดับที่", None),
        ("ที่", None),
        ("เลขประจำตัวประชาชน", None),
        ("เลขที่บัตรประชาชน", None),
        ("บ้านเลขที่", None),
        ("วันเกิด", None),
        ("วันที่อบรม", None),
        ("ทะเบียนคุมวุฒิบัตรผู้ผ่านการอบรมหลักสูตร อพม. ประจำปี ๒๕๖๑", None),
        ("", None),
    ],
)
def test_a_heading_is_recognised_in_its_spellings(heading: str, kind: Field | None) -> None:
    assert recognise(heading)[0] is kind


def test_the_heading_is_found_below_the_titles_of_the_table() -> None:
    rows = [
        ["ทะเบียนคุมวุฒิบัตร หลักสูตร อพม."],
        ["สำนักงาน พมจ.เชียงใหม่"],
        [],
        ["ที่", "เลขที่วุฒิบัตร", "คำนำหน้า", "ชื่อ", "สกุล"],
        PERSON,
    ]
    found = find(rows)
    assert found.row == 4
    assert found.columns == {"number": 1, "title": 2, "first": 3, "last": 4}


def test_a_heading_over_two_rows_is_joined() -> None:
    rows = [
        ["ที่", "เลขที่วุฒิบัตร", "ชื่อ-สกุล", "", "", "วันที่ออก"],
        ["", "", "คำนำหน้า", "ชื่อ", "นามสกุล", ""],
        PERSON,
    ]
    found = find(rows)
    assert found.row == 2
    assert found.columns == {"number": 1, "title": 2, "first": 3, "last": 4, "issued_on": 5}


def test_a_family_name_is_told_from_a_whole_name_by_its_neighbour() -> None:
    assert find([["เลขที่", "ชื่อ", "ชื่อสกุล"]]).columns == {"number": 0, "first": 1, "last": 2}
    assert find([["เลขที่", "ชื่อ-สกุล"]]).columns == {"number": 0, "full": 1}


def test_the_more_exact_of_two_headings_counts() -> None:
    assert find([["เลขที่", "เลขที่วุฒิบัตร", "ชื่อ-สกุล", "วันที่", "วันที่ออก"]]).columns == {
        "number": 1,
        "full": 2,
        "issued_on": 4,
    }


def test_without_a_heading_nothing_is_guessed_and_what_is_missing_is_said() -> None:
    found = find([PERSON, PERSON])
    assert (found.row, found.columns) == (0, {})
    assert len(found.headings) == len(PERSON)
    assert missing(found.columns) == ["number", "name"]
    assert missing({"number": 0, "first": 1}) == []


def test_an_officer_may_say_where_the_heading_stands() -> None:
    rows = [["x"], ["เลขที่", "ชื่อ-สกุล"]]
    assert layout_at(rows, 2).columns == {"number": 0, "full": 1}
    assert layout_at(rows, 0).columns == layout_at(rows, 99).columns == {}


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [letter(place) for place in (0, 25, 26, 99)] == ["A", "Z", "AA", "CV"]


def test_a_heading_merged_over_the_parts_of_a_name_is_taken_apart() -> None:
    heading = ["ลำดับ", "เลขที่", "ชื่อ-สกุล", "", "", "วันที่"]
    titled = [["1", "1/2561", "นาย", "สมชาย", "ใจดี", "1/1/2561"]] * 2
    parts = {"title": 2, "first": 3, "last": 4}
    assert find([heading, *titled]).columns == {"number": 1, "issued_on": 5, **parts}
    two = ["1", "1/2561", "สมชาย", "ใจดี", "", "1/1/2561"]
    assert find([heading, two]).columns == {"number": 1, "first": 2, "last": 3, "issued_on": 5}
    whole = ["1", "1/2561", "นาย", "สมชาย ใจดี", "", "1/1/2561"]
    named = {"title": 2, "full": 3}
    assert layout_at([heading, whole], 1).columns == {"number": 1, "issued_on": 5, **named}
    alone = ["1", "1/2561", "นายสมชาย ใจดี", "", "", "1/1/2561"]
    assert find([heading, alone]).columns == {"number": 1, "full": 2, "issued_on": 5}


def test_a_name_beside_a_surname_is_a_first_name_whatever_it_is_called() -> None:
    columns = find([["เลขที่", "ชื่อผู้ผ่านการอบรม", "นามสกุล"]]).columns
    assert columns == {"number": 0, "first": 1, "last": 2}


def test_the_name_of_a_curriculum_is_nobodys() -> None:
    above = ["เลขที่วุฒิบัตร", "ผู้ได้รับวุฒิบัตร", "", "หลักสูตร", ""]
    below = ["", "คำนำหน้า", "ชื่อ-สกุล", "ชื่อ", "วันที่"]
    columns = find([above, below]).columns
    assert columns == {"number": 0, "title": 1, "full": 2, "curriculum": 3, "issued_on": 4}
