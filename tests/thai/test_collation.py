"""The key against the Unicode collation algorithm itself (pyuca)."""

import itertools
import re

import geothai
import pytest
import pyuca
from hypothesis import given
from hypothesis import strategies as st

from lms.thai import sort_key

collator = pyuca.Collator()
provinces = [province.name_th for province in geothai.provinces()]
districts = [d.name_th for p in geothai.provinces() for d in geothai.districts(p.code)]
subdistricts = sorted(
    {
        place.name_th
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for place in geothai.subdistricts(district.code)
    }
)
syllable = st.sampled_from(
    [
        "กา",
        "ก่า",
        "ก้า",
        "เกาะ",
        "แก้ว",
        "น้ำ",
        "นาม",
        "ไทร",
        "ใจ",
        "โพธิ์",
        "พัน",
        "ฤทธิ์",
        "เก็บ",
        "1",
        " ",
    ]
)


@pytest.mark.parametrize(
    ("names", "count"),
    [(provinces, 77), (districts, 928), (subdistricts, 5849)],
    ids=["provinces", "districts", "subdistricts"],
)
def test_place_names_sort_as_unicode_sorts_them(names: list[str], count: int) -> None:
    assert len(names) == count
    assert sorted(names, key=sort_key) == sorted(names, key=collator.sort_key)


@given(
    st.lists(syllable, max_size=6).map("".join),
    st.lists(syllable, max_size=6).map("".join),
)
def test_any_two_words_sort_as_unicode_sorts_them(one: str, other: str) -> None:
    unicode = collator.sort_key(one), collator.sort_key(other)
    ours = sort_key(one), sort_key(other)
    assert (ours[0] < ours[1]) == (unicode[0] < unicode[1])
    assert (ours[0] == ours[1]) == (unicode[0] == unicode[1])


def test_the_dictionary_order_is_not_the_order_of_code_points() -> None:
    words = ["กรุงเทพ", "เกาะ", "ขอนแก่น", "เชียงใหม่", "อุดรธานี"]
    assert sorted(words, key=sort_key) == words
    assert sorted(words) != words


def test_tones_order_only_words_that_are_otherwise_equal() -> None:
    words = ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ป่าน", "ปาย"]
    assert sorted(words, key=sort_key) == [
        "ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ป่าน", "ปาย",
    ]  # fmt: skip


def test_spaces_come_before_digits_before_latin_before_thai() -> None:
    words = [
        "- ขีด",
        "2 ชุมชน",
        "๑๐ ชุมชน",
        "Adam",
        "adam b",
        "Bangkok",
        "Ébène",
        "ก",
        "漢",
    ]
    assert sorted(words, key=sort_key) == [
        "- ขีด", "๑๐ ชุมชน", "2 ชุมชน", "Adam", "adam b", "Bangkok", "Ébène", "ก", "漢",
    ]  # fmt: skip


@given(st.text())
def test_a_key_is_plain_so_that_every_database_orders_it_alike(text: str) -> None:
    assert re.fullmatch("[0-9a-z]*", sort_key(text))


def test_a_shorter_word_comes_before_the_longer_one_that_begins_with_it() -> None:
    for shorter, longer in itertools.pairwise(["", "ก", "กา", "กาน", "กานต์", "กานต์ธ"]):
        assert sort_key(shorter) < sort_key(longer)
