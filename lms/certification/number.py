"""The certificate's own number: ``DEMO-2569-0001234-7QK4-M``.

Issuer prefix, Buddhist year, running sequence, four random characters and one check
character. A number cannot be guessed from its neighbour because of the random part
(31⁴ ≈ 920,000 possibilities for every sequence), and says nothing about its holder.

The check character is ISO 7064 **MOD 37-2**, a *pure* system: it catches every single
substitution and every adjacent transposition, which the hybrid MOD 37,36 does not. Its
check character may be any of 0–9 A–Z or ``*``, six of which are easily misread or
mistyped (``0 O 1 I L *``); since the random part is ours to choose, we draw again until
the check character falls in :data:`ALPHABET`. The standard stays untouched: any ISO 7064
implementation confirms our numbers.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0/O and 1/I/L
SEQUENCE_LIMIT = 9_999_999  # in one year, of one prefix

_ISO_7064 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_PREFIX = re.compile(r"[A-Z]{2,8}")
_SHAPE = re.compile(rf"([A-Z01]{{2,8}})(2[0-9OIL]{{3}})([0-9OIL]{{7}})([{ALPHABET}]{{5}})")
_LONGEST_TYPED = 300
_SEPARATORS = re.compile("[\\s\\-_.,:/·\u2010-\u2015\u2212\u00ad\u200b-\u200d\u2060\ufeff]+")
_ADDRESS = re.compile(r"/(?:V|VERIFY)/([^/?#]+)", re.IGNORECASE)
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_READ_AS_DIGIT = str.maketrans("OIL", "011")
_READ_AS_LETTER = {"0": "O", "1": "IL"}


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """The parts of a number whose check character has been found right."""

    prefix: str
    year: int  # พ.ศ.
    sequence: int
    random: str
    check: str

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}-{self.sequence:07d}-{self.random}-{self.check}"


def check_character(body: str) -> str:
    """ISO 7064 MOD 37-2 over letters and digits; may be any of 0–9 A–Z and ``*``."""
    total = 0
    for character in body:
        total = (total + _ISO_7064.index(character)) * 2 % 37
    return _ISO_7064[(1 - total) % 37]


def new_number(
    prefix: str, year: int, sequence: int, choose: Callable[[Sequence[str]], str] = secrets.choice
) -> CertificateNumber:
    """A fresh number for this place in the series; ``choose`` is replaced only in tests.

    Raises ValueError when prefix, year or sequence cannot stand in a number.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"number prefix must be 2 to 8 letters A-Z, not {prefix!r}")
    if not 2500 <= year <= 2999:
        raise ValueError(f"year must be พ.ศ. 2500 to 2999, not {year}")
    if not 1 <= sequence <= SEQUENCE_LIMIT:
        raise ValueError(f"sequence must be 1 to {SEQUENCE_LIMIT}, not {sequence}")
    while True:
        random = "".join(choose(ALPHABET) for _ in range(4))
        check = check_character(f"{prefix}{year}{sequence:07d}{random}")
        if check in ALPHABET:
            return CertificateNumber(prefix, year, sequence, random, check)


def parse(typed: str) -> CertificateNumber | None:
    """What somebody typed, scanned or pasted, as a number; None when it cannot be one.

    Thai digits, lower case, full-width letters, spaces, missing or odd hyphens and the
    usual misreadings (O for 0, I and L for 1, and back in the prefix) are understood, and
    so is the whole address from the QR.
    """
    match = _shape(typed)
    if match is None:
        return None
    prefix, year, sequence, tail = match.groups()
    digits = (year + sequence).translate(_READ_AS_DIGIT)
    for letters in product(*(_READ_AS_LETTER.get(character, character) for character in prefix)):
        read = "".join(letters)
        if check_character(read + digits + tail[:4]) == tail[4]:
            return CertificateNumber(read, int(digits[:4]), int(digits[4:]), tail[:4], tail[4])
    return None


def looks_like(typed: str) -> bool:
    """Whether this was meant as a certificate number, even when mistyped."""
    return _shape(typed) is not None


def groups_of(typed: str) -> list[str]:
    """The groups as they were typed, in capitals and Arabic digits, whatever they are worth."""
    text = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED].translate(_THAI_DIGITS))
    if (address := _ADDRESS.search(text)) is not None:
        text = address[1]
    return _SEPARATORS.sub(" ", text).upper().split()


def _shape(typed: str) -> re.Match[str] | None:
    if len(typed) > _LONGEST_TYPED:
        return None
    return _SHAPE.fullmatch("".join(groups_of(typed)))
