"""Numbers on old papers: "อพม. ๑๒๓/๒๕๖๑", "เลขที่ 0123-2561", "123 / 2561" are one number.

Old numbers are counted up by every office for itself: they repeat between provinces, and who
knows one knows its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lms.thai import arabic_digits, fold, one_line

LONGEST = 200

_LEAD = re.compile(
    r"^(?:(?:วุฒิบัตร|เกียรติบัตร|ประกาศนียบัตร|หนังสือ|ทะเบียน|เลขที่|เลข|ที่|number|no)[\s.:]*)+",
    re.IGNORECASE,
)
_POINT_OF_ABBREVIATION = re.compile(r"(?<=[ก-๎])\.")
_GAP_IN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_PART = re.compile(r"[0-9]+|[a-z\u00c0-\u024f]+|[\u0e01-\u0e4e]+")
_SAYS_NOTHING = frozenset({"พศ", "ปี"})


def number_fold(written: str) -> str:
    """The parts of a number joined by strokes, letters among them: "อพม/123/2561"."""
    return "/".join(_parts(written))[:LONGEST]


def number_key(written: str) -> str:
    """Its digits alone, "123/2561", by which it is looked for; letters when there are none."""
    parts = _parts(written)
    digits = [part for part in parts if part.isdecimal()]
    return "/".join(digits or parts)[:LONGEST]


def same_number(typed: str, kept: str) -> bool:
    """Whether both may be one number: the same digits, and no letters that contradict.

    Whoever types leaves the letters before a number out, or the register never had them.
    """
    ours, theirs = _parts(typed), _parts(kept)
    if not ours or number_key(typed) != number_key(kept):
        return False
    said, written = _letters(ours), _letters(theirs)
    return said == written or not said or not written


def _letters(parts: tuple[str, ...]) -> str:
    return "".join(part for part in parts if not part.isdecimal())


@lru_cache(maxsize=4096)
def _parts(written: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFKC", arabic_digits(one_line(written)))
    text = _POINT_OF_ABBREVIATION.sub("", _GAP_IN_DIGITS.sub("/", _LEAD.sub("", text)))
    found = [part for part in _PART.findall(fold(text)) if part not in _SAYS_NOTHING]
    return tuple(part.lstrip("0") or "0" if part.isdecimal() else part for part in found)
