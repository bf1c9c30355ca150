"""The folder of secrets as one file that a passphrase opens: scrypt, then AES-256-GCM."""

from __future__ import annotations

import io
import json
import os
import tarfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lms.safekeeping.faults import Damaged, Stopped

LEAST = 12  # characters of a passphrase
SESSION = "session.key"  # never restored: everybody signs in again
_COST = 2**17  # 128 MB and a third of a second for each guess


def seal(folder: Path, phrase: str, backup_id: str) -> bytes:
    """Every file of the folder; opened only with the phrase, and only as part of that backup."""
    if len(phrase) < LEAST:
        raise Stopped(
            f"รหัสผ่านต้องยาวอย่างน้อย {LEAST} ตัวอักษร · a passphrase of {LEAST} characters at least"
        )
    salt, nonce = os.urandom(16), os.urandom(12)
    head = json.dumps(
        {"kdf": "scrypt", "n": _COST, "r": 8, "p": 1, "salt": salt.hex(), "nonce": nonce.hex()}
    ).encode()
    cipher = AESGCM(_key(phrase, salt, _COST))
    return head + b"\n" + cipher.encrypt(nonce, _packed(folder), head + backup_id.encode())


def unseal(content: bytes, phrase: str, backup_id: str) -> bytes:
    """The packed folder; raises Stopped when the phrase is another."""
    head, _, body = content.partition(b"\n")
    try:
        said = json.loads(head)
        salt, nonce, cost = bytes.fromhex(said["salt"]), bytes.fromhex(said["nonce"]), said["n"]
        if cost > 2**20:
            raise ValueError(f"scrypt n={cost}")
        return AESGCM(_key(phrase, salt, cost)).decrypt(nonce, body, head + backup_id.encode())
    except InvalidTag:
        raise Stopped("รหัสผ่านของกุญแจไม่ถูกต้อง · the passphrase does not open the keys") from None
    except (ValueError, KeyError, TypeError) as fault:
        raise Damaged(f"keys.sealed: อ่านไม่ได้ · cannot be read ({fault})") from fault


def unpack(packed: bytes, folder: Path) -> None:
    """Put the secrets back, for this account alone, all but the key of the session cookies."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        for member in tar.getmembers():
            member.mode = 0o700 if member.isdir() else 0o600
            if member.name != SESSION:
                tar.extract(member, folder, set_attrs=False, filter="data")
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def in_token(folder: Path) -> list[str]:
    """Keys that are named here and lie in a token: they cannot be copied."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def _packed(folder: Path) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_dir() or (path.is_file() and not path.is_symlink()):
                tar.add(path, path.relative_to(folder).as_posix(), recursive=False)
    return content.getvalue()


def _key(phrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(phrase.encode())
