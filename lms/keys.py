"""Secrets in a folder of their own: made at first run, readable by the owner alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from lms.config import Settings, current_settings


def secret(settings: Settings, name: str) -> bytes:
    """32 random bytes kept under `name`; two processes that start at once get the same."""
    path = settings.secrets / name
    try:
        return _read(path)
    except FileNotFoundError:
        settings.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(path, base64.b64encode(secrets.token_bytes(32)))
        return _read(path)


def write_secret(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; one that is there already stays.

    It is on the disk when this returns: what is encrypted or signed with it may be there next.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails where another process was first: its file is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> bytes:
    return base64.b64decode(path.read_bytes())


def session_key(settings: Settings) -> bytes:
    """The key that signs the session cookie."""
    return secret(settings, "session.key")


def blind_index(purpose: str, value: str) -> str:
    """A keyed digest, to find a value that is stored encrypted only."""
    key = secret(current_settings(), "blind-index.key")
    return hmac.new(key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def _cipher() -> MultiFernet:
    """Newest key first; `national-id.key`, then `national-id-<n>.key` of earlier rotations."""
    settings = current_settings()
    newest = secret(settings, "national-id.key")
    older = [_read(p) for p in sorted(settings.secrets.glob("national-id-*.key"), reverse=True)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in (newest, *older)])


def encrypt(text: str) -> str:
    """Text that only this installation can read again."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str | None:
    """The text, or None when no key of ours opens it."""
    try:
        return _cipher().decrypt(token.encode("ascii")).decode()
    except InvalidToken:
        return None
