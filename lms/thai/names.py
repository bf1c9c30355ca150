"""A person's name as Thai documents write it.

The Royal Society's rule: no space between title and name (นายสมชาย, ดร.สมชาย), a small space after
a military or police rank (พันเอก สมชาย), and a wider one before the surname.
"""

import re

from lms.thai.text import one_line

_FULL_RANK = (
    r"(?:พลตำรวจ|พลอากาศ|พลเรือ|พล|พันตำรวจ|พัน|ร้อยตำรวจ|ร้อย|จ่าสิบ|สิบตำรวจ|สิบ|"
    r"พันจ่าอากาศ|พันจ่า|จ่าอากาศ|จ่า|นาวาอากาศ|นาวา|เรืออากาศ|เรือ)(?:เอก|โท|ตรี)(?:พิเศษ)?"
)
_SHORT_RANK = (
    r"(?:พล\.(?:ต\.|อ\.|ร\.)?|พ\.(?:ต\.|อ\.|จ\.)?|ร\.(?:ต\.)?|น\.|จ\.(?:ส\.)?|ส\.(?:ต\.)?)"
    r"(?:อ|ท|ต)\."
)
_RANK = re.compile(
    rf"(?:.*\s)?(?:ว่าที่\s?)?(?:{_FULL_RANK}|{_SHORT_RANK}|จ่าสิบตำรวจ|ดาบตำรวจ|ด\.ต\.)(?:\s?หญิง)?"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_BEFORE_SURNAME = "  "


def full_name(
    title: str | None, first: str, middle: str | None = None, last: str | None = None
) -> str:
    """The name for print: "นายสมชาย  ใจดี", two spaces before the surname (HTML needs pre-wrap)."""
    return _joined(title, first, middle, last, _BEFORE_SURNAME)


def display_name(
    title: str | None, first: str, middle: str | None = None, last: str | None = None
) -> str:
    """The name on a screen: as in print, with a single space before the surname."""
    return _joined(title, first, middle, last, " ")


def _joined(title: str | None, first: str, middle: str | None, last: str | None, gap: str) -> str:
    titled, given, family = (one_line(part or "") for part in (title, first, last))
    if titled and given:
        given = f"{titled}{' ' if _needs_space(titled, given) else ''}{given}"
    given = " ".join(part for part in (given or titled, one_line(middle or "")) if part)
    return gap.join(part for part in (given, family) if part)


def _needs_space(title: str, name: str) -> bool:
    if _LATIN.match(name) or _LATIN.search(title):
        return True
    return _RANK.fullmatch(title) is not None
