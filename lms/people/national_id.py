"""The 13 digits of a Thai national ID: right by its own check digit, which proves no person."""

import re

from lms.thai import arabic_digits, one_line

_SEPARATORS = re.compile(r"[\s\-.]")
_WEIGHTS = range(13, 1, -1)


def read_national_id(text: str) -> str:
    """The 13 bare digits of what was typed; ValueError when they are not a national ID.

    A first digit 0 is right: it is given to people without a registered status, some of whom are
    volunteers. 9 is not in use.
    """
    digits = _SEPARATORS.sub("", arabic_digits(one_line(text)))
    if not re.fullmatch(r"[0-8][0-9]{12}", digits) or digits[12] != check_digit(digits):
        raise ValueError("not a Thai national ID")
    return digits


def is_national_id(text: str) -> bool:
    try:
        read_national_id(text)
    except ValueError:
        return False
    return True


def check_digit(digits: str) -> str:
    """The 13th digit that belongs to the first twelve of `digits`."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return str((11 - total % 11) % 10)


def masked_national_id(digits: str) -> str:
    """ "x-xxxx-xxxxx-12-1": enough to tell two people apart, not enough to know the number."""
    return f"x-xxxx-xxxxx-{digits[10:12]}-{digits[12]}"
