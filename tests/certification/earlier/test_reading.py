"""One row of an old register, read."""

from __future__ import annotations

from datetime import date

import pytest

from lms.certification.earlier.reading import RowRead, from_above, is_heading, read, written
from lms.certification.earlier.remarks import WORDS, Outcome, outcome

TODAY = date(2026, 11, 23)
COLUMNS = {"number": 0, "full": 1, "curriculum": 2, "issued_on": 3}
GOOD = ["๑๒๓/๒๕๖๑", "นายสมชาย ใจดี", "อพม. ผู้นำการเปลี่ยนแปลง", "๑๒ ก.ย. ๒๕๖๑"]


def a_row(*cells: str, **columns: int) -> RowRead:
    return read(written(cells, columns or COLUMNS), None, TODAY)


def with_date(cell: str) -> RowRead:
    return a_row(*GOOD[:3], cell)


def codes(row: RowRead) -> list[str]:
    return [code for code, _ in row.remarks]


def test_a_good_row_is_read_whole() -> None:
    row = a_row(*GOOD)
    assert row == RowRead("๑๒๓/๒๕๖๑", "นายสมชาย ใจดี", GOOD[2], date(2018, 9, 12), None, None)
    assert outcome(row.remarks) is Outcome.NEW


@pytest.mark.parametrize(
    ("cell", "day", "said"),
    [
        ("12/09/2561", date(2018, 9, 12), []),
        ("๑๒ กันยายน พ.ศ. ๒๕๖๑", date(2018, 9, 12), []),
        ("2018-09-12", date(2018, 9, 12), []),
        ("2561-09-12", date(2018, 9, 12), []),  # typed พ.ศ. into a sheet that counts ค.ศ.
        ("2018-09-12 10:30:00", date(2018, 9, 12), []),
        ("12/09/2561 00:00:00", date(2018, 9, 12), []),
        ("2561/9/12", date(2018, 9, 12), []),
        ("30 ส.ค. - 2 ก.ย. 2561", date(2018, 9, 2), ["date_span"]),
        ("12/9/1961", date(1961, 9, 12), ["excel_year"]),  # 12/9/61, in a CSV of Excel
        ("-", None, ["no_date"]),
        ("12/9/61", date(2018, 9, 12), ["two_digits"]),
        ("43355", date(2018, 9, 12), ["serial_date"]),
        ("16-20 ธ.ค. 2561", date(2018, 12, 20), ["date_span"]),
        ("", None, ["no_date"]),
        ("12 ก.ย. 2520", date(1977, 9, 12), ["old_year"]),
        ("ก.ย. 61", None, ["bad_date"]),
        ("31/02/2561", None, ["bad_date"]),
        ("12/9/2580", date(2037, 9, 12), ["future_date"]),
        ("1961-09-12", date(1961, 9, 12), ["excel_year"]),  # "12/9/61" in an English Excel
        ("12/9/18", date(1975, 9, 12), ["unlikely_year"]),  # ค.ศ. 2018, perhaps
    ],
)
def test_a_day_is_read_as_offices_write_it(cell: str, day: date | None, said: list[str]) -> None:
    row = with_date(cell)
    assert (row.issued_on, codes(row)) == (day, said)


@pytest.mark.parametrize(
    ("place", "cell", "said"),
    [
        (0, "", "no_number"),
        (0, "-", "no_number"),
        (0, "อพม.", "no_digits"),
        (0, "2561-01-01", "number_is_day"),
        (0, "1-1014-00000-00-6", "national_id"),
        (0, "DEMO-2569-0001234-7QK4-M", "our_number"),
        (0, "9" * 201, "too_long"),
        (1, "", "no_name"),
        (1, "-", "no_name"),
        (1, "#REF!", "excel_fault"),
        (2, "", "no_curriculum"),
        (2, "ก" * 301, "too_long"),
    ],
)
def test_what_cannot_be_imported_says_why(place: int, cell: str, said: str) -> None:
    cells = [*GOOD]
    cells[place] = cell
    row = a_row(*cells)
    assert said in codes(row)
    assert outcome(row.remarks) is Outcome.WRONG


def test_a_name_in_parts_is_put_together() -> None:
    columns = {"number": 0, "title": 1, "first": 2, "last": 3, "curriculum": 4}
    assert a_row("1/2561", "นาย", "สมชาย", "ใจดี", "ก", **columns).holder == "นายสมชาย ใจดี"
    assert a_row("1/2561", "นาย", "นายสมชาย", "ใจดี", "ก", **columns).holder == "นายสมชาย ใจดี"
    assert codes(a_row("1/2561", "นาย", "สมชาย", "", "ก", **columns)) == ["one_name"]


def test_a_curriculum_for_the_whole_file_is_for_rows_without_one() -> None:
    said = written([*GOOD[:2], "", ""], COLUMNS)
    assert read(said, "หลักสูตรของไฟล์", TODAY).curriculum == "หลักสูตรของไฟล์"
    assert read(written(GOOD, COLUMNS), "หลักสูตรของไฟล์", TODAY).curriculum == GOOD[2]


def test_cells_merged_downwards_take_what_stands_above() -> None:
    above, below = written(GOOD, COLUMNS), written(["124/2561", "นางมา ดีใจ"], COLUMNS)
    filled = from_above(below, above)
    assert filled == {"curriculum": GOOD[2], "issued_on": GOOD[3]}
    row = read(written(["124/2561", "นางมา ดีใจ"], COLUMNS, filled), None, TODAY)
    assert (row.curriculum, row.issued_on) == (GOOD[2], date(2018, 9, 12))


def test_a_heading_that_comes_again_is_no_person() -> None:
    assert is_heading(written(["เลขที่", "ชื่อ-สกุล", "หลักสูตร", "วันที่ออก"], COLUMNS))
    assert not is_heading(written(GOOD, COLUMNS))


def test_every_remark_has_its_words() -> None:
    said = {
        "cell": "x",
        "year": 1,
        "length": 1,
        "holder": "x",
        "import_id": 1,
        "values": "x",
        "row": 1,
    }
    assert all(words % said for words in WORDS.values())


def test_a_title_is_nobodys_name_and_a_dash_nobodys_surname() -> None:
    assert codes(a_row(GOOD[0], "นาย", *GOOD[2:])) == ["no_name"]
    dashed = a_row("1/2561", "พระปัญญา", "-", *GOOD[2:], number=0, first=1, last=2, curriculum=3)
    assert dashed.holder == "พระปัญญา"
