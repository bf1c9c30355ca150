"""A list of numbers as somebody keeps it, a table or pasted text, with names or without. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from lms.certification.number import looks_like
from lms.thai import arabic_digits, fold, one_line
from lms.verification.comparison import NUMBER

MOST_PUBLIC = 50  # numbers at a time of whoever has not signed in
MOST = 5_000
_FEWEST_DIGITS = 3  # of a line that is meant as a number
_SCANNED = 400  # rows by which the columns are told apart

_NUMBER_WORDS = ("เลขที่", "เลขวุฒิบัตร", "เลขเกียรติบัตร", "number", "certificateno", "certno")
_TITLE_WORDS = ("คำนำหน้า", "ยศ", "title", "prefix")
_SURNAME_WORDS = ("นามสกุล", "สกุล", "surname", "lastname", "familyname")
_NAME_WORDS = ("ชื่อ", "ผู้ได้รับ", "ผู้ถือ", "name", "holder", "recipient")
_OTHER_NAMES = (
    *("หลักสูตร", "หน่วย", "โครงการ", "จังหวัด", "อำเภอ", "ตำบล", "ไฟล์", "เล่น", "ผู้ลงนาม", "บิดา"),
    *("course", "curriculum", "file", "user", "unit", "province", "signatory", "program"),
)
_ITEM = re.compile(r"^\s*(?:[-•*]|\(?[0-9๐-๙]{1,5}[.)])\s+")
_ADDRESS = re.compile(r"(?<!\S)\S*/(?:v|verify)/([^\s/?#]+)\S*", re.IGNORECASE)
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_EDGES = " \t,;|:–—-\u00a0"


class NoNumbers(ValueError):
    """Nothing in it looks like a certificate's number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One row: its place (1 is the first line), what was typed, and the name beside it."""

    place: int
    typed: str
    name: str = ""
    cells: tuple[str, ...] = ()  # of the whole row, for whoever takes the list home again


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a list in their order; `headings` of its columns, as far as it has any."""

    rows: tuple[Asked, ...]
    headings: tuple[str, ...] = ()
    has_names: bool = False

    @property
    def width(self) -> int:
        """How many columns the list itself has."""
        return max((len(row.cells) for row in self.rows), default=0)


def of_text(text: str) -> Listing:
    """Pasted text: a number a line, or several, with a name behind each or not.

    What was copied from a table comes with tabs and is read as one. Raises NoNumbers.
    """
    lines = text.splitlines()
    if any("\t" in line for line in lines):
        return of_table([[cell.strip() for cell in line.split("\t")] for line in lines])
    rows = [row for place, line in enumerate(lines, 1) for row in _of_line(place, line)]
    if not rows:
        raise NoNumbers
    return Listing(tuple(rows), has_names=any(row.name for row in rows))


def _of_line(place: int, line: str) -> list[Asked]:
    line = _ADDRESS.sub(r"\1 ", line)
    found = [match.span() for match in NUMBER.finditer(arabic_digits(line).translate(_CAPITALS))]
    if len(found) == 1:
        start, end = found[0]
        before = _ITEM.sub("", f"{line[:start]} ").strip(_EDGES)
        return [Asked(place, line[start:end], one_line(line[end:].strip(_EDGES) or before))]
    if found:
        return [Asked(place, line[start:end]) for start, end in found]
    parts = [part.strip() for part in re.split(r"[,;|]", _ITEM.sub("", line))]
    return [Asked(place, part) for part in parts if sum(map(str.isdigit, part)) >= _FEWEST_DIGITS]


def of_table(rows: Sequence[Sequence[str]]) -> Listing:
    """A table with a column of numbers somewhere, and of names perhaps. Raises NoNumbers."""
    column, first = _number_column(rows)
    head = _heading(rows, first)
    headings = tuple(rows[head]) if head is not None else ()
    start = first if head is None else head + 1
    names = _name_columns(headings, rows[start : start + _SCANNED], column)
    asked = tuple(
        Asked(place, _cell(row, column), _joined(row, names), tuple(row))
        for place, row in enumerate(rows[start:], start + 1)
        if any(row)
    )
    return Listing(asked, headings, bool(names))


def _number_column(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The column with most numbers, and the row of its first one."""
    counts: dict[int, int] = {}
    firsts: dict[int, int] = {}
    for place, row in enumerate(rows[: _SCANNED * 5]):
        for column, cell in enumerate(row):
            if looks_like(cell):
                counts[column] = counts.get(column, 0) + 1
                firsts.setdefault(column, place)
    if not counts:
        return _by_heading(rows)
    column = max(counts, key=lambda one: (counts[one], -one))
    return column, firsts[column]


