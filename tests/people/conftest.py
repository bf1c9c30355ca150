"""For tests of people."""

from __future__ import annotations

from functools import cache

import pytest
from argon2 import PasswordHasher

from lms.people import secrets
from tests import builders


@pytest.fixture
def light_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a secret costs is not what is tried: Argon2id with the least work it allows."""
    monkeypatch.setattr(secrets, "_HASHER", PasswordHasher(1, 8, 1))
    monkeypatch.setattr(secrets, "_nobody", cache(secrets._nobody.__wrapped__))
    monkeypatch.setattr(builders, "_hashed", cache(builders._hashed.__wrapped__))
