"""Numbers of ours in a file's text, and the lines in which two documents differ."""

import pytest

from lms.certification.number import new_number
from lms.thai import thai_digits
from lms.verification.comparison import MOST_LINES, MOST_NUMBERS, difference, numbers_in

NUMBER = "DEMO-2569-0001234-UAW5-6"  # the same in every process: it names the tests below


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        thai_digits(NUMBER),
        NUMBER.lower(),
        f"เลขที่{NUMBER}กรุณา",
        NUMBER.replace("-", "\n"),
        NUMBER.replace("-", " – "),
        f"HTTPS://OPM.EXAMPLE/V/{NUMBER}#123456",
    ],
)
def test_a_number_is_found_however_the_text_sets_it(text: str) -> None:
    assert numbers_in(text) == [NUMBER]


@pytest.mark.parametrize("text", ["", "DEMO-2569-0001234-7QK4", NUMBER[:-1] + "*", "A" * 50_000])
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert numbers_in(text) == []


def test_numbers_are_few_and_each_once() -> None:
    many = [str(new_number("DEMO", 2569, n)) for n in range(1, MOST_NUMBERS + 10)]
    assert numbers_in(" ".join([NUMBER, NUMBER, *many])) == [NUMBER, *many[: MOST_NUMBERS - 1]]


def test_spaces_and_line_ends_do_not_make_a_difference() -> None:
    original = ["นางสาวสมศรี ใจดี", "๒๒ พฤศจิกายน พ.ศ. ๒๕๖๙"]
    assert not difference(["นางสาวสมศรี", "ใจดี", "๒๒ พฤศจิกายน พ.ศ.\u00a0๒๕๖๙"], original)


def test_other_words_are_named_on_both_sides() -> None:
    found = difference(["วุฒิบัตร", "นายปลอม  แปลง"], ["วุฒิบัตร", "นางสาวสมศรี ใจดี"])
    assert found.only_in_file == ("นายปลอม แปลง",)
    assert found.only_in_original == ("นางสาวสมศรี ใจดี",)


def test_a_flood_of_lines_is_cut() -> None:
    found = difference([f"{n} {'x' * 500}" for n in range(1000)], [])
    assert len(found.only_in_file) == MOST_LINES
    assert max(map(len, found.only_in_file)) <= 160
