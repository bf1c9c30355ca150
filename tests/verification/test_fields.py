"""What exactly differs in a forged document is named, field by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lms.verification.fields import Field, differing
from tests.verification.paper import facts

ORIGINAL = (
    "หน่วยงานตัวอย่าง",
    "Sample Agency",
    "วุฒิบัตร",
    "นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์",
    "KANNAT THITIYANWIROT",
    "“อพม. ผู้นำการเปลี่ยนแปลง”",
    "Volunteer Leader of Change",
    "รุ่นที่ ๒ ระหว่างวันที่ ๑ – ๒๐ พฤศจิกายน พ.ศ. ๒๕๖๙ รวม ๑๘ ชั่วโมง",
    "ให้ไว้ ณ วันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙",
    facts().number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    facts().number,
    "(นายตัวอย่าง ลงนาม)",
    "ใช้ได้ถึงวันที่ ๒๒ พฤศจิกายน พ.ศ. ๒๕๗๒",
)
SHOWN = replace(facts(), edition_label="รุ่นที่ 2")


def changed(old: str, new: str) -> list[str]:
    assert any(old in line for line in ORIGINAL), old
    return [line.replace(old, new) for line in ORIGINAL]


def found(file: list[str]) -> dict[Field, str | None]:
    return {each.field: each.found for each in differing(file, ORIGINAL, SHOWN)}


def test_the_original_differs_in_nothing() -> None:
    assert found(list(ORIGINAL)) == {}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", "นายปลอม แปลงสาร", Field.HOLDER),
        ("กัญญ์ณัฏฐ์", "กัญณัฐ", Field.HOLDER),
        ("ฐิติญาณวิโรจน์", "ฐิติญาณวิโรจน์กุล", Field.HOLDER),
        ("นางสาว", "พล.อ. นางสาว", Field.HOLDER),
        ("KANNAT", "SOMEBODY", Field.LATIN_NAME),
        ("ผู้นำการเปลี่ยนแปลง", "นักบริหารงาน", Field.CURRICULUM),
        ("Leader of Change", "Administrator", Field.CURRICULUM),
        ("รุ่นที่ ๒", "รุ่นที่ ๓", Field.COHORT),
        ("๑ – ๒๐", "๑๑ – ๒๐", Field.PERIOD),
        ("๑๘ ชั่วโมง", "๑๘๐ ชั่วโมง", Field.HOURS),
        ("๑๘ ชั่วโมง", "๘ ชั่วโมง", Field.HOURS),
        ("ให้ไว้ ณ วันที่ ๒๒", "ให้ไว้ ณ วันที่ ๒", Field.ISSUED_ON),
        ("๒๕๗๒", "๒๕๙๒", Field.EXPIRES_ON),
        ("หน่วยงานตัวอย่าง", "กรมตัวอย่าง", Field.ISSUER),
        ("Sample Agency", "Another Agency", Field.ISSUER),
        ("นายตัวอย่าง", "นายอื่น", Field.SIGNATORY),
        ("-0001234-", "-0004321-", Field.NUMBER),
    ],
)
def test_a_changed_field_is_the_one_that_is_named(old: str, new: str, field: Field) -> None:
    told = found(changed(old, new))
    assert list(told) == [field]
    assert new in (told[field] or "")


def test_a_field_that_was_taken_out_is_named_without_anything_in_its_place() -> None:
    assert found([line for line in ORIGINAL if "ใช้ได้ถึง" not in line]) == {Field.EXPIRES_ON: None}


def test_several_fields_are_named_in_the_order_of_the_paper() -> None:
    file = [line.replace("๑๘", "๓๐").replace("กัญญ์ณัฏฐ์", "ปลอม") for line in ORIGINAL]
    assert list(found(file)) == [Field.HOLDER, Field.HOURS]


def test_another_program_s_line_ends_and_spaces_make_no_difference() -> None:
    parts = [part for line in ORIGINAL for part in line.split()]
    assert found(parts) == {}
    assert found([" ".join(ORIGINAL)]) == {}


def test_without_an_original_only_what_is_nowhere_differs() -> None:
    told = differing([facts().number, facts().printed_name], [], facts())
    fields = {each.field for each in told}
    assert Field.HOLDER not in fields
    assert {Field.HOURS, Field.CURRICULUM} <= fields


def test_hostile_lines_take_no_time() -> None:
    flood: list[Any] = ["๑" * 1000] * 400
    assert len(differing(flood, ORIGINAL, SHOWN)) == len(Field) - 1  # the kind is no field here
    assert facts().issued_on == date(2026, 11, 22)
