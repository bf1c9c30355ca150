"""What a mistyped number may have been meant as, and where to look again on the paper.

Arithmetic alone, with the check character that anybody can reckon: the register is not asked, so
that nothing said here tells which numbers exist. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from lms.certification.number import ALPHABET, CertificateNumber, groups_of, parse

MOST = 3  # suggestions
_LENGTHS = (None, 4, 7, 4, 1)  # of the groups; a prefix may have any length
_BODY = 16  # characters behind the prefix
_FEWEST = 8  # characters of what may have been meant as a number
_FIRST_YEAR = 2560  # the committee approved the curricula in it
_MANY = 1_000_000  # a sequence that begins with a nought is hardly as large
_DIGITS = "0123456789"
_YEAR, _SEQUENCE = range(4), range(4, 11)

# What one is taken for the other on paper, in Latin letters and in Thai digits.
_ALIKE = (
    *("O0", "OD", "OQ", "0D", "0Q", "DQ", "08", "06", "09", "I1", "L1", "17", "IT", "IJ", "1T"),
    *("2Z", "27", "38", "37", "35", "45", "4A", "49", "5S", "56", "6G", "68", "7T", "8B", "89"),
    *("9G", "UV", "VY", "MN", "NH", "CG", "EF", "KX", "PR", "VW", "JU", "BR"),
)


class Doubt(StrEnum):
    """What is wrong with a number that cannot be one."""

    LENGTH = "length"  # a group has more or fewer characters than it should
    LETTER = "letter"  # a character that never stands there
    CHECK = "check"  # the check character is not that of the others
    NO_NUMBER = "no_number"  # nothing like a certificate's number


@dataclass(frozen=True, slots=True)
class Reading:
    """`group` counts from 1 and is where to look, as far as that can be said."""

    doubt: Doubt
    group: int | None = None
    likely: tuple[str, ...] = ()


def doubts(typed: str, this_year: int) -> Reading | None:
    """What may be wrong with what was typed in a year (พ.ศ.); None for a number that may exist."""
    if parse(typed) is not None:
        return None
    groups = groups_of(typed)
    whole = "".join(groups)
    if len(whole) < _FEWEST or not any(letter.isdigit() for letter in whole):
        return Reading(Doubt.NO_NUMBER)
    group = _of_wrong_length(groups)
    if group or not 2 <= len(whole) - _BODY <= 8:
        return Reading(Doubt.LENGTH, group)
    return _of_right_length(whole[:-_BODY], whole[-_BODY:], this_year)


def _of_wrong_length(groups: list[str]) -> int | None:
    if len(groups) == len(_LENGTHS):
        for place, (group, length) in enumerate(zip(groups, _LENGTHS, strict=True), 1):
            if length and len(group) != length:
                return place
    return None


def _of_right_length(prefix: str, body: str, this_year: int) -> Reading:
    strange = [place for place, letter in enumerate(body) if letter not in _allowed(place)]
    doubt = Doubt.LETTER if strange else Doubt.CHECK
    group = _group(strange[0]) if strange else None
    if len(strange) > 1:
        return Reading(doubt, group)
    meant = (
        str(one)
        for one in _meant(prefix, body, strange)
        if _FIRST_YEAR <= one.year <= this_year and (one.sequence < _MANY or body[4] != "0")
    )
    return Reading(doubt, group, tuple(dict.fromkeys(meant))[:MOST])


def _allowed(place: int) -> str:
    return _DIGITS + "OIL" if place in _SEQUENCE or place in _YEAR else ALPHABET


def _group(place: int) -> int:
    return 2 if place in _YEAR else 3 if place in _SEQUENCE else 4 if place < _BODY - 1 else 5


def _meant(prefix: str, body: str, strange: list[int]) -> Iterator[CertificateNumber]:
    """Numbers one slip away from what was typed, the likeliest slips first."""
    for changed in _in_place(body, strange[0]) if strange else _slips(body):
        number = parse(prefix + changed)
        if number is not None:
            yield number


def _in_place(body: str, place: int) -> Iterator[str]:
    """Another character where one cannot stand: at most one of them fits the check character."""
    for letter in _DIGITS if place in _SEQUENCE or place in _YEAR else ALPHABET:
        yield body[:place] + letter + body[place + 1 :]


def _slips(body: str) -> Iterator[str]:
    for place, letter in enumerate(body):
        for pair in _ALIKE:
            if letter in pair:
                other = pair.replace(letter, "", 1)
                yield body[:place] + other + body[place + 1 :]
    for place in range(len(body) - 1):
        yield body[:place] + body[place + 1] + body[place] + body[place + 2 :]
