"""The key that signs the log's heads: Ed25519, made at first run, in the folder of secrets."""

from __future__ import annotations

from base64 import b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lms.certification.log.notes import public_bytes
from lms.config import Settings
from lms.keys import secret, write_secret

FILE = "log.key"


def log_key(settings: Settings) -> Ed25519PrivateKey:
    """The key in use; a first one is made."""
    return Ed25519PrivateKey.from_private_bytes(secret(settings, FILE))


def replace_key(settings: Settings) -> tuple[Ed25519PrivateKey, Ed25519PrivateKey]:
    """Put a new key into the old one's place; both. The old one stays beside it, named by itself.

    Killed in between, it leaves no key in place, and the next one who needs one makes it.
    """
    old = log_key(settings)
    path = settings.secrets / FILE
    path.rename(path.with_name(f"log-{public_bytes(old).hex()[:16]}.key"))
    new = Ed25519PrivateKey.generate()
    write_secret(path, b64encode(new.private_bytes_raw()))
    return old, log_key(settings)
