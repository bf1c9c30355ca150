"""Signed heads: C2SP tlog-checkpoint in a C2SP signed-note, with Ed25519. Pure.

Three lines (origin, size, root), an empty one, and signatures, each naming its key.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_ED25519 = b"\x01"
_BASE64 = r"[A-Za-z0-9+/]+={0,2}"
_NOTE = re.compile(
    rf"^(?P<text>(?P<origin>[^\n]+)\n(?P<size>0|[1-9]\d*)\n(?P<root>{_BASE64})\n(?:[^\n]+\n)*)"
    rf"\n(?P<signed>(?:— [^\s+]+ {_BASE64}\n)+)",
    re.MULTILINE,
)
_SIGNATURE = re.compile(rf"— ([^\s+]+) ({_BASE64})\n")
_VERIFIER = re.compile(rf"^([^\s+]+)\+([0-9a-f]{{8}})\+({_BASE64})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """What a log said of itself: this many leaves, this root. `note` is all of it, signed."""

    origin: str
    size: int
    root: bytes
    note: str = ""

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of a key's public half."""
    return key.public_key().public_bytes_raw()


def key_hash(name: str, public: bytes) -> bytes:
    """Four bytes by which a signature names its key."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The public key as others take it: name, its hash and itself in one line."""
    return f"{name}+{key_hash(name, public).hex()}+{b64encode(_ED25519 + public).decode()}"


def sign(head: Head, keys: Iterable[Ed25519PrivateKey]) -> str:
    """The head as a signed note; keys go by the log's own name."""
    lines = [head.text, "\n"]
    for key in keys:
        hashed = key_hash(head.origin, public_bytes(key))
        signature = b64encode(hashed + key.sign(head.text.encode())).decode()
        lines.append(f"— {head.origin} {signature}\n")
    return "".join(lines)


def read(note: str) -> Head:
    """One signed note, its signatures not yet judged; raises ValueError."""
    found = list(read_all(note))
    if len(found) != 1 or found[0].note != note:
        raise ValueError("not one signed head")
    return found[0]


def read_all(text: str) -> Iterator[Head]:
    """Every signed note of a text, in order."""
    for match in _NOTE.finditer(text):
        yield Head(match["origin"], int(match["size"]), b64decode(match["root"]), match[0])


def read_keys(text: str) -> dict[str, set[bytes]]:
    """The verifier keys of a text, by name; raises ValueError for one that belies itself."""
    found: dict[str, set[bytes]] = {}
    for name, hashed, encoded in _VERIFIER.findall(text):
        key = b64decode(encoded)
        if key[:1] != _ED25519 or key_hash(name, key[1:]).hex() != hashed:
            raise ValueError(f"not a key of ours: {name}+{hashed}")
        found.setdefault(name, set()).add(key[1:])
    return found


def signers_of(note: str, name: str, publics: Iterable[bytes]) -> list[bytes]:
    """Which of these public keys signed it under that name."""
    text, _, signed = note.rpartition("\n\n")
    held = {key_hash(name, public): public for public in publics}
    good = []
    for signer, encoded in _SIGNATURE.findall(signed):
        content = b64decode(encoded)
        public = held.get(content[:4]) if signer == name else None
        if public and _is_by(public, content[4:], f"{text}\n".encode()):
            good.append(public)
    return good


def _is_by(public: bytes, signature: bytes, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True
