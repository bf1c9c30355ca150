"""The words of a certificate: Thai digits, พ.ศ., and the spacing of Thai official print.

What a design's template is given is made here: text, numbers and sizes, no objects with
behaviour beyond those.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from lms.certification.design import Design
from lms.certification.facts import CertificateFacts
from lms.certification.fitting import Fit, fit
from lms.thai import be_date, thai_digits

_NO_BREAK = "\u00a0"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def words_of(facts: CertificateFacts, design: Design) -> dict[str, Any]:
    """Everything a template may print, by name; `facts` are there too, unadorned."""
    slots = _Slots(design)
    before_surname, _, surname = facts.printed_name.partition("  ")
    name = slots.fit("holder", before_surname, surname)
    curriculum = slots.fit("curriculum", f"“{facts.curriculum_th}”")
    signatories = _signatories(facts, slots)
    below = max(signatory["below"] for signatory in signatories)
    number_thai, site = thai_digits(facts.number), site_in_words(facts.site_address)
    return {
        "facts": _plain(facts),
        "kind": {**design.wording[facts.kind], **facts.wording},
        "issuer": slots.words("issuer", facts.issuer_th),
        "name": asdict(name),
        "latin": slots.words("latin", facts.latin_name),
        "curriculum": asdict(curriculum),
        "curriculum_en": slots.words("curriculum_en", facts.curriculum_en),
        "crowded": min(2, name.several_lines + curriculum.several_lines + (below > 2)),
        "edition": thai_digits(facts.edition_label),
        "signatories": signatories,
        "number": slots.words("number", number_thai),
        "site": slots.words("site", site),
        "period": training_period(facts.started_on, facts.completed_on),
        "period_en": training_period_en(facts.started_on, facts.completed_on),
        "hours": thai_digits(f"{facts.hours:g}"),
        "hours_en": f"{facts.hours:g}",
        "issued_on": long_date(facts.issued_on),
        "issued_on_en": long_date_en(facts.issued_on),
        "expires_on": long_date(facts.expires_on) if facts.expires_on else None,
        "expires_on_en": long_date_en(facts.expires_on) if facts.expires_on else None,
        "number_thai": number_thai,
        "replaces_thai": thai_digits(facts.replaces) if facts.replaces else None,
        "site_address": site,
    }


@dataclass(frozen=True, slots=True)
class _Slots:
    """Fits texts into a design's slots."""

    design: Design

    def fit(self, slot: str, *parts: str) -> Fit:
        return fit(self.design.slots[slot], self.design.fonts, *parts)

    def words(self, slot: str, text: str | None) -> dict[str, Any] | None:
        """The text as templates get it; None without a text or without such a slot."""
        return asdict(self.fit(slot, text)) if text and slot in self.design.slots else None

    def narrow(self, slot: str, *, several: bool) -> str:
        """The slot for one of several who sign side by side, where the design has one."""
        return f"{slot}_of_two" if several and f"{slot}_of_two" in self.design.slots else slot


def _signatories(facts: CertificateFacts, slots: _Slots) -> list[dict[str, Any]]:
    """Who signs, one or two, in one size of letters; `picture` names their signature among the
    pictures, `below` counts the lines under their name. Whoever has no English name has none."""
    people = [one for one in _signing(facts) if one["plain"]]
    narrow = partial(slots.narrow, several=len(people) > 1)
    for key in ("name", "name_en"):
        named = [one for one in people if one[key]]
        fits = _alike(_together(slots.fit(narrow("signatory"), f"({one[key]})")) for one in named)
        for one, fitted in zip(named, fits, strict=True):
            one[key] = asdict(fitted)
    for key in ("positions", "positions_en"):
        fits = _alike(slots.fit(narrow("position"), line) for one in people for line in one[key])
        lines = iter(fits)
        for one in people:
            one[key] = [asdict(next(lines)) for _ in one[key]]
    for one in people:
        lines_below = max(len(one["positions"]), len(one["positions_en"]))
        one["below"] = lines_below + (one["note"] is not None)
    return people


def _signing(facts: CertificateFacts) -> list[dict[str, Any]]:
    """Both places to sign, filled or not."""
    return [
        {
            "picture": picture,
            "plain": getattr(facts, f"{who}_name"),
            "plain_en": getattr(facts, f"{who}_name_en"),
            "name": getattr(facts, f"{who}_name"),
            "name_en": getattr(facts, f"{who}_name_en"),
            "positions": getattr(facts, f"{who}_positions"),
            "positions_en": getattr(facts, f"{who}_positions_en"),
            "note": getattr(facts, f"{who}_note"),
        }
        for who, picture in (("signatory", "signature"), ("signatory2", "signature2"))
    ]


def _together(fitted: Fit) -> Fit:
    """The same, breaking nowhere but where it was broken."""
    return replace(fitted, lines=tuple(line.replace(" ", _NO_BREAK) for line in fitted.lines))


def _alike(fits: Iterable[Fit]) -> list[Fit]:
    """All in the size of the smallest."""
    fitted = list(fits)
    size = min((one.size for one in fitted), default=0)
    return [replace(one, size=size) for one in fitted]


def long_date(day: date) -> str:
    """As in "๒๐ ธันวาคม พ.ศ. ๒๕๖๑", which never breaks over two lines."""
    return be_date(day, "thai", era=True).replace(" ", _NO_BREAK)


def training_period(first: date, last: date) -> str:
    """As in "ระหว่างวันที่ ๑๖ – ๒๐ ธันวาคม พ.ศ. ๒๕๖๑": month and year once where they agree."""
    if first == last:
        return f"เมื่อวันที่ {long_date(first)}"
    day, month, *_ = be_date(first, "thai", era=True).split()
    if first.year != last.year:
        start = long_date(first)
    elif first.month != last.month:
        start = f"{day}{_NO_BREAK}{month}"
    else:
        start = day
    return f"ระหว่างวันที่ {start} – {long_date(last)}"


def long_date_en(day: date) -> str:
    """As in "22 November 2026", which never breaks over two lines."""
    return f"{day.day}{_NO_BREAK}{_MONTHS[day.month - 1]}{_NO_BREAK}{day.year}"


def training_period_en(first: date, last: date) -> str:
    """As in "from 16 to 20 November 2026"."""
    if first == last:
        return f"on {long_date_en(first)}"
    day, month, _year = long_date_en(first).split(_NO_BREAK)
    if first.year != last.year:
        start = long_date_en(first)
    elif first.month != last.month:
        start = f"{day}{_NO_BREAK}{month}"
    else:
        start = day
    return f"from {start} to {long_date_en(last)}"


def site_in_words(address: str) -> str:
    """The address as one reads it out: without https:// and without a slash at the end."""
    parts = urlsplit(address)
    return (f"{parts.netloc}{parts.path}" if parts.scheme else address).rstrip("/")


def _plain(facts: CertificateFacts) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(facts).items()
    }
