"""Opening hours are put into English where every word of them is known."""

from __future__ import annotations

import pytest

from lms.thai import hours_in_english


@pytest.mark.parametrize(
    ("thai", "english"),
    [
        ("จันทร์–ศุกร์ 08.30–16.30 น.", "Monday–Friday 08:30–16:30"),
        (
            "วันจันทร์ - วันศุกร์ เวลา 08.30 - 16.30 น. เว้นวันหยุดราชการ",
            "Monday-Friday 08:30-16:30 except public holidays",
        ),
        ("จ.–ศ. 8.30-16.30 น. (ข้อมูลสมมุติ)", "Monday–Friday 8:30-16:30 (invented)"),
        ("ทุกวัน ตลอด 24 ชั่วโมง", "Every day 24 hours"),
        ("ในวันและเวลาราชการ", "Office hours"),
        ("Mon–Fri 9–5", "Mon–Fri 9–5"),
    ],
)
def test_known_words_are_put_into_english(thai: str, english: str) -> None:
    assert hours_in_english(thai) == english


@pytest.mark.parametrize("thai", ["ศุกร์ พักเที่ยง", "โปรดโทรนัดก่อน", "", None])
def test_what_is_not_wholly_understood_stays_as_it_was_written(thai: str | None) -> None:
    assert hours_in_english(thai) == thai
