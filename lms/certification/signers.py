"""The key that signs here: a test key made at first run until a real one is installed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography import x509
from sqlalchemy import select

from lms.certification.models import SignerCertificate
from lms.certification.signing_key import SIGNING_FILE, SigningError, is_test, make_test_key
from lms.clock import now
from lms.config import Settings, current_settings
from lms.db import db, insert_once

if TYPE_CHECKING:
    from pathlib import Path

    from lms.certification.signing import Signer


def prepare(settings: Settings) -> None:
    """Make the test key at first run; production brings its own."""
    if settings.is_demo:
        make_test_key(settings.secrets)


def signing_is_test() -> bool:
    """Whether the installed key is a test key; without any key, it would be."""
    settings = current_settings()
    prepare(settings)
    try:
        content = (settings.secrets / SIGNING_FILE).read_bytes()
    except FileNotFoundError:
        return True
    return is_test(x509.load_pem_x509_certificates(content)[0])


def signer() -> Signer:
    """The signer of this installation; parsed once a process and key file."""
    settings = current_settings()
    prepare(settings)
    try:
        stamp = (settings.secrets / SIGNING_FILE).stat().st_mtime_ns
    except FileNotFoundError as fault:
        raise SigningError(f"{settings.secrets / SIGNING_FILE}: no signing key") from fault
    return _signer(settings.secrets, stamp)


@lru_cache(maxsize=2)
def _signer(folder: Path, _stamp: int) -> Signer:
    from lms.certification.signing import Signer  # loads pyHanko, which web pages never need

    return Signer(folder)


def remember(one: Signer) -> None:
    """Keep the public half for ever: documents are judged by it after the key is gone."""
    for key in (one.key, one.credential_key):
        insert_once(
            SignerCertificate,
            key_id=key.key_id,
            pem=key.pem,
            is_test=key.is_test,
            created_at=now(),
        )


def known_certificates() -> list[str]:
    """PEM certificates of every key that ever signed here."""
    rows = db.session.scalars(select(SignerCertificate.pem).order_by(SignerCertificate.id))
    return list(rows)
