"""Has an unknown file looked into, in a limited process; two at once on this machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.config import current_settings
from lms.confined import NoTurn, Places, ask

__all__ = ["Examined", "NoTurn", "Signature", "examine"]

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
    signature: Signature | None = None


def examine(content: bytes, trusted: Sequence[str] = ()) -> Examined:
    """Text and, judged by the PEM certificates given, signature; raises NoTurn."""
    keys = json.dumps(list(trusted)).encode() if trusted else b""
    with _places.turn(current_settings().data):
        said = ask("lms.verification.examine", keys, b"\0", content)
    answers = [json.loads(line) for line in said.splitlines() if line.endswith(b"}")]
    if not answers:
        return Examined(unreadable="heavy")
    first = answers[0]
    return Examined(
        unreadable=first.get("unreadable"),
        lines=first.get("lines", []),
        hidden=first.get("hidden", ""),
        signature=_signature(answers[1]) if len(answers) > 1 else None,
    )


def _signature(said: dict[str, Any]) -> Signature | None:
    if not said:
        return None
    return Signature(
        said["signed"], said["intact"], said["whole_file"], said["known_key"], said["key_id"]
    )
