"""What a file's own text says beside the register's: numbers of ours in it, lines that differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.certification.number import parse
from lms.thai import arabic_digits

MOST_NUMBERS = 20
MOST_LINES = 8
_SHADE = 40  # of 255: less is not seen
_POINTS = 6  # of some 55,000: fewer are dust
LONGEST = 160  # characters of a line that is shown

_GAP = r"[\s\-\u2010-\u2015\u00ad]{0,3}"
NUMBER = re.compile(
    rf"(?<![A-Z0-9])[A-Z]{{2,8}}{_GAP}2\d{{3}}{_GAP}\d{{7}}{_GAP}[A-Z0-9]{{4}}{_GAP}[A-Z0-9]"
    r"(?![A-Z0-9])"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is seen: a byte of grey for each point."""

    width: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines that only one of two documents has, as they are read there."""

    only_in_file: tuple[str, ...] = ()
    only_in_original: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.only_in_file or self.only_in_original)


NO_DIFFERENCE = Difference()


def numbers_in(text: str) -> list[str]:
    """Canonical numbers that stand anywhere in a text, in its order, each once."""
    found: dict[str, None] = {}
    for match in NUMBER.finditer(arabic_digits(text).upper()):
        number = parse(match[0])
        if number is not None:
            found[str(number)] = None
        if len(found) == MOST_NUMBERS:
            break
    return list(found)


def difference(file: Sequence[str], original: Sequence[str]) -> Difference:
    """Which lines of the file the original does not have, and the other way round."""
    return Difference(_missing(file, original), _missing(original, file))


def looks_otherwise(one: Picture | None, other: Picture | None) -> bool:
    """Whether two pages drawn alike are not the same to the eye; unknown where one is missing."""
    if one is None or other is None:
        return False
    if one.width != other.width or len(one.grey) != len(other.grey):
        return True
    unlike = sum(abs(a - b) > _SHADE for a, b in zip(one.grey, other.grey, strict=True) if a != b)
    return unlike > _POINTS


def _missing(lines: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Spaces and line ends count for nothing: another program sets them otherwise."""
    whole = squeezed("".join(other))
    missing = [line for line in lines if squeezed(line) not in whole]
    return tuple(" ".join(line.split())[:LONGEST] for line in missing[:MOST_LINES])


def squeezed(text: str) -> str:
    """What is read of a text, without what is not seen."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if unicodedata.category(c)[0] not in "ZC")
