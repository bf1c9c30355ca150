"""The key that signs here: a test key made at first run until a real one is installed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from lms.certification.key_files import (
    CREDENTIAL,
    SIGNING,
    credential_key,
    key_file,
    load_key,
    stamp_of,
)
from lms.certification.key_making import make_test_key
from lms.certification.key_register import is_retired, known_certificates, remember_key
from lms.certification.signing_key import SigningError, SigningKey, is_in_time
from lms.clock import now
from lms.config import Settings, current_settings
from lms.db import db

__all__ = ["known_certificates", "prepare", "remember", "signer", "signing_is_test"]

if TYPE_CHECKING:
    from pathlib import Path

    from lms.certification.signing import Signer


def prepare(settings: Settings) -> None:
    """Make the test key at first run; production brings its own."""
    if settings.is_demo and not _has_key(settings.secrets):
        make_test_key(settings.secrets)


def _has_key(folder: Path) -> bool:
    return any(folder.glob(f"{SIGNING}.*"))


def signing_is_test() -> bool:
    """Whether the installed key is a test key; without any that can be used, it would be."""
    settings = current_settings()
    prepare(settings)
    try:
        return _installed(settings.secrets, stamp_of(settings.secrets))[0].is_test
    except SigningError:
        return True


def why_not_sign() -> list[str]:
    """What forbids signing officially with the installed key, each with its remedy, th · en."""
    settings = current_settings()
    try:
        if key_file(settings.secrets) is None:
            return [_INSTALL.format(settings.secrets)]
        keys = _installed(settings.secrets, stamp_of(settings.secrets))
    except SigningError as fault:
        return [f"LMS_SECRETS: {fault}"]
    reasons = [_INSTALL.format(settings.secrets)] if any(key.is_test for key in keys) else []
    reasons += _why_ended(keys)
    moment = now()
    reasons += [
        _RENEW.format(key.certificate.not_valid_after_utc.date())
        for key in dict.fromkeys(keys)
        if not is_in_time(key.certificate, moment)
    ]
    return reasons


def _why_ended(keys: Iterable[SigningKey]) -> list[str]:
    return [_ENDED.format(key.key_id[:16]) for key in dict.fromkeys(keys) if is_retired(key.key_id)]


_INSTALL = (
    "LMS_SECRETS: ติดตั้งกุญแจลงลายมือชื่อจริงแทนกุญแจทดสอบ · install a real signing key, not a test"
    " key: {}/signing.pem (lms keys make, lms keys install)"
)
_ENDED = (
    "LMS_SECRETS: กุญแจ {0} เลิกใช้แล้ว ให้ติดตั้งกุญแจใหม่ · key {0} is retired; install a new one"
    " (lms keys make, lms keys install)"
)
_RENEW = (
    "LMS_SECRETS: ใบรับรองของกุญแจใช้ไม่ได้ในวันนี้ (ถึง {}) ให้ติดตั้งกุญแจใหม่ · the key's certificate is"
    " not valid today; install a new key (lms keys make, lms keys install)"
)


@dataclass(frozen=True, slots=True)
class KeyState:
    """What `lms doctor` says of the installed key. `remedy` is empty when all is well."""

    words: str
    remedy: str = ""
    grave: bool = True


def state_of_key() -> KeyState:
    """Whether the installed key may sign, can sign, and will go on doing so for a while."""
    settings = current_settings()
    test = signing_is_test()
    words = "กุญแจทดสอบ · test key" if test else "กุญแจจริง · real key"
    if not _has_key(settings.secrets):
        words = "ยังไม่มีกุญแจ · no key yet"
    reasons = [] if settings.is_demo else why_not_sign()
    if reasons or (reason := try_to_sign()):
        return KeyState(words, "; ".join(reasons or [reason]))
    key, _ = _installed(settings.secrets, stamp_of(settings.secrets))
    if not is_in_time(key.certificate, now() + _NOTICE):
        return KeyState(words, _SOON.format(key.certificate.not_valid_after_utc.date()), False)
    return KeyState(words)


_NOTICE = timedelta(days=60)  # an authority takes its time
_SOON = (
    "ใบรับรองของกุญแจใกล้หมดอายุ ({0}) ให้เตรียมกุญแจใหม่ · the key's certificate runs out on {0}:"
    " prepare a new key (lms keys make)"
)


def try_to_sign() -> str:
    """Why the installed keys cannot sign, tried once; "" when they can. Opens a token."""
    settings = current_settings()
    try:
        for key in _installed(settings.secrets, stamp_of(settings.secrets)):
            _check_signature(key)
    except SigningError as fault:
        return str(fault)
    return ""


def tried(folder: Path, name: str) -> SigningKey:
    """The key in a folder, after it has signed once; raises SigningError."""
    key = load_key(folder, name)
    if name == CREDENTIAL and not key.is_p256:
        raise SigningError("a credential is signed with a P-256 key")
    _check_signature(key)
    return key


def _check_signature(key: SigningKey) -> None:
    data = secrets.token_bytes(32)
    public = key.certificate.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(key.sign(data), data, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(key.sign(data), data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as fault:
        raise SigningError("the key does not belong to its certificate") from fault


@lru_cache(maxsize=2)
def _installed(folder: Path, _stamp: object) -> tuple[SigningKey, SigningKey]:
    """The document key and the credential key, without pyHanko: web pages never need it."""
    key = load_key(folder)
    return key, credential_key(folder, key)


def installed_ids() -> set[str]:
    """Ids of the keys that are in place; empty when they cannot be read."""
    return {key.key_id for key in installed_keys()}


def installed_keys() -> tuple[SigningKey, ...]:
    """The document key and the credential key that are in place; none when not readable."""
    settings = current_settings()
    try:
        return _installed(settings.secrets, stamp_of(settings.secrets))
    except SigningError:
        return ()


def list_key() -> SigningKey:
    """The key that signs lists of revocations: that of credentials, unless its work has ended.

    Whether its certificate has run out is not asked: a list that nobody can fetch helps nobody.
    Raises SigningError.
    """
    settings = current_settings()
    prepare(settings)
    key = _installed(settings.secrets, stamp_of(settings.secrets))[1]
    if reasons := _why_ended((key,)):
        raise SigningError("; ".join(reasons))
    return key


def signer() -> Signer:
    """The signer of this installation; parsed once a process and key file.

    Raises SigningError when its key is not fit to sign: a retired one, or one that production
    refuses, signs not even what was issued before.
    """
    settings = current_settings()
    prepare(settings)
    one = _signer(settings.secrets, stamp_of(settings.secrets))
    if reasons := _why_not_now(settings, one):
        raise SigningError("; ".join(reasons))
    return one


def _why_not_now(settings: Settings, one: Signer) -> list[str]:
    """Asked in a transaction that is over before the printing, which takes a while."""
    within = db.session().in_transaction()
    try:
        ended = _why_ended((one.key, one.credential_key))
        return ended or _why_unfit(settings)
    finally:
        if not within:
            db.session.rollback()


def _why_unfit(settings: Settings) -> list[str]:
    return [] if settings.is_demo else why_not_sign()


@lru_cache(maxsize=2)
def _signer(folder: Path, _stamp: object) -> Signer:
    from lms.certification.signing import Signer  # loads pyHanko, which web pages never need

    return Signer(folder)


def remember(one: Signer) -> None:
    """Keep the public halves for ever."""
    for key in (one.key, one.credential_key):
        remember_key(key)
