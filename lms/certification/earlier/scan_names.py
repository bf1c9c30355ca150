"""Which certificate a scan is of, by the name of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lms.certification.earlier.numbering import number_fold, number_key
from lms.thai import fold

_OF_THE_SYSTEM = re.compile(
    r"(?:^|/)(?:__MACOSX|\.(?!\.))|(?:^|/)(?:thumbs\.db|desktop\.ini)$", re.IGNORECASE
)
_PAGE = re.compile(
    r"[\s_\-.]*(?:\(\d{1,2}\)|หน้า\s*\d{1,2}|p(?:age)?\.?\s*\d{1,2}|_\d{1,2}|ด้านหน้า|ด้านหลัง)$",
    re.IGNORECASE,
)
_OF_A_CAMERA = re.compile(
    r"^(?:img|dsc|dcim|scan|image|photo|picture|doc|รูป|ภาพ|สแกน)", re.IGNORECASE
)

NO_MATCH, AMBIGUOUS = "no_match", "ambiguous"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a certificate when scans are matched."""

    certificate_id: int
    number: str
    holder_key: str
    scan_name: str | None


@dataclass(slots=True)
class Papers:
    """The certificates of one import, found by a file's name."""

    by_name: dict[str, list[Paper]] = field(default_factory=dict)
    by_number: dict[str, list[Paper]] = field(default_factory=dict)

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Papers:
        """Put them in order once for all files."""
        kept = cls()
        for paper in papers:
            if paper.scan_name:
                kept.by_name.setdefault(name_key(paper.scan_name), []).append(paper)
            kept.by_number.setdefault(number_key(paper.number), []).append(paper)
        return kept

    def match(self, file_name: str) -> Paper | str:
        """The one certificate it is of; else NO_MATCH or AMBIGUOUS."""
        stem = _stem(file_name)
        whole = _PAGE.sub("", stem)
        for written in (stem, whole):
            if named := self.by_name.get(fold(written)):
                return named[0] if len(named) == 1 else AMBIGUOUS
        if _OF_A_CAMERA.match(stem):
            return NO_MATCH  # its number was counted by a machine
        for written in (stem, whole):
            if found := self.by_number.get(number_key(written)):
                return _only(found, written)
        return NO_MATCH


def _only(papers: list[Paper], written: str) -> Paper | str:
    """One of those with this number: by its letters, or by a name behind the number."""
    if len(papers) == 1:
        return papers[0]
    folded = fold(written)
    for fits in (
        [paper for paper in papers if paper.holder_key in folded],
        [paper for paper in papers if number_fold(paper.number) == number_fold(written)],
    ):
        if len(fits) == 1:
            return fits[0]
    return AMBIGUOUS


def name_key(file_name: str) -> str:
    """A file's name in a column or in a zip: without folders and ending."""
    return fold(_stem(file_name))


def is_of_the_system(path: str) -> bool:
    """What Windows and macOS leave in folders."""
    return bool(_OF_THE_SYSTEM.search(path))


def readable_name(stored: str, *, is_utf8: bool) -> str:
    """A name in a zip: Windows in Thailand writes it in its own code page and does not say so."""
    if is_utf8:
        return stored
    raw = stored.encode("cp437", "replace")
    for encoding in ("utf-8", "cp874"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return stored


def _stem(file_name: str) -> str:
    return PurePosixPath(file_name.replace("\\", "/")).stem.strip()
