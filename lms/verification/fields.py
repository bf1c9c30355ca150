"""Which fields of a certificate a file prints otherwise than the register has them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lms.certification.facts import CertificateFacts
from lms.certification.wording import (
    long_date,
    long_date_en,
    training_period,
    training_period_en,
)
from lms.thai import thai_digits
from lms.verification.comparison import LONGEST, squeezed

_LINES = 3  # shown of what stands there instead


class Field(StrEnum):
    """What a certificate says, in the order of the paper."""

    ISSUER = "issuer"
    HOLDER = "holder"
    LATIN_NAME = "latin_name"
    CURRICULUM = "curriculum"
    COHORT = "cohort"
    PERIOD = "period"
    HOURS = "hours"
    ISSUED_ON = "issued_on"
    NUMBER = "number"
    SIGNATORY = "signatory"
    EXPIRES_ON = "expires_on"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that is not as the register has it; `found` is what stands there, if anything."""

    field: Field
    registered: str
    found: str | None = None


def differing(
    file: Sequence[str], original: Sequence[str], facts: CertificateFacts
) -> tuple[FieldDifference, ...]:
    """The fields that the lines of a file do not print as those of the original do.

    Of the ways in which a field may be printed, those count which the original has. Without an
    original, a field differs where the file prints it in no way.
    """
    page, first = _Page(file), _Page(original)
    found: list[FieldDifference] = []
    for field, said in _printed(facts):
        ways = [squeezed(way) for way in said]
        beside_another = field is Field.PERIOD and any(one.field is Field.COHORT for one in found)
        if page.misses(first, ways) or (not beside_another and page.lengthens(first, ways)):
            registered = " ".join(said[0].split())
            found.append(FieldDifference(field, registered, page.instead_of(first, ways)))
    return tuple(found)


class _Page:
    """A document's lines, and what is read of them without spaces."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.plain = [squeezed(line) for line in lines]

    def count(self, way: str) -> int:
        """How often it is printed, in a line or over several."""
        whole = _whole(way)
        in_lines = len(whole.findall("\n".join(self.plain)))
        return in_lines or len(whole.findall("".join(self.plain)))

    def misses(self, original: _Page, ways: Sequence[str]) -> bool:
        """Whether it prints them less often."""
        if not original.lines:
            return not any(self.count(way) for way in ways)
        return any(self.count(way) < original.count(way) for way in ways)

    def lengthens(self, original: _Page, ways: Sequence[str]) -> bool:
        """Whether something was written beside one of them that the original prints."""
        return any(self._lengthened(original, way) for way in ways if original.count(way))

    def _lengthened(self, original: _Page, way: str) -> bool:
        """Whether something was written just before or behind it, in the same line."""
        whole = "".join(original.plain)
        beside = {_beside(line, way) for line in original.plain if way in line}
        return any(
            _beside(line, way) not in beside
            for line in self.plain
            if way in line and line not in whole
        )

    def instead_of(self, original: _Page, ways: Sequence[str]) -> str | None:
        """The lines of this page where the original prints the field."""
        found = [
            line
            for theirs, ours in _changed(original, self)
            if any(way in "".join(theirs) or "".join(theirs) in way for way in ways)
            for line in ours
        ]
        return " / ".join(" ".join(line.split())[:LONGEST] for line in found[:_LINES]) or None


def _changed(original: _Page, page: _Page) -> Iterator[tuple[list[str], list[str]]]:
    """What stands in the place of what: squeezed lines of the original, lines of the page."""
    theirs, ours = original.plain, page.plain
    for kind, a, b, c, d in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            yield from (([theirs[a + n]], [page.lines[c + n]]) for n in range(b - a))
        elif kind == "replace":
            yield theirs[a:b], list(page.lines[c:d])


def _beside(line: str, way: str) -> tuple[str, str]:
    before, _, behind = line.partition(way)
    return before[-1:], behind[:1]


def _whole(way: str) -> re.Pattern[str]:
    """It, where it is no part of a longer number."""
    before = r"(?<!\d)" if way[:1].isdigit() else ""
    behind = r"(?!\d)" if way[-1:].isdigit() else ""
    return re.compile(before + re.escape(way) + behind)


def _printed(facts: CertificateFacts) -> Iterator[tuple[Field, list[str]]]:
    """Every field that has something to print, with the ways in which designs print it."""
    for field, ways in _ways(facts).items():
        if said := [way for way in ways if way and squeezed(way)]:
            yield field, said


def _ways(facts: CertificateFacts) -> dict[Field, tuple[str | None, ...]]:
    hours, first, last = f"{facts.hours:g}", facts.started_on, facts.completed_on
    day, day_en = long_date(facts.issued_on), long_date_en(facts.issued_on)
    ends = facts.expires_on
    until = (long_date(ends), long_date_en(ends)) if ends else ()
    return {
        Field.ISSUER: (facts.issuer_th, facts.issuer_en),
        Field.HOLDER: (facts.printed_name,),
        Field.LATIN_NAME: (facts.latin_name,),
        Field.CURRICULUM: (facts.curriculum_th, facts.curriculum_en),
        Field.COHORT: (thai_digits(facts.edition_label), facts.edition_label),
        Field.PERIOD: (training_period(first, last), training_period_en(first, last)),
        Field.HOURS: (f"{thai_digits(hours)} ชั่วโมง", f"{hours} ชั่วโมง", f"{hours} hours"),
        Field.ISSUED_ON: (f"ให้ไว้ ณ วันที่ {day}", day_en),
        Field.NUMBER: (facts.number, thai_digits(facts.number)),
        Field.SIGNATORY: (facts.signatory_name, facts.signatory2_name),
        Field.EXPIRES_ON: until,
    }
