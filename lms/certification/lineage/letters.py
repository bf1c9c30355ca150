"""What the holder reads, in Thai and in English, as it was when it was sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import get_locale

from lms.certification.lineage.models import CertificateCase
from lms.certification.lineage.procedure import Procedure, procedure
from lms.people import units
from lms.thai import be_date

LANGUAGES = ("th", "en")


def notice(case: CertificateCase, answer_by: date) -> dict[str, Any]:
    """Why it may be taken back, and until when the holder may answer."""
    return _both("notice", case, case.steps[0].words, answer_by=answer_by)


def revoked(case: CertificateCase, reasons: str, effective_on: date) -> dict[str, Any]:
    """The decision, and how to appeal."""
    decision = _both("revoked", case, reasons, effective_on=effective_on)
    appeal = _both("appeal", case, reasons)
    return {language: f"{decision[language]}\n\n{appeal[language]}" for language in LANGUAGES}


def declined(case: CertificateCase, reasons: str) -> dict[str, Any]:
    """That nothing comes of what the holder was told."""
    return _both("declined", case, reasons)


def appeal_dismissed(case: CertificateCase, reasons: str) -> dict[str, Any]:
    """That the revocation stands, and why."""
    return _both("appeal_dismissed", case, reasons)


def _both(text: str, case: CertificateCase, reasons: str, **days: date) -> dict[str, Any]:
    rules, facts = procedure(), case.certificate.facts
    contacts = _contacts(case)
    return {
        language: rules.say(
            text,
            language,
            holder=facts["latin_name"] or facts["holder"] if language == "en" else facts["holder"],
            number=facts["number"],
            curriculum=_curriculum(facts, language),
            issuer=(facts["issuer_en"] or facts["issuer_th"])
            if language == "en"
            else facts["issuer_th"],
            reasons=reasons,
            contact=contacts[language],
            **numbers(rules),
            **{name: in_words(day, language) for name, day in days.items()},
        )
        for language in LANGUAGES
    }


def renewal_words() -> str:
    """The rule of renewing, as the procedure says it, in the reader's language."""
    rules = procedure()
    return rules.say("renewal", "en" if str(get_locale()) == "en" else "th", **numbers(rules))


def numbers(rules: Procedure) -> dict[str, int]:
    """The numbers of days that a text may name."""
    return {
        "answer_days": rules.answer_days,
        "appeal_days": rules.appeal_days,
        "opens_days": rules.opens_days,
        "closes_days": rules.closes_days,
    }


def _curriculum(facts: dict[str, Any], language: str) -> str:
    english = facts.get("curriculum_en") if language == "en" else None
    return str(english or facts["curriculum_th"])


def in_words(day: date, language: str) -> str:
    """A day as the letter writes it."""
    return f"{day.day} {day:%B %Y}" if language == "en" else be_date(day, "arabic")


def _contacts(case: CertificateCase) -> dict[str, str]:
    facts = case.certificate.facts
    found = units.nearest_contact(case.certificate.enrolment.person.unit_id)
    if found is None:
        return dict.fromkeys(LANGUAGES, str(facts["issuer_th"]))
    phone = {"th": f" โทร. {found.phone}", "en": f", tel. {found.phone}"} if found.phone else {}
    names = {"th": found.name, "en": found.name_en or found.name}
    return {language: names[language] + phone.get(language, "") for language in LANGUAGES}
