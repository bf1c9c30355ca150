"""Has an unknown file looked into, in a limited process; two at once on this machine."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.config import current_settings
from lms.confined import NoTurn, Places, ask
from lms.verification.comparison import Picture

__all__ = ["Examined", "NoTurn", "Signature", "examine"]

SECONDS = 6.5  # with the wait for a place and a look at the original, within ten
_places = Places("examine")


@dataclass(frozen=True, slots=True)
class Signature:
    """What the file's last signature says."""

    signed: bool
    intact: bool
    whole_file: bool
    known_key: bool
    key_id: str | None = None
    compromised_key: bool = False  # it may have been in strange hands


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file. `unreadable` says why nothing was: encrypted | damaged | heavy."""

    unreadable: str | None = None
    lines: list[str] = field(default_factory=list)
    hidden: str = ""  # metadata and attachments
    token: str = ""  # the first attached credential, not judged
    pages: int = 0
    added: int = 0  # notes, stamps and boxes upon the pages
    acts: bool = False  # scripts, or orders to the reader's program
    signature: Signature | None = None
    picture: Picture | None = None


def examine(content: bytes, trusted: Sequence[str] = ()) -> Examined:
    """Text and, judged by the PEM certificates given, signature; raises NoTurn."""
    keys = json.dumps(list(trusted)).encode() if trusted else b""
    with _places.turn(current_settings().data):
        said = ask("lms.verification.examine", keys, b"\0", content, seconds=SECONDS)
    told: dict[str, Any] = {}
    for line in said.splitlines():
        if line.endswith(b"}"):
            told |= json.loads(line)
    if not told:
        return Examined(unreadable="heavy")
    told["signature"] = _signature(told.get("signature"))
    told["picture"] = _picture(told.get("picture"))
    return Examined(**told)


def _signature(said: dict[str, Any] | None) -> Signature | None:
    if not said:
        return None
    return Signature(
        said["signed"], said["intact"], said["whole_file"], said["known_key"], said["key_id"]
    )


def _picture(said: dict[str, Any] | None) -> Picture | None:
    return Picture(said["width"], b64decode(said["grey"])) if said else None
