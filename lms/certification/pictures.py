"""The issuer's own pictures: its emblem and the signatures. Each is kept under its content, so
that a certificate is printed with those that it was issued with, however late."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

from lms.artwork import art
from lms.certification.facts import CertificateFacts
from lms.config import Settings
from lms.storage import Missing, store

HEAVIEST = {"logo": 4_700, "signature": 1_500, "signature2": 1_500}  # bytes, of 70 kB in all
_SIDES = {"logo": 400, "signature": 500, "signature2": 500}  # pixels
_DIGEST = re.compile(r"[0-9a-f]{64}")


def issuers_pictures(settings: Settings) -> dict[str, bytes]:
    """Those of the settings, by the names that designs know them by."""
    files = {
        "logo": settings.issuer_logo,
        "signature": settings.signature_picture,
        "signature2": settings.signature2_picture,
    }
    return {name: file.read_bytes() for name, file in files.items() if file}


def pictures_of(facts: CertificateFacts, of_old: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """A certificate's own; `of_old` for one that was issued before they were kept."""
    if facts.pictures is None:
        return of_old
    return {name: kept_picture(digest) for name, digest in facts.pictures.items()}


def clean_picture(name: str, content: bytes) -> str:
    """Keep a picture that somebody sent, made small and clean; its digest. Raises BadPicture."""
    return keep_picture(art(content, _SIDES[name], HEAVIEST[name], ink=name != "logo"))


def keep_picture(content: bytes) -> str:
    """Keep a picture as it is, for ever; its digest."""
    digest = hashlib.sha256(content).hexdigest()
    store().put(_key(digest), content)
    return digest


@lru_cache(maxsize=32)
def kept_picture(digest: str) -> bytes:
    """A picture by its digest; raises Missing, also for what is no digest."""
    if not _DIGEST.fullmatch(digest):
        raise Missing(digest)
    return store().get(_key(digest))


def _key(digest: str) -> str:
    return f"issuer/{digest}"
