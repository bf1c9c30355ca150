"""Telephone numbers in E.164, typed in any Thai way."""

from __future__ import annotations

import phonenumbers

from lms.thai import arabic_digits


def e164(text: str, region: str = "TH") -> str | None:
    """'081-234 5678' or '๐๘๑…' or '+49 30 …' as E.164, or None when it is no number."""
    try:
        number = phonenumbers.parse(arabic_digits(text), region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str | None) -> str:
    """As people write it: Thai numbers nationally, others internationally."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if parsed.country_code == 66
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)