def _by_heading(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Numbers of another kind, below a heading that says what they are."""
    for place, row in enumerate(rows[:_SCANNED]):
        for column, cell in enumerate(row):
            if _has(_word(cell), _NUMBER_WORDS):
                return column, place + 1
    raise NoNumbers


def _heading(rows: Sequence[Sequence[str]], first: int) -> int | None:
    """The row of headings: the nearest above the first number that names its columns."""
    for place in range(first - 1, -1, -1):
        words = [_word(cell) for cell in rows[place]]
        if any(_has(word, (*_NUMBER_WORDS, *_NAME_WORDS)) for word in words):
            return place
    return None


def _name_columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], number: int
) -> tuple[int, ...]:
    """Columns that make a name when they are put together, in their order."""
    if not headings:
        return _only_words(rows, number)
    words = [_word(heading) for heading in headings]
    free = [place for place, word in enumerate(words) if place != number and word]
    names = [
        place
        for place in free
        if _has(words[place], _NAME_WORDS) and not _has(words[place], _OTHER_NAMES)
    ]
    names = [p for p in names if not _is_surname(words[p])][:1] or names[:1]
    if not names:
        return ()
    titles = [p for p in free if _has(words[p], _TITLE_WORDS) and p not in names][:1]
    surnames = [p for p in free if _is_surname(words[p]) and p not in names][:1]
    return (*titles, *names, *(surnames or _under_one_heading(words, names[0], rows)))


def _is_surname(word: str) -> bool:
    """นามสกุล, but not ชื่อ-นามสกุล."""
    return _has(word, _SURNAME_WORDS) and not word.startswith(("ชื่อ", "name", "fullname", "first"))


def _under_one_heading(words: Sequence[str], name: int, rows: Iterable[Sequence[str]]) -> list[int]:
    """ชื่อ-สกุล often spans two or three columns: those beside it have no heading of their own."""
    beside = []
    width = max((len(row) for row in rows), default=0)
    for place in range(name + 1, min(name + 3, width)):
        if place < len(words) and words[place]:
            break
        if not _wordy(rows, place):
            break
        beside.append(place)
    return beside


def _only_words(rows: Sequence[Sequence[str]], number: int) -> tuple[int, ...]:
    """Without headings: the one other column that holds words."""
    width = max((len(row) for row in rows), default=0)
    wordy = [place for place in range(width) if place != number and _wordy(rows, place)]
    return tuple(wordy) if len(wordy) == 1 else ()


def _wordy(rows: Iterable[Sequence[str]], place: int) -> bool:
    cells = [cell for row in rows if (cell := _cell(row, place))]
    words = [cell for cell in cells if not any(c.isdigit() for c in cell)]
    return bool(cells) and len(words) * 2 > len(cells)


def _word(heading: str) -> str:
    return re.sub(r"[\s._\-–/()]+", "", fold(heading))


def _has(word: str, words: Iterable[str]) -> bool:
    return any(one in word for one in words)


def _cell(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _joined(row: Sequence[str], places: Iterable[int]) -> str:
    return one_line(" ".join(_cell(row, place) for place in places))
