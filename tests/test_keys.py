"""Secrets: made once, readable by their owner alone, rotatable."""

from __future__ import annotations

import os
import stat
from threading import Thread

import pytest
from flask import Flask

from lms import keys
from lms.config import current_settings


def test_a_secret_is_made_once_and_is_its_owners_alone(app: Flask) -> None:
    settings = current_settings()
    made = keys.secret(settings, "some.key")
    assert keys.secret(settings, "some.key") == made
    assert len(made) == 32
    assert stat.S_IMODE((settings.secrets / "some.key").stat().st_mode) == 0o600


def test_a_secret_and_its_name_are_on_the_disk_before_it_is_used(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was encrypted with a key whose name a power cut takes away is lost."""
    real, settled = os.fsync, set()

    def fsync(descriptor: int) -> None:
        settled.add(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    folder = current_settings().secrets
    keys.secret(current_settings(), "lasting.key")
    assert {folder.stat().st_ino, (folder / "lasting.key").stat().st_ino} <= settled


def test_two_who_make_it_at_once_have_the_same(app: Flask) -> None:
    settings, found = current_settings(), []
    makers = [
        Thread(target=lambda: found.append(keys.secret(settings, "raced.key"))) for _ in range(8)
    ]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(set(found)) == 1


def test_what_is_encrypted_is_read_again_and_by_nobody_else(app: Flask) -> None:
    token = keys.encrypt("1234567890121")
    assert "1234567890121" not in token
    assert keys.decrypt(token) == "1234567890121"
    assert keys.decrypt(token[:-4] + "AAAA") is None


def test_after_a_rotation_old_values_are_still_read(app: Flask) -> None:
    settings = current_settings()
    old = keys.encrypt("1234567890121")
    (settings.secrets / "national-id.key").rename(settings.secrets / "national-id-1.key")
    assert keys.decrypt(old) == "1234567890121"
    assert keys.decrypt(keys.encrypt("again")) == "again"


def test_a_blind_index_finds_and_tells_nothing(app: Flask) -> None:
    index = keys.blind_index("national-id", "1234567890121")
    assert index == keys.blind_index("national-id", "1234567890121")
    assert index != keys.blind_index("slip", "1234567890121")
    assert "1234567890121" not in index
