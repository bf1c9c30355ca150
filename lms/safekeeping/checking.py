"""Look at a backup alone: every part and every file is read, and the first fault is named."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from lms.certification.bar import Bar
from lms.safekeeping import files, manifest, parts
from lms.safekeeping.faults import Damaged
from lms.safekeeping.files import Listed
from lms.safekeeping.manifest import FILES, Manifest
from lms.safekeeping.parts import Part

_AT_ONCE = 4
_BATCH = 512


def check(folder: Path) -> Manifest:
    """Read every byte; raises Damaged, naming the part, or Stopped: of a newer version."""
    said = manifest.read(folder)
    for name, part in said.parts.items():
        parts.check(folder, name, part)
    missing = [name for name in said.tables if manifest.table_part(name) not in said.parts]
    if missing or manifest.LIST not in said.parts:
        raise Damaged(f"{manifest.NAME}: {', '.join(missing) or manifest.LIST}?")
    count = size = 0
    with Bar("ตรวจแฟ้ม · checking files, bytes", said.size) as bar:
        for some in batches(folder):
            _check_files(folder, some)
            count, read = count + len(some), sum(one.size for one in some)
            size += read
            bar.add(read)
    if (count, size) != (said.files, said.size):
        raise Damaged(f"{manifest.LIST}: {count} ≠ {said.files}")
    return said


def batches(folder: Path) -> Iterator[list[Listed]]:
    """The files of a backup, some hundred at a time."""
    found = files.listed(folder)
    while some := list(islice(found, _BATCH)):
        yield some


def _check_files(folder: Path, some: list[Listed]) -> None:
    def one(file: Listed) -> None:
        parts.check(folder, f"{FILES}/{file.key}", Part(file.sha256, file.size))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(one, some))
