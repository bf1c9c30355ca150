"""One spelling, one search key. The faults are those that keyboards and PDF copies really make."""

import time
import unicodedata

import geothai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.thai import arabic_digits, fold, normalise, one_line, thai_digits

thai_text = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E5C)] + list(" aA1\u200b"))


@pytest.mark.parametrize(
    ("typed", "stored", "fault"),
    [
        ("น\u0e4d\u0e49า", "น้ำ", "nikhahit, tone, aa"),
        ("น\u0e49\u0e4dา", "น้ำ", "tone, nikhahit, aa"),
        ("นำ\u0e49", "น้ำ", "tone after sara am"),
        ("ทำ\u0e33", "ทำ", "sara am twice"),
        ("เเม่", "แม่", "two sara e for sara ae"),
        ("ก\u0e48ิน", "กิ่น", "tone before its vowel"),
        ("สิทธ\u0e4cิ", "สิทธิ์", "thanthakhat before its vowel"),
        ("ก\u0e48\u0e39", "กู่", "tone before sara uu"),
        ("ศร\u0e35\u0e35", "ศรี", "vowel twice"),
        ("แม\u0e48\u0e48", "แม่", "tone twice"),
        ("แม\u200bน้ำ", "แมน้ำ", "zero-width space"),
        ("แม\u00adน้ำ\ufeff", "แมน้ำ", "soft hyphen, byte order mark"),
        ("สมชาย\u200dใจดี\u200c", "สมชายใจดี", "joiners"),
        ("สมชาย\u00a0ใจดี", "สมชาย ใจดี", "no-break space"),
        ("ก\x00ข\x1bค", "กขค", "control characters"),
        ("ก\ud800ข", "กข", "half a surrogate pair"),
        ("ก\u202eข", "กข", "reversed writing direction"),
        ("บรรทัด\r\nสอง\rสาม", "บรรทัด\nสอง\nสาม", "line ends"),
        ("e\u0301", "é", "composed"),
    ],
)
def test_a_mistyped_text_is_stored_in_its_one_spelling(typed: str, stored: str, fault: str) -> None:
    assert normalise(typed) == stored, fault


@pytest.mark.parametrize("text", ["กัญญ์ณัฏฐ์", "ฐิติญาณวิโรจน์", "ฝั้นปี๋", "น้ำ", "ญู", "ก็", "ฤๅษี", "มาาา"])
def test_a_right_text_stays_as_it_is(text: str) -> None:
    assert normalise(text) == text


def test_no_subdistrict_name_is_changed() -> None:
    names = subdistrict_names()
    assert len(names) == 5849
    assert [name for name in names if normalise(name) != name] == []


def test_joined_emoji_and_other_scripts_keep_their_joiners() -> None:
    assert normalise("👩\u200d🚒") == "👩\u200d🚒"
    assert normalise("क्\u200dष") == "क्\u200dष"


@given(st.one_of(thai_text, st.text()))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode()  # storable


@given(st.one_of(thai_text, st.text()))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(thai_text)
def test_however_it_is_decomposed_a_text_has_one_key(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(normalise(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("สมชาย  ใจดี", "สมชายใจดี"),
        ("หมู่ที่ ๑๒", "หมู่ที่ 12"),
        ("Ban MAI", "ban mai"),
        ("Müller", "muller"),
        ("Straße", "STRASSE"),
        ("น้ำ\u200bใส", "น\u0e4d\u0e49าใส"),
        ("١٢", "12"),
    ],
)
def test_what_is_searched_is_found(written: str, searched: str) -> None:
    assert fold(searched) in fold(written)


def test_tone_marks_still_tell_words_apart() -> None:
    assert len({fold(word) for word in ("ปา", "ป่า", "ป้า", "ป๊า", "ป๋า")}) == 5


def test_a_name_on_one_line_has_single_spaces() -> None:
    assert one_line("  สมชาย \t\n ใจดี\u00a0 ") == "สมชาย ใจดี"


@given(st.integers(min_value=0))
def test_digits_go_to_thai_and_back(number: int) -> None:
    assert arabic_digits(thai_digits(number)) == str(number)
    assert not set(thai_digits(number)) & set("0123456789")


def subdistrict_names() -> set[str]:
    return {
        place.name_th
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for place in geothai.subdistricts(district.code)
    }


@pytest.mark.parametrize(
    "unit",
    [
        "\u0e49",
        "\u0e33\u0e49",
        "\u0e49\u0e31",
        "\u0e38\u0e49",
        "\u0301\u0323",
        "\u0e4d\u0e49",
        "\u200d\u200b",
    ],
)
def test_nonsense_of_any_length_costs_no_more_than_its_length(unit):
    """Once it took minutes: anybody could stop the whole site from the sign-in page."""
    text = "ก" + unit * (40_000 // len(unit)) + "😀"
    before = time.process_time()
    fold(text)

    assert time.process_time() - before < 2.5
