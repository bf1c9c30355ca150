"""PINs and passwords: what may be chosen, and Argon2id to keep it."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from lms.thai import arabic_digits

SecretHash = NewType("SecretHash", str)  # so that nothing else is ever stored as one

PIN_LENGTH = 6
PASSWORD_LEAST = 10
PASSWORD_MOST = 200

# OWASP's profile of 19 MiB: a hall of 300 signs in at once on a small server.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_RUNS = "01234567890", "09876543210"


def hash_secret(secret: str) -> SecretHash:
    """Argon2id, with its parameters and salt inside; slow on purpose, so `release()` before it."""
    return SecretHash(_HASHER.hash(_typed(secret)))


def _typed(secret: str) -> str:
    """The same on every keyboard: Thai digits as 0–9, letters composed one way."""
    return unicodedata.normalize("NFC", arabic_digits(secret))


def matches(secret_hash: str | None, secret: str) -> bool:
    """Whether the secret is right; takes as long for an unknown account or one without a secret."""
    nobody = _nobody()  # made before either way, so that the first unknown name takes no longer
    try:
        return _HASHER.verify(secret_hash or nobody, _typed(secret)) and bool(secret_hash)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def is_pin(text: str) -> bool:
    """Six ASCII digits."""
    return len(text) == PIN_LENGTH and text.isascii() and text.isdigit()


def is_easy_pin(pin: str) -> bool:
    """All alike, a run, or a pair or triple repeated: the ones that are tried first."""
    repeated = any(pin == pin[:size] * (PIN_LENGTH // size) for size in (1, 2, 3))
    return repeated or any(pin in run for run in _RUNS)


def is_easy_password(password: str, *known: str | None) -> bool:
    """Too few different letters, or made of what everybody knows about the person."""
    folded = password.casefold()
    if len(set(folded)) < 5 or folded.startswith(("password", "passw0rd", "1234567890")):
        return True
    return any(len(word) > 3 and word.casefold() in folded for word in known if word)
