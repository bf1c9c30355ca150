"""Look at a backup alone: every part and every file is read, and the first fault is named."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from lms.certification.bar import Bar
from lms.safekeeping import files, manifest, parts, sealing
from lms.safekeeping.faults import Damaged, Stopped
from lms.safekeeping.files import Listed
from lms.safekeeping.manifest import FILES, KEYS, Manifest
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
    with Bar("ตรวจแฟ้ม · checking files", said.files) as bar:
        for some in batches(folder):
            _check_files(folder, some)
            count += len(some)
            size += sum(one.size for one in some)
            bar.add(len(some))
    if (count, size) != (said.files, said.size):
        raise Damaged(f"{manifest.LIST}: {count} ≠ {said.files}")
    return said


def batches(folder: Path) -> Iterator[list[Listed]]:
    """The files of a backup, some hundred at a time."""
    found = files.listed(folder)
    while some := list(islice(found, _BATCH)):
        yield some


def unsealed(backup: Path, said: Manifest, phrase: str) -> bytes:
    """The secrets in a backup, packed; raises Stopped when none are, or the phrase is another."""
    if not said.has_keys:
        raise Stopped("ข้อมูลสำรองนี้ไม่มีกุญแจ · there are no keys in this backup: leave --with-keys out")
    return sealing.unseal((backup / KEYS).read_bytes(), phrase, said.id)


def _check_files(folder: Path, some: list[Listed]) -> None:
    def one(file: Listed) -> None:
        parts.check(folder, f"{FILES}/{file.key}", Part(file.sha256, file.size))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(one, some))
