"""One digest for everything that a curriculum's folder says."""

import hashlib
import json
import re
from pathlib import Path

from lms.curricula.files.documents import read_document
from lms.curricula.files.media_files import visible_files
from lms.curricula.files.problems import Problems
from lms.curricula.files.source_file import SOURCES

_TEXTS = {".yaml", ".yml", ".md", ".svg", ".vtt", ".txt"}
_WORD = re.compile(r"\w+")


def content_hash(folder: Path) -> str:
    """SHA-256 over the names and contents of all files below `folder`, and over the sources of
    ../sources.yaml that they name.

    The same on every system: line ends, a byte order mark and files left by editors do not count.
    """
    digest = hashlib.sha256()
    words: set[str] = set()
    for file in visible_files(folder):
        content = file.read_bytes()
        if file.suffix.lower() in _TEXTS:
            content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            words.update(_WORD.findall(content.decode("utf-8", "replace")))
        name = file.relative_to(folder).as_posix().encode()
        for part in (name, content):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    digest.update(_named_sources(folder.parent / SOURCES, words))
    return digest.hexdigest()


def _named_sources(file: Path, words: set[str]) -> bytes:
    document = read_document(file, Problems())
    plain = document.plain if document and isinstance(document.plain, dict) else {}
    named = {key: source for key, source in plain.items() if key in words}
    return json.dumps(named, sort_keys=True, ensure_ascii=False).encode()
