"""Dictionary order for Thai, as the Unicode collation algorithm has it, in a key that any database
sorts rightly.

A vowel written before its consonant sorts after it (เกาะ under ก), and tone marks, ็ and ์ count
only between words that are otherwise equal. Letters of two weights become a string of 0–9 and a–z,
which binary, ICU and libc collations all put in the same order.
"""

import re
import unicodedata

from lms.thai.text import normalise

_BEFORE_CONSONANT = re.compile("([เ-ไ])([ก-ฮ])")
_LETTERS = (
    "0123456789abcdefghijklmnopqrstuvwxyzกขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุูเแโใไๅ"
)
_PUNCTUATION = " _-,;:!?./'\"()[]{}@*&#%ๆ"
_MARKS = "\u0e4e\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"


def _ordered(alphabet: str, floor: int) -> dict[str, str]:
    return {letter: f"{floor + place:02x}" for place, letter in enumerate(alphabet)}


# Two digits a letter: punctuation, then unknown signs, then digits, Latin and Thai, then the rest.
_WEIGHTS = _ordered(_PUNCTUATION, 0x01) | _ordered(_LETTERS, 0x30)
_UNKNOWN_SIGN, _OTHER_LETTER = "2f", "zz"
_MARK_WEIGHTS = {mark: str(place) for place, mark in enumerate(_MARKS, start=2)}
_END, _PLAIN, _ACCENT = "00", "1", "a"


def sort_key(text: str) -> str:
    """A key of [0-9a-z] to store and order by; keys sort as the Unicode algorithm sorts texts."""
    first: list[str] = []
    second: list[str] = []
    swapped = _BEFORE_CONSONANT.sub(r"\2\1", normalise(text).casefold())
    for char in unicodedata.normalize("NFD", swapped):
        if char in _MARK_WEIGHTS:
            second.append(_MARK_WEIGHTS[char])
        elif char < "\u0e00" and unicodedata.category(char) == "Mn":
            second.append(_ACCENT)
        else:
            first.append(_weight(char))
            second.append(_PLAIN)
    return "".join(first) + _END + "".join(second)


def _weight(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    known = _WEIGHTS.get(char if digit is None else str(digit))
    if known:
        return known
    rank = _OTHER_LETTER if unicodedata.category(char)[0] in "LM" else _UNKNOWN_SIGN
    return f"{rank}{ord(char):06x}"
