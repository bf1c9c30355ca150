"""Looks into one unknown file: its text, numbers of ours in it, and its signature.

Run in a process of its own as `python -m lms.verification.examine`: a file on standard input,
lines of JSON on standard output; limited first of all (lms.confined).
"""

from __future__ import annotations

import base64
import json
import re
import sys
from dataclasses import asdict
from typing import Any

from lms.confined import give_up_what_is_not_needed

PAGES = 20
LINES = 400
CHARACTERS = 100_000
ATTACHMENTS = 10
HEAVIEST_ATTACHMENT = 200_000  # bytes


def main() -> None:
    """Text first, then the signature: what takes too long must not hide what was found."""
    give_up_what_is_not_needed()
    trusted, _, content = sys.stdin.buffer.read().partition(b"\0")
    _say(look(content))
    if trusted:
        _say(signature(content, json.loads(trusted)))


def look(content: bytes) -> dict[str, Any]:
    """Text of the first pages and of what is attached, or why it cannot be read."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        encrypted = "password" in str(fault).lower()
        return {"unreadable": "encrypted" if encrypted else "damaged"}
    hidden = [*document.get_metadata_dict().values(), *_attached(document), _plain(content)]
    return {"lines": _lines(document), "hidden": "\n".join(hidden)[:CHARACTERS]}


def _lines(document: Any) -> list[str]:
    lines: list[str] = []
    for number in range(min(len(document), PAGES)):
        text = document[number].get_textpage().get_text_bounded()
        lines += [line.strip() for line in text[:CHARACTERS].splitlines() if line.strip()]
        if len(lines) >= LINES:
            break
    return [line[:1000] for line in lines[:LINES]]


def _attached(document: Any) -> list[str]:
    """The text of attachments; the claims of one that is a signed credential."""
    texts = []
    for number in range(min(document.count_attachments(), ATTACHMENTS)):
        content = bytes(document.get_attachment(number).get_data())[:HEAVIEST_ATTACHMENT]
        parts = content.split(b".")
        if len(parts) == 3:
            content = base64.urlsafe_b64decode(parts[1] + b"==")
        texts.append(content.decode("utf-8", "replace"))
    return texts


def _plain(content: bytes) -> str:
    """Metadata that is stored as it is: XMP packets."""
    packet = re.search(rb"<x:xmpmeta.{1,60000}?</x:xmpmeta>", content, re.DOTALL)
    return packet[0].decode("utf-8", "replace") if packet else ""


def signature(content: bytes, trusted: list[str]) -> dict[str, Any]:
    """What `signing.inspect` finds; an empty mapping when it cannot judge."""
    from lms.certification.signing import UnreadablePdf, inspect

    try:
        found = inspect(content, trusted)
    except UnreadablePdf:
        return {}
    said = asdict(found) | {"ours": found.ours}
    said["signed_at"] = found.signed_at.isoformat() if found.signed_at else None
    return said


def _say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
