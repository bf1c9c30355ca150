"""Pictures, downloads, sound and film of an edition: where they lie and what they are."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from lms.storage import store

PREFIX = "/media/"
_UNKNOWN = "application/octet-stream"
_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt; charset=utf-8",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a browser may show in its place; everything else is only ever downloaded.
SHOWN = ("image/", "audio/", "video/", "text/vtt")


def address(edition_id: int, path: str) -> str:
    """Where a browser asks for a file of an edition."""
    return f"{PREFIX}{edition_id}/{quote(path)}"


def content_type(path: str) -> str:
    """By the name's ending; what is not known is only bytes."""
    return _TYPES.get(PurePosixPath(path).suffix.lower(), _UNKNOWN)


def keep(file: Path) -> tuple[str, str]:
    """Put a file into the store under its own digest; (key, SHA-256)."""
    content = file.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    key = f"media/{digest[:2]}/{digest}"
    if not store().exists(key):
        store().put(key, content)
    return key, digest
