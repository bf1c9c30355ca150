"""One spelling for each Thai text, and the key it is searched by.

Never NFKC: it splits ำ in two and leaves น้ำ in an order that no keyboard types. So NFC, and then
the repairs that Unicode leaves to us.
"""

import re
import unicodedata
from collections.abc import Callable

_TONE = "\u0e48-\u0e4b"
_MARKED_VOWEL = "\u0e31\u0e34-\u0e3a\u0e47"  # written above or below its consonant
_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_NIKHAHIT, _AA, _AM = "\u0e4d", "\u0e32", "\u0e33"


def _am_last(run: re.Match[str]) -> str:
    return run[0].replace(_AM, "") + _AM


def _tones_last(run: re.Match[str]) -> str:
    return _TONES.sub("", run[0]) + _VOWELS.sub("", run[0])


_TONES, _VOWELS = re.compile(f"[{_TONE}\u0e4c]+"), re.compile(f"[{_MARKED_VOWEL}]+")
# Each takes a whole run at once: nonsense of any length costs no more than its length.
_REPAIRS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("\u0e40\u0e40"), "\u0e41"),  # เเ typed for แ
    (re.compile(f"{_NIKHAHIT}([{_TONE}]*+){_AA}"), rf"\1{_AM}"),
    (re.compile(f"{_AM}[{_AM}{_TONE}]+"), _am_last),
    (re.compile(f"[{_TONE}\u0e4c{_MARKED_VOWEL}]{{2,}}"), _tones_last),
    (re.compile(f"([{_MARK}])\\1+"), r"\1"),
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
# Joiners carry meaning in other scripts and in emoji, never beside Thai or Latin letters.
_JOINER = re.compile(
    "(?:(?<=[\u0000-\u007f\u0e00-\u0e7f])|(?<![\\s\\S]))[\u200c\u200d]+"
    "|(?<![\u200c\u200d])[\u200c\u200d]++(?=[\u0000-\u007f\u0e00-\u0e7f]|$)"
)
_LINE_END = re.compile("\r\n?|\u0085|\u2028|\u2029")
_WIDE_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNSTORABLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]")

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_THAI = str.maketrans("0123456789", _THAI_DIGITS)
_MOST_MARKS, _SHORT = 30, 1000  # characters
_ACCENTS = {"Mn", "Cf"}  # Müller is found as muller
_TO_ARABIC = str.maketrans(_THAI_DIGITS, "0123456789")


def normalise(text: str) -> str:
    """The one spelling we store: right marks in the right order, nothing invisible.

    Line breaks and runs of spaces stay (see `one_line`); what no database can hold goes.
    """
    text = _LINE_END.sub("\n", text)
    text = _WIDE_SPACE.sub(" ", _UNSTORABLE.sub("", text))
    before = ""
    while before != text:  # one repair may bring together what the next one mends
        before = text
        text = _stream_safe(_JOINER.sub("", _INVISIBLE.sub("", text)))
        text = unicodedata.normalize("NFC", text)
        for fault, repair in _REPAIRS:
            text = fault.sub(repair, text)
    return text


def _stream_safe(text: str) -> str:
    """At most thirty marks on one letter (UAX #15): sorting thousands would take for ever."""
    if len(text) < _SHORT:
        return text
    kept, run = [], 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def one_line(text: str) -> str:
    """`normalise` for names, titles and search boxes: single spaces, none at the ends."""
    return " ".join(normalise(text).split())


def held(text: str) -> str:
    """ๆ repeats the word before it and never begins a line, though a space stands between."""
    return text.replace(" ๆ", "\u00a0ๆ")


def fold(text: str) -> str:
    """The search key: digits, letter case, accents, spaces and invisible marks make no difference.

    Store `fold(text)` and look for `fold(words)` in it. Spaces go altogether, since Thai is written
    with or without them ("สมชาย ใจดี", "สมชายใจดี").
    """
    letters = unicodedata.normalize("NFD", normalise(text).casefold())
    return unicodedata.normalize("NFC", "".join(_folded(char) for char in letters))


def _folded(char: str) -> str:
    if char.isspace() or (unicodedata.category(char) in _ACCENTS and not _is_thai(char)):
        return ""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def _is_thai(char: str) -> bool:
    return "\u0e00" <= char <= "\u0e7f"


def thai_digits(value: str | int) -> str:
    """The same text with ๐–๙ for 0–9."""
    return str(value).translate(_TO_THAI)


def arabic_digits(value: str) -> str:
    """The same text with 0–9 for ๐–๙."""
    return value.translate(_TO_ARABIC)
