"""Looks into one unknown file: its text, numbers of ours in it, its signature, its first page.

Run in a process of its own as `python -m lms.verification.examine`: a file on standard input,
lines of JSON on standard output; limited first of all (lms.confined). What would unpack to far too
much is not opened. Text is said first: what takes too long must not hide what was found.
"""

from __future__ import annotations

import base64
import json
import re
import signal
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any

from lms.confined import give_up_what_is_not_needed
from lms.verification.weighing import is_bomb

MEMORY = 448 * 2**20  # bytes of address space; a sheet of A3 scanned at 600 dots takes 313 MB
PROCESSOR = 5  # seconds of processor time
DRAWING = 1.5  # of them for the picture; our own page takes a tenth
PAGES = 20
LINES = 400
CHARACTERS = 100_000
ATTACHMENTS = 10
HEAVIEST_ATTACHMENT = 200_000  # bytes
PICTURE = 280  # pixels of the first page's longer side

_UNSIGNED = {
    **dict.fromkeys(("signed", "intact", "whole_file", "known_key"), False),
    "key_id": None,
}
_TOKEN = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SCRIPTED = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|RichMedia)\b")


def main() -> None:
    """A line for each thing that could be found."""
    give_up_what_is_not_needed(memory=MEMORY, processor=PROCESSOR)
    trusted, _, content = sys.stdin.buffer.read().partition(b"\0")
    if is_bomb(content):
        _say({"unreadable": "heavy"})
        return
    document = _opened(content)
    if document is None:
        return
    sys.modules["aiohttp"] = _Absent("aiohttp")
    _say(look(document, content))
    if trusted:
        _say({"signature": signature(content, json.loads(trusted))})
    signal.setitimer(signal.ITIMER_PROF, DRAWING)  # ends the process: nothing is left to say
    _say({"picture": _picture(document)})


class _Absent(ModuleType):
    """A library for networks, of which there is none here: pyHanko loads it, to ask for time
    stamps, and that takes longer than all the rest of looking into a file."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return object


def _opened(content: bytes) -> Any:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        encrypted = "password" in str(fault).lower()
        _say({"unreadable": "encrypted" if encrypted else "damaged"})
        return None


def look(document: Any, content: bytes) -> dict[str, Any]:
    """Text of the first pages and of what is attached, and what else is in the file."""
    attachments = _attached(document)
    texts = [_readable(each) for each in attachments]
    hidden = [*document.get_metadata_dict().values(), *texts, _plain(content)]
    tokens = (each.strip() for each in attachments if _TOKEN.fullmatch(each.strip()))
    return {
        "lines": _lines(document),
        "hidden": "\n".join(hidden)[:CHARACTERS],
        "token": next(tokens, b"").decode("ascii"),
        "pages": len(document),
        "added": sum(_annotations(document[place]) for place in range(min(len(document), PAGES))),
        "acts": _SCRIPTED.search(content) is not None,
    }


def _lines(document: Any) -> list[str]:
    lines: list[str] = []
    for number in range(min(len(document), PAGES)):
        text = document[number].get_textpage().get_text_bounded()
        lines += [line.strip() for line in text[:CHARACTERS].splitlines() if line.strip()]
        if len(lines) >= LINES:
            break
    return [line[:1000] for line in lines[:LINES]]


def _attached(document: Any) -> list[bytes]:
    count = min(document.count_attachments(), ATTACHMENTS)
    each = (document.get_attachment(number).get_data() for number in range(count))
    return [bytes(content)[:HEAVIEST_ATTACHMENT] for content in each]


def _readable(content: bytes) -> str:
    """The text of an attachment; the claims of one that is a signed credential."""
    parts = content.split(b".")
    if len(parts) == 3:
        with suppress(ValueError):
            content = base64.urlsafe_b64decode(parts[1] + b"==")
    return content.decode("utf-8", "replace")


def _plain(content: bytes) -> str:
    """Metadata that is stored as it is: XMP packets."""
    start = content.find(b"<x:xmpmeta")
    end = content.find(b"</x:xmpmeta>", start, start + 60_000) if start >= 0 else -1
    return content[start:end].decode("utf-8", "replace") if end >= 0 else ""


def _annotations(page: Any) -> int:
    """What was laid upon a page: notes, stamps, boxes to fill in."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    return int(pdfium.FPDFPage_GetAnnotCount(page))


def _picture(document: Any) -> dict[str, Any] | None:
    """The first page as it is seen, small and grey."""
    if not len(document):
        return None
    page = document[0]
    longer = max(page.get_size())
    if not 1 <= longer <= 20_000:
        return None
    drawn = page.render(scale=PICTURE / longer, grayscale=True, may_draw_forms=True)
    rows = bytes(drawn.buffer)
    kept = (
        rows[start : start + drawn.width]
        for start in range(0, drawn.stride * drawn.height, drawn.stride)
    )
    return {"width": drawn.width, "grey": base64.b64encode(b"".join(kept)).decode("ascii")}


def signature(content: bytes, trusted: list[str]) -> dict[str, Any]:
    """What `signing.inspect` finds; an empty mapping when it cannot judge."""
    if b"/ByteRange" not in content:  # so that what judges signatures need not be loaded
        return _UNSIGNED
    from lms.certification.signing import UnreadablePdf, inspect

    try:
        found = inspect(content, trusted)
    except UnreadablePdf:
        return {}
    return {name: getattr(found, name) for name in _UNSIGNED}


def _say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
