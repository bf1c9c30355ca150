"""How far number series move at a restore: past anything that may have been issued since. Pure.

What was issued after the backup is unknown here, and its numbers are on paper. Nobody can say how
many there were: a pace that was seen says nothing of the first bulk issue. But they cannot well be
more than a certificate of every curriculum for every person, once more for each year that has
gone by, and twice the busiest day for those who came since. A series has ten million a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.certification.number import SEQUENCE_LIMIT, CertificateNumber
from lms.clock import BANGKOK
from lms.thai import be_year

LEAST = 1_000
Series = tuple[str, int]  # prefix and พ.ศ. year


@dataclass(frozen=True, slots=True)
class Seen:
    """What the backup tells."""

    last: Mapping[Series, int]  # of each series
    busiest_day: int  # most certificates issued on one day
    people: int
    curricula: int


def moved(
    seen: Seen, since: datetime, until: datetime, prefix: str, later: Iterable[CertificateNumber]
) -> dict[Series, int]:
    """The new last number of every series that issued, or may have, between the two moments.

    `later` are numbers that somebody has seen on paper since.
    """
    known = dict(seen.last)
    for number in later:
        series = number.prefix, number.year
        known[series] = max(known.get(series, 0), number.sequence)
    first, latest = (be_year(moment.astimezone(BANGKOK).date()) for moment in (since, until))
    prefixes = {prefix, *(one for one, _ in known)}
    for year in range(first, latest + 1):
        for one in prefixes:
            known.setdefault((one, year), 0)
    step = margin(seen, (until - since).days + 1)
    return {
        series: min(last + step, SEQUENCE_LIMIT)
        for series, last in known.items()
        if series[1] >= first
    }


def margin(seen: Seen, days: int) -> int:
    """How many numbers are left out, in whole thousands."""
    everybody = seen.people * seen.curricula
    most = everybody + everybody * days // 365 + 2 * seen.busiest_day
    return max(LEAST, -(-most // 1_000) * 1_000)
