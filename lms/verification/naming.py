"""Whether a name in somebody's list is the name on the certificate. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from lms.certification.facts import CertificateFacts
from lms.thai import fold

_TITLES = frozenset(
    fold(title)
    for title in (
        *("นาย", "นาง", "นางสาว", "น.ส.", "นส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "คุณ"),
        *("ดร.", "อาจารย์", "อ.", "ผศ.", "รศ.", "ศ.", "ผศ.ดร.", "รศ.ดร.", "ศ.ดร.", "นพ.", "พญ."),
        *("ว่าที่ร้อยตรี", "ว่าที่ร.ต.", "ว่าที่ ร.ต.หญิง", "ว่าที่ร้อยตรีหญิง", "พระ", "พระครู"),
        *("Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dr", "Dr."),
    )
)
_NO_LETTER = re.compile(r"[\s.,\-–—()\"'“”]+")


class Agreement(StrEnum):
    """What is said of a name beside a number."""

    AGREES = "agrees"
    TITLE = "title"  # the name agrees, with another title before it
    DIFFERS = "differs"
    BLANK = "blank"


def agreement(name: str, facts: CertificateFacts) -> Agreement:
    """How a name that somebody wrote stands to the one that was printed.

    Spaces, letter case, digits' script and a missing title make no difference.
    """
    written = _plain(name)
    if not written:
        return Agreement.BLANK
    bare = _plain(" ".join(filter(None, (facts.first, facts.middle, facts.last))))
    whole = {_plain(facts.holder), _plain(facts.printed_name), _plain(facts.latin_name or "")}
    if written == bare or written in whole:
        return Agreement.AGREES
    for known in (bare, _plain(facts.latin_name or "")):
        if known and written.endswith(known) and written[: -len(known)] in _PLAIN_TITLES:
            own = _plain(facts.title or "")
            return Agreement.AGREES if written[: -len(known)] == own else Agreement.TITLE
    return Agreement.DIFFERS


def _plain(text: str) -> str:
    return _NO_LETTER.sub("", fold(text))


_PLAIN_TITLES = frozenset(_plain(title) for title in _TITLES)
