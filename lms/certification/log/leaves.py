"""What a leaf says: public words, and commitments to what only those concerned are shown. Pure.

A commitment is SHA-256 over 16 random bytes and the canonical JSON (RFC 8785) of something.
Whoever is given both can check it; whoever has the leaf alone learns nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

VERSION = 1
SALT = 16  # bytes; a leaf has three, one for each commitment
SALTS = 3 * SALT


class Kind(StrEnum):
    """What happened. Status changes may have kinds of their own beside these."""

    OPENED = "opened"  # first of every log: where it goes on from
    KEY = "key"  # a key that signs heads from now on
    HEAD = "head"  # the head that was signed last, before the next is
    ISSUED = "issued"
    DOCUMENT = "document"
    REVOKED = "revoked"
    ADOPTED = "adopted"  # all that was there before the log is in it now
    ERASED = "erased"  # a certificate was taken away with its holder
    ANONYMISED = "anonymised"  # who took it back was taken away
    PINNING = "pinning"  # from here on rows of these tables are held fast
    PINNED = "pinned"  # so many rows of other tables, each by its hash
    UNPINNED = "unpinned"  # rows that changed with an erasure


# Kinds that hide nothing, and those whose content stands beside them for ever.
PUBLIC = frozenset({Kind.OPENED, Kind.KEY, Kind.HEAD, Kind.ADOPTED, Kind.PINNING})
KEPT = PUBLIC | {Kind.PINNED, Kind.UNPINNED}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as it stands in the tree."""

    kind: str
    logged_at: datetime
    content: bytes
    record: bytes | None = None
    actor: bytes | None = None
    before_log: bool = False

    @property
    def text(self) -> str:
        """Its bytes, as text of one line."""
        said: dict[str, Any] = {
            "at": moment(self.logged_at),
            "kind": self.kind,
            "content": self.content.hex(),
            "v": VERSION,
        }
        if self.record is not None:
            said["record"] = self.record.hex()
        if self.actor is not None:
            said["actor"] = self.actor.hex()
        if self.before_log:
            said["before_log"] = True
        return canonical(said)


def commit_content(salt: bytes, content: Mapping[str, Any]) -> bytes:
    """The commitment to what happened, as those concerned may see it."""
    return _commit(salt[:SALT], content)


def commit_record(salt: bytes, record: Mapping[str, Any]) -> bytes:
    """The commitment to the row that keeps it."""
    return _commit(salt[SALT : 2 * SALT], record)


def commit_actor(salt: bytes, person_id: int) -> bytes:
    """The commitment to who did it."""
    return _commit(salt[2 * SALT :], {"person": person_id})


def salt_of(salt: bytes, leaf: Leaf) -> bytes:
    """As much of 48 random bytes as the leaf's commitments have used."""
    if leaf.actor is not None:
        return salt
    return salt[:SALT] if leaf.record is None else salt[: 2 * SALT]


def _commit(salt: bytes, said: Mapping[str, Any]) -> bytes:
    return sha256(salt + canonical(said).encode()).digest()


def canonical(said: Mapping[str, Any]) -> str:
    """Canonical JSON, for the names in ASCII and the numbers of ordinary size that we have."""
    return _ENCODER.encode(plain(said))


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})  # asked first: a certificate has fifty


def plain(value: Any) -> Any:
    """The same in what JSON knows; a whole number is written without a point."""
    if isinstance(value, dict | Mapping):
        return {key: one if type(one) in _AS_THEY_ARE else plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def moment(at: datetime) -> str:
    """A moment in UTC to the microsecond."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
