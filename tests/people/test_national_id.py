import pytest
import stdnum.th.pin
from hypothesis import given
from hypothesis import strategies as st

from lms.people.national_id import (
    check_digit,
    is_national_id,
    masked_national_id,
    read_national_id,
)

twelve_digits = st.from_regex(r"[1-8][0-9]{11}", fullmatch=True)


@given(twelve_digits)
def test_the_check_digit_is_the_one_that_stdnum_computes(digits: str) -> None:
    assert stdnum.th.pin.is_valid(digits + check_digit(digits))
    assert is_national_id(digits + check_digit(digits))


@given(st.from_regex(r"[1-8][0-9]{12}", fullmatch=True))
def test_any_thirteen_digits_are_judged_as_stdnum_judges_them(digits: str) -> None:
    assert is_national_id(digits) == stdnum.th.pin.is_valid(digits)


@given(twelve_digits, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(digits: str, place: int, shift: int) -> None:
    right = digits + check_digit(digits)
    wrong = str((int(right[place]) + shift) % 10)
    mistyped = right[:place] + wrong + right[place + 1 :]
    # Two of the eleven remainders share the check digit 1, so one slip in a hundred gets through.
    if mistyped[0] not in "09":
        assert is_national_id(mistyped) == stdnum.th.pin.is_valid(mistyped)
    if place == 12:
        assert not is_national_id(mistyped)


@pytest.mark.parametrize(
    "text",
    ["1-2345-45678-78-1", "1234545678781", "๑๒๓๔๕๔๕๖๗๘๗๘๑", " 1 2345 45678 78 1"],
)
def test_a_number_is_read_however_it_is_typed(text: str) -> None:
    assert read_national_id(text) == "1234545678781"
    assert masked_national_id("1234545678781") == "x-xxxx-xxxxx-78-1"


@pytest.mark.parametrize(
    "text", ["", "1234545678780", "123454567878", "12345456787811", "abc", "9" * 13]
)
def test_what_is_no_national_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="national ID"):
        read_national_id(text)


def test_a_person_without_registered_status_has_a_number_that_begins_with_zero() -> None:
    digits = "012345678901"
    assert is_national_id(digits + check_digit(digits))
