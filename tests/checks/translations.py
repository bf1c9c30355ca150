"""The catalogues say in both languages exactly what the code and the templates ask for.

Run by bin/check: `python -m tests.checks.translations`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from lms.root import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def asked() -> dict[str, str]:
    """Every message of the code and the templates, with the first place that says it."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, str] = {}
    for name, line, message, _comments, _context in extract_from_dir(
        str(ROOT), methods, options, keywords=KEYWORDS, directory_filter=_is_ours
    ):
        words = message if isinstance(message, str) else message[0]
        found.setdefault(words, f"{name}:{line}")
    return found


def _is_ours(folder: str) -> bool:
    """Folders of macros begin with `_`, which Babel would pass over."""
    name = Path(folder).name
    return not name.startswith(".") and name not in {"node_modules", "instance", "__pycache__"}


def faults_of(language: str, catalogue: Catalog, wanted: dict[str, str]) -> Iterator[str]:
    """What one language lacks, has too much, or says with other values than asked."""
    said = {_words(message): message for message in catalogue if message.id}
    for words, place in wanted.items():
        if words not in said or not all(_strings(said[words])):
            yield f"{place}: not in {language}: {words}"
    for words, message in said.items():
        if words not in wanted:
            yield f"{language}: asked for nowhere: {words}"
        elif message.fuzzy:
            yield f"{language}: fuzzy: {words}"
        else:
            yield from _faults_of_message(language, words, message)


def _faults_of_message(language: str, words: str, message: Message) -> Iterator[str]:
    expected = set(PLACEHOLDER.findall(words))
    for string in filter(None, _strings(message)):
        if set(PLACEHOLDER.findall(string)) != expected:
            yield f"{language}: other values than asked: {words} → {string}"
        if language == "th" and string != words:
            yield f"th: not the words of the page: {words} → {string}"


def _words(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def faults() -> Iterator[str]:
    """One line a fault, over both catalogues."""
    wanted = asked()
    for language in ("th", "en"):
        path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
        with path.open("rb") as file:
            yield from faults_of(language, read_po(file, locale=language), wanted)


def main() -> int:
    """The report, and 1 when it is not empty."""
    found = list(faults())
    print("\n".join(found) or "both catalogues complete, nothing stale")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
