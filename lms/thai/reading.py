"""Reading the dates that people and their spreadsheets write."""

import re
from datetime import date

from lms.thai.dates import BE_OFFSET, MONTHS, SHORT_MONTHS
from lms.thai.text import arabic_digits, one_line

_ENGLISH = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_BE_YEARS = range(2400, 2700)
_CE_YEARS = range(1850, 2200)
_DAY_FIRST = re.compile(r"(\d{1,2})[\s/.\-]*([^\d\s/\-]+|(?<=[\s/.\-])\d{1,2})[\s/.\-]*(\d+)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_FILLING = re.compile(r"วันที่|เดือน|ปี|,")
_ERA = re.compile(r"(พ\.? ?ศ\.?|ค\.? ?ศ\.?|B\.?E\.?|A\.?D\.?|C\.?E\.?)\s*(?=\d+$)", re.IGNORECASE)


def parse_be_date(text: str, *, not_after: date | None = None) -> date:
    """The day meant by "29 ก.พ. 2567", "๒๙/๒/๒๕๖๗", "2024-02-29" and the like; day before month.

    Years 2400–2699 are พ.ศ. and 1850–2199 ค.ศ. Two digits ("29/2/67") are a guess, so they are read
    only when the caller says what the day cannot be later than: then they are the last พ.ศ. year
    that fits. Raises ValueError for anything else.
    """
    words = one_line(_FILLING.sub(" ", arabic_digits(one_line(text))))
    era = _ERA.search(words)
    words = one_line(_ERA.sub(" ", words))
    day, month, year = _parts(words)
    return _dated(day, month, year, era.group(1)[0].upper() if era else "", not_after)


def _parts(words: str) -> tuple[int, int, str]:
    if match := _YEAR_FIRST.fullmatch(words):
        year, month, day = match.groups()
        return int(day), int(month), year
    if match := _DAY_FIRST.fullmatch(words):
        day, name, year = match.groups()
        return int(day), _month(name), year
    raise ValueError(f"not a date: {words!r}")


def _month(name: str) -> int:
    if name.isdecimal():
        return int(name)
    letters = name.replace(".", "").lower()
    for place in range(12):
        full, short = MONTHS[place], SHORT_MONTHS[place].replace(".", "")
        stem = full.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์")
        if letters in {full, short, stem} or letters[:3] == _ENGLISH[place]:
            return place + 1
    raise ValueError(f"not a month: {name!r}")


def _dated(day: int, month: int, digits: str, era: str, not_after: date | None) -> date:
    year = int(digits)
    if len(digits) == 4 and year in _BE_YEARS and era in {"", "พ", "B"}:
        return date(year - BE_OFFSET, month, day)
    if len(digits) == 4 and year in _CE_YEARS and era in {"", "ค", "A", "C"}:
        return date(year, month, day)
    if len(digits) == 2 and not_after and era in {"", "พ", "B"}:
        return _latest(day, month, year, not_after)
    raise ValueError(f"not a year: {digits!r}")


def _latest(day: int, month: int, two_digits: int, not_after: date) -> date:
    for century in (2600, 2500, 2400):
        try:
            found = date(century + two_digits - BE_OFFSET, month, day)
        except ValueError:  # 29 February of a common year
            continue
        if found <= not_after:
            return found
    raise ValueError(f"no such day before {not_after}")
