"""The certificate's number: readable, unguessable, and hard to mistype."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_2

from lms.certification.number import (
    ALPHABET,
    SEQUENCE_LIMIT,
    CertificateNumber,
    check_character,
    looks_like,
    new_number,
    parse,
)

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
EVERY_CHARACTER = "0123456789" + LETTERS
USUAL_MISREADINGS = {tuple(pair) for pair in ("0O", "1I", "1L", "O0", "I1", "L1")}

numbers = st.builds(
    new_number,
    st.text(LETTERS, min_size=2, max_size=8),
    st.integers(2500, 2999),
    st.integers(1, SEQUENCE_LIMIT),
)


@given(numbers)
def test_a_number_reads_back_as_itself(number: CertificateNumber) -> None:
    assert parse(str(number)) == number


@given(numbers)
def test_an_independent_iso_7064_implementation_confirms_it(number: CertificateNumber) -> None:
    assert mod_37_2.is_valid(str(number).replace("-", ""))


@given(numbers)
def test_nothing_in_its_last_two_groups_is_easily_misread(number: CertificateNumber) -> None:
    assert not set("01OIL*") & set(number.random + number.check)


@given(numbers)
def test_every_single_substitution_is_caught(number: CertificateNumber) -> None:
    compact = str(number).replace("-", "")
    for place, right in enumerate(compact):
        for wrong in EVERY_CHARACTER:
            changed = compact[:place] + wrong + compact[place + 1 :]
            if wrong == right or (right, wrong) in USUAL_MISREADINGS:
                assert parse(changed) in {number, None}, changed
            else:
                assert parse(changed) is None, changed


@given(numbers)
def test_every_adjacent_transposition_is_caught(number: CertificateNumber) -> None:
    compact = str(number).replace("-", "")
    for place, (left, right) in enumerate(pairwise(compact)):
        if left != right:
            changed = compact[:place] + right + left + compact[place + 2 :]
            assert parse(changed) is None, changed


def test_a_letter_is_never_silently_taken_for_another_letter() -> None:
    number = str(new_number("MILO", 2569, 7))
    for other in ("MLLO", "MIIO", "LIMO", "MILQ"):
        assert parse(number.replace("MILO", other)) is None


FIXED = new_number("DEMO", 2569, 1234, choose=lambda letters: letters[5])


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        (str(FIXED), "as printed"),
        (str(FIXED).lower(), "lower case"),
        (str(FIXED).replace("-", ""), "no hyphens"),
        (str(FIXED).replace("-", " "), "spaces"),
        (str(FIXED).replace("-", " – "), "dashes of a word processor"),
        (f"  {FIXED}\n", "pasted with white space"),
        (str(FIXED).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")), "Thai digits"),
        (str(FIXED).replace("0", "O"), "O for 0"),
        (str(FIXED).replace("1", "l"), "l for 1"),
        (str(FIXED).replace("1", "I"), "I for 1"),
        (str(FIXED).replace("DEMO", "DEM0"), "0 for O in the prefix"),
        ("".join(chr(ord(c) + 0xFEE0) for c in str(FIXED)), "full-width letters"),
        ("\u200b" + str(FIXED).replace("-", "\u00ad-"), "invisible characters"),
        (f"HTTPS://OPM.EXAMPLE.GO.TH/V/{FIXED}", "the QR's address"),
        (f"https://opm.example.go.th/verify/{FIXED}?lang=en#12", "an address from a browser"),
    ],
)
def test_what_people_type_is_understood(typed: str, remark: str) -> None:
    assert parse(typed) == FIXED, remark
    assert looks_like(typed)


def test_the_two_readings_of_1_in_a_prefix_are_told_apart_by_the_check_character() -> None:
    number = new_number("LIS", 2569, 1)
    assert parse(str(number).replace("LIS", "11S")) == number


@pytest.mark.parametrize(
    "typed",
    [
        *("", "-", "สมหญิง ใจดี", "1234", "1 OR 1=1", "\x00", "0" * 10_000, "DEMO-2569-0001234"),
        *("DEMO-2569-0001234-7QK4-*", "DEMO-9569-0001234-7QK4-M", "D2MO-2569-0001234-7QK4-M"),
    ],
)
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert parse(typed) is None
    assert not looks_like(typed)


def test_a_mistyped_number_still_looks_like_one() -> None:
    wrong = str(FIXED)[:-1] + next(c for c in ALPHABET if c != FIXED.check)
    assert parse(wrong) is None
    assert looks_like(wrong)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(typed: str) -> None:
    read = parse(typed)
    assert read is None or check_character(str(read).replace("-", "")[:-1]) == read.check


def test_the_same_place_in_the_series_gets_different_random_parts() -> None:
    assert len({new_number("DEMO", 2569, 1).random for _ in range(200)}) > 190


@pytest.mark.parametrize(
    ("prefix", "year", "sequence"),
    [
        *(("D", 2569, 1), ("demo", 2569, 1), ("DEM0", 2569, 1), ("กพม", 2569, 1)),
        *(("DEMO", 2026, 1), ("DEMO", 2569, 0), ("DEMO", 2569, SEQUENCE_LIMIT + 1)),
    ],
)
def test_nonsense_is_refused_a_number(prefix: str, year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        new_number(prefix, year, sequence)


def test_reading_a_number_loads_neither_weasyprint_nor_pyhanko() -> None:
    code = (
        "import sys, lms.certification.number, lms.certification.document\n"
        "assert not {'weasyprint', 'pyhanko', 'pikepdf', 'fontTools'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
