"""Names on old papers, with or without title, and whether somebody has typed the right one."""

from __future__ import annotations

import re
from functools import lru_cache

from lms.thai import fold, one_line

SHORTEST = 2  # letters of a surname that is asked for

_TITLE = re.compile(
    r"^(?:ว่าที่\s*)?(?:(?:[ก-ฮ]{1,3}\.\s?){2,4}(?:หญิง)?|ดร\.|นส\.|นางสาว|นาย|นาง(?!สาว)|เด็กชาย|เด็กหญิง|คุณ"
    r"|ร้อย(?:ตำรวจ)?(?:เอก|โท|ตรี)|จ่าสิบ(?:ตำรวจ)?(?:เอก|โท|ตรี)?|สิบ(?:ตำรวจ)?(?:เอก|โท|ตรี)|ดาบตำรวจ"
    r"|(?:mrs|miss|mr|ms|dr)\b\.?)\s*(?=[ก-ฮเ-ไa-z])",
    re.IGNORECASE,
)
_MOST_TITLES = 3
_ANYBODY = "กก"  # somebody's name, as far as titles go


@lru_cache(maxsize=4096)
def spoken(name: str) -> str:
    """The name without its titles, for comparing only: "นางนวล ใจดี" loses its first letters."""
    kept = one_line(name)
    for _ in range(_MOST_TITLES):
        shorter = _TITLE.sub("", kept)
        if len(fold(shorter)) < SHORTEST or shorter == kept:
            break
        kept = shorter
    return kept


def is_title(text: str) -> bool:
    """Whether it is a title and nothing more."""
    return text.strip() != "" and spoken(f"{text.strip()}{_ANYBODY}") == _ANYBODY


@lru_cache(maxsize=4096)
def holder_key(name: str) -> str:
    """One for every way of writing the same name."""
    return fold(spoken(name))


def has_surname(name: str) -> bool:
    """Whether something stands behind the first name."""
    return len(spoken(name).split()) > 1


def names_match(typed: str, holder: str) -> bool:
    """Whether surname or full name of the holder was typed, with or without title."""
    said = {fold(typed), holder_key(typed)}
    parts = spoken(holder).split()
    right = {fold(" ".join(parts[first:])) for first in range(len(parts))}
    return any(len(name) >= SHORTEST and name in right for name in said)


def is_full(typed: str, holder: str) -> bool:
    """Whether the whole name was typed, not the surname alone."""
    return holder_key(holder) in {fold(typed), holder_key(typed)}
