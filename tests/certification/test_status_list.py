"""The list of what was taken back: places from numbers, bits, size."""

import gzip
import random
from base64 import urlsafe_b64decode

import pytest

from lms.certification.number import SEQUENCE_LIMIT, new_number
from lms.certification.status_list import (
    SIZE,
    Place,
    StatusList,
    encoded,
    entry,
    is_set,
    named,
    place,
)


def number(sequence: int, prefix: str = "DEMO", year: int = 2569) -> str:
    return str(new_number(prefix, year, sequence))


@pytest.mark.parametrize(
    ("sequence", "block", "index"),
    [(1, 0, 0), (2, 0, 1), (131_072, 0, 131_071), (131_073, 1, 0), (133_304, 1, 2_231)],
)
def test_a_place_follows_from_the_number(sequence, block, index) -> None:
    assert place(number(sequence)) == Place(StatusList("DEMO", 2569, block), index)


def test_years_and_prefixes_have_lists_of_their_own() -> None:
    places = [place(number(7, "DEMO")), place(number(7, "OPM")), place(number(7, "DEMO", 2570))]
    assert len({one.list for one in places}) == 3
    assert {one.index for one in places} == {6}


def test_every_list_that_a_number_can_be_in_has_a_name_that_is_read_back() -> None:
    for sequence in (1, SIZE, SIZE + 1, SEQUENCE_LIMIT):
        one = place(number(sequence)).list
        assert named(str(one)) == one
        assert one.first <= sequence < one.first + SIZE


@pytest.mark.parametrize(
    "name",
    ["", "DEMO", "DEMO-2569", "demo-2569-0", "DEMO-2569-00", "DEMO-2569-01", "DEMO-2569--1",
     "DEMO-2569-100", "DEMO-1569-0", "DEMO-๒๕๖๙-0", "D-2569-0", "DEMO-2569-0 ", "DEMO-2569-0\n"],
)  # fmt: skip
def test_other_names_are_no_lists(name) -> None:
    assert named(name) is None


def test_bit_nought_is_the_leftmost() -> None:
    text = encoded([0, 10])
    bits = gzip.decompress(urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    assert bits[:2] == bytes((0b1000_0000, 0b0010_0000))
    assert not any(bits[2:])
    assert len(bits) == 16 * 1024, "the least the standard allows"


def test_the_bits_that_were_set_are_set_and_no_others() -> None:
    chosen = set(random.Random(7).sample(range(SIZE), 1_311))
    text = encoded(chosen)
    assert text.startswith("u")
    assert {index for index in range(0, SIZE, 97) if is_set(text, index)} == {
        index for index in chosen if index % 97 == 0
    }
    assert all(is_set(text, index) for index in list(chosen)[:50])


def test_the_same_bits_are_the_same_text_whatever_the_time() -> None:
    assert encoded([5, 3]) == encoded([3, 5, 5])


def test_one_per_cent_of_133_000_taken_back_weighs_little() -> None:
    """A phone fetches the newest list, perhaps on 2G."""
    chosen = random.Random(1).sample(range(SIZE), SIZE // 100)
    assert len(encoded(chosen)) < 5_000
    assert len(encoded([])) < 100


@pytest.mark.parametrize("text", ["", "u", "uAAAA", "zabc", encoded([])[1:], "u" + "A" * 400])
def test_what_is_no_list_is_refused(text) -> None:
    with pytest.raises(ValueError, match="not a status list"):
        is_set(text, 0)


@pytest.mark.parametrize("index", [-1, SIZE])
def test_a_place_outside_of_a_list_is_refused(index) -> None:
    with pytest.raises(ValueError, match="not a place"):
        is_set(encoded([]), index)


def test_an_entry_names_list_and_place() -> None:
    assert entry("https://opm.example.go.th/", number(1235)) == {
        "id": "https://opm.example.go.th/status/DEMO-2569-0#1234",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1234",
        "statusListCredential": "https://opm.example.go.th/status/DEMO-2569-0",
    }
