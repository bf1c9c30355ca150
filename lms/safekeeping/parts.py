"""The parts of a backup: written once, durable, each with its SHA-256; read back only if whole."""

from __future__ import annotations

import ctypes
import gzip
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lms.safekeeping.faults import Damaged

_PIECE = 2**20
_FAST = 4  # of gzip's nine levels


@dataclass(frozen=True, slots=True)
class Part:
    """What a file of the backup must be."""

    sha256: str
    size: int


class _Counted:
    """A file that adds up what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        self._size += len(content)
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    def part(self) -> Part:
        return Part(self._digest.hexdigest(), self._size)


def write_bytes(path: Path, content: bytes) -> Part:
    """One file, durable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Part(hashlib.sha256(content).hexdigest(), len(content))


def write_lines(path: Path, lines: Iterable[str]) -> Part:
    """Lines, compressed and durable; memory stays flat however many there are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        counted: Any = _Counted(file)
        with gzip.GzipFile("", "wb", _FAST, counted, mtime=0) as packed:
            for line in lines:
                packed.write(line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part: Part = counted.part()
    return part


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a part that `check` found whole."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as file:
            for line in file:
                yield line.removesuffix("\n")
    except (OSError, EOFError, ValueError) as fault:
        raise Damaged(f"{path.name}: อ่านไม่ได้ · cannot be read ({fault})") from fault


def check(folder: Path, name: str, part: Part) -> None:
    """Read a part whole; raises Damaged, naming it, when it is not as it was written."""
    path = folder / name
    try:
        found = digest(path)
    except FileNotFoundError:
        raise Damaged(f"{name}: ไม่มีแฟ้มนี้ · is missing from the backup") from None
    except OSError as fault:
        raise Damaged(f"{name}: อ่านไม่ได้ · cannot be read ({fault.strerror})") from fault
    if found != part:
        raise Damaged(f"{name}: เนื้อหาเปลี่ยนไป · is not what was backed up (SHA-256 differs)")


def digest(path: Path) -> Part:
    """SHA-256 and size, a piece at a time."""
    total, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
            size += len(piece)
    return Part(total.hexdigest(), size)


def settle(folder: Path) -> None:
    """Wait until everything written on this disk is on it; raises OSError when it is not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if not hasattr(libc, "syncfs"):
            os.sync()
        elif libc.syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Its names are on the disk when we leave."""
    yield
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
