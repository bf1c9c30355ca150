"""Lists as offices keep them: where the numbers stand, and the names."""

from __future__ import annotations

import pytest

from lms.certification.number import new_number
from lms.thai import thai_digits
from lms.verification.listing import NoNumbers, of_table, of_text

FIRST, SECOND, THIRD = (str(new_number("DEMO", 2569, place)) for place in (1, 2, 3))


def asked(text: str) -> list[tuple[int, str, str]]:
    return [(row.place, row.typed, row.name) for row in of_text(text).rows]


def test_pasted_lines_are_read_with_their_names() -> None:
    text = (
        f"รายชื่อ\n1. {FIRST} นางสาวก ข\n\n(2) {thai_digits(SECOND)}\n"
        f"นาย ค ง : {THIRD.lower()}\nDEMO-2569-0000009-XXXX\nรวม 4 คน"
    )
    assert asked(text) == [
        (2, FIRST, "นางสาวก ข"),
        (4, thai_digits(SECOND), ""),
        (5, THIRD.lower(), "นาย ค ง"),
        (6, "DEMO-2569-0000009-XXXX", ""),
    ]


def test_several_numbers_may_stand_in_a_line() -> None:
    assert asked(f"{FIRST}, {SECOND};{THIRD}") == [(1, n, "") for n in (FIRST, SECOND, THIRD)]


def test_addresses_from_a_qr_are_numbers() -> None:
    text = f"HTTPS://OPM.TH/V/{FIRST}#12345678\nhttps://opm.th/verify/{SECOND} นาย ก"
    assert asked(text) == [(1, FIRST, ""), (2, SECOND, "นาย ก")]


def test_text_copied_from_a_table_is_a_table() -> None:
    listing = of_text(f"เลขที่\tชื่อ\tนามสกุล\n{FIRST}\tก\tข\n{SECOND}\tค\tง")
    assert listing.headings == ("เลขที่", "ชื่อ", "นามสกุล")
    assert [(row.typed, row.name) for row in listing.rows] == [(FIRST, "ก ข"), (SECOND, "ค ง")]


@pytest.mark.parametrize("text", ["", "  \n ", "สวัสดี\nครับ"])
def test_text_without_numbers_is_no_list(text: str) -> None:
    with pytest.raises(NoNumbers):
        of_text(text)


def table(*rows: list[str]) -> list[list[str]]:
    return [list(row) for row in rows]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (["ลำดับ", "เลขที่วุฒิบัตร", "ชื่อ-สกุล"], ["1", FIRST, "นาย ก ข"]),
        (["ชื่อ – นามสกุล", "เลขที่"], ["นาย ก ข", FIRST]),
        (["คำนำหน้า", "ชื่อ", "นามสกุล", "เลขที่"], ["นาย", "ก", "ข", FIRST]),
        (["เลขที่", "ชื่อ-สกุล", "", ""], [FIRST, "นาย", "ก", "ข"]),
        (["No.", "Certificate number", "Name"], ["1", FIRST, "นาย ก ข"]),
        (["Title", "First name", "Last name", "Number"], ["นาย", "ก", "ข", FIRST]),
        (["เลขที่", "ชื่อหลักสูตร", "ชื่อผู้ได้รับ"], [FIRST, "ผู้นำ", "นาย ก ข"]),
        (["เลขที่", "ชื่อ", "ชื่ออังกฤษ"], [FIRST, "นาย ก ข", "Mr K"]),
        (["เลขที่ออก", "เลขที่", "ชื่อผู้ถือวุฒิบัตร"], ["5/2569", FIRST, "นาย ก ข"]),
    ],
)
def test_columns_are_known_by_what_they_hold_and_are_called(
    headings: list[str], cells: list[str]
) -> None:
    listing = of_table(table(["รายชื่อผู้ผ่านการอบรม"], [], headings, cells))
    (row,) = listing.rows
    assert (row.place, row.typed, row.name) == (4, FIRST, "นาย ก ข")
    assert (row.cells, listing.headings) == (tuple(cells), tuple(headings))
    assert listing.has_names


def test_without_headings_the_one_other_column_of_words_holds_the_names() -> None:
    listing = of_table(table([FIRST, "นาย ก ข", "1"], [SECOND, "นาย ค ง", "2"]))
    assert [(row.place, row.name) for row in listing.rows] == [(1, "นาย ก ข"), (2, "นาย ค ง")]


def test_without_any_name_none_is_invented() -> None:
    listing = of_table(table(["เลขที่", "จังหวัด", "อำเภอ"], [FIRST, "เชียงใหม่", "แม่ริม"]))
    assert not listing.has_names
    assert listing.rows[0].name == ""


def test_every_row_that_holds_anything_is_answered() -> None:
    listing = of_table(table(["เลขที่", "ชื่อ"], [FIRST, "ก"], [], ["", "ข"], ["เขียนผิด", "ค"]))
    assert [(row.place, row.typed) for row in listing.rows] == [(2, FIRST), (4, ""), (5, "เขียนผิด")]


def test_numbers_of_another_kind_are_asked_about_by_their_heading() -> None:
    listing = of_table(table(["เลขที่", "ชื่อ"], ["อพม. ๑๒๓/๒๕๖๑", "ก"]))
    assert [row.typed for row in listing.rows] == ["อพม. ๑๒๓/๒๕๖๑"]


def test_a_table_without_numbers_is_no_list() -> None:
    with pytest.raises(NoNumbers):
        of_table(table(["ชื่อ", "จังหวัด"], ["ก", "เชียงใหม่"]))
