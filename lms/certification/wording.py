"""The words of a certificate: Thai digits, พ.ศ., and the spacing of Thai official print.

What a design's template is given is made here: text, numbers and sizes, no objects with
behaviour beyond those.
"""

from dataclasses import asdict
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lms.certification.design import Design
from lms.certification.facts import CertificateFacts
from lms.certification.fitting import fit
from lms.thai import be_date, thai_digits

_NO_BREAK = "\u00a0"


def words_of(facts: CertificateFacts, design: Design) -> dict[str, Any]:
    """Everything a template may print, by name; `facts` are there too, unadorned."""
    before_surname, _, surname = facts.printed_name.partition("  ")
    name = fit(design.slots["holder"], design.fonts, before_surname, surname)
    curriculum = fit(design.slots["curriculum"], design.fonts, f"“{facts.curriculum_th}”")
    signatory = f"({_NO_BREAK.join(facts.signatory_name.split(' '))})"
    below = len(facts.signatory_positions) + (facts.signatory_note is not None)
    number_thai, site = thai_digits(facts.number), site_in_words(facts.site_address)
    return {
        "facts": _plain(facts),
        "kind": dict(design.wording[facts.kind]),
        "name": asdict(name),
        "curriculum": asdict(curriculum),
        "crowded": min(2, name.several_lines + curriculum.several_lines + (below > 2)),
        "edition": thai_digits(facts.edition_label),
        "signatory": asdict(fit(design.slots["signatory"], design.fonts, signatory)),
        "number": asdict(fit(design.slots["number"], design.fonts, number_thai)),
        "site": asdict(fit(design.slots["site"], design.fonts, site)),
        "period": training_period(facts.started_on, facts.completed_on),
        "hours": thai_digits(f"{facts.hours:g}"),
        "issued_on": long_date(facts.issued_on),
        "expires_on": long_date(facts.expires_on) if facts.expires_on else None,
        "number_thai": number_thai,
        "replaces_thai": thai_digits(facts.replaces) if facts.replaces else None,
        "site_address": site,
    }


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


def site_in_words(address: str) -> str:
    """The address as one reads it out: without https:// and without a slash at the end."""
    parts = urlsplit(address)
    return (f"{parts.netloc}{parts.path}" if parts.scheme else address).rstrip("/")


def _plain(facts: CertificateFacts) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(facts).items()
    }
