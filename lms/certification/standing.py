"""What the register says of a certificate it holds, on a calendar day in Thailand. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """มีผล, ถูกเพิกถอน, หมดอายุ."""

    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"


def standing(expires_on: date | None, today: date, revoked_from: date | None) -> Standing:
    """Revocation, from its day on, goes before expiry; the last day of validity is still valid."""
    if revoked_from is not None and today >= revoked_from:
        return Standing.REVOKED
    if expires_on is not None and today > expires_on:
        return Standing.EXPIRED
    return Standing.VALID
