"""Files and PDFs: a local folder by default, S3 when configured. Durable before it returns."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lms.config import current_settings

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")

_AT_ONCE = 8
_PIECE = 2**18  # bytes asked for at a time of a file that is read in pieces


class Missing(LookupError):
    """No file of that key."""


def is_key(text: str) -> bool:
    """Whether a file may have this name."""
    return _KEY.fullmatch(text) is not None


class Stored(NamedTuple):
    """A file as the store lists it; another `stamp` is another writing."""

    key: str
    size: int
    stamp: str


class Store:
    """Bytes by key. Keys are lower-case ASCII paths; a key once written is never changed."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._root = Path(url2pathname(parts.path)) if parts.scheme == "file" else None
        self._store = _open(url, self._root)

    def put(self, key: str, content: bytes) -> None:
        """Store once; the same key again with the same bytes is no error."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        _check(key)
        try:
            obstore.put(self._store, key, content, mode="create")
        except AlreadyExistsError:
            if self.get(key) != content:
                raise
        if self._root is not None:
            _sync(self._root, key)

    def put_file(self, key: str, content: IO[bytes]) -> None:
        """Store what is too large for memory. The key must be new: nothing asks whether it is."""
        import obstore

        _check(key)
        obstore.put(self._store, key, content)
        if self._root is not None:
            _sync(self._root, key)

    def put_many(self, files: Mapping[str, bytes]) -> None:
        """Store several, waiting for disk or network once and not for one after the other."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(self.put, files.keys(), files.values()))

    def get(self, key: str) -> bytes:
        """The bytes of `key`; raises Missing."""
        import obstore

        _check(key)
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise Missing(key) from None

    def part(self, key: str, start: int, end: int) -> bytes:
        """The bytes of `key` from `start` up to, not including, `end`; raises Missing."""
        import obstore

        _check(key)
        try:
            return bytes(obstore.get_range(self._store, key, start=start, end=end))
        except FileNotFoundError:
            raise Missing(key) from None

    def opened(self, key: str) -> BufferedReader:
        """The file of `key` to read and seek in, a piece at a time; raises Missing."""
        import obstore

        _check(key)
        try:
            size = obstore.head(self._store, key)["size"]
        except FileNotFoundError:
            raise Missing(key) from None
        return BufferedReader(_Pieces(self, key, size), _PIECE)

    def exists(self, key: str) -> bool:
        """Whether `key` has been stored."""
        import obstore

        _check(key)
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def files(self) -> Iterator[Stored]:
        """Every file, in no order, a few at a time; what is no key of ours is left out."""
        import obstore

        for some in obstore.list(self._store, chunk_size=1000):
            for one in some:
                if is_key(one["path"]):
                    yield Stored(one["path"], one["size"], one["last_modified"].isoformat())

    def delete(self, key: str) -> None:
        """Remove `key`; a missing one is no error."""
        import obstore

        _check(key)
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            return


class _Pieces(RawIOBase):
    """A stored file as the libraries know files."""

    def __init__(self, kept: Store, key: str, size: int) -> None:
        super().__init__()
        self._kept, self._key, self._size, self._at = kept, key, size, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """To a place counted from the beginning, from here, or from the end."""
        start = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """As much as fits, and less at the end."""
        end = min(self._at + len(buffer), self._size)
        if end <= self._at:
            return 0
        found = self._kept.part(self._key, self._at, end)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


def store_faults() -> type[Exception]:
    """What a store raises that is full, forbidden or cannot be reached."""
    from obstore.exceptions import BaseError

    return BaseError


def _open(url: str, root: Path | None) -> ObjectStore:
    from obstore.store import LocalStore, from_url

    if root is None:
        return from_url(url)
    root.mkdir(parents=True, exist_ok=True)
    return LocalStore(root)


def _check(key: str) -> None:
    if not is_key(key):
        raise ValueError(f"not a storage key: {key!r}")


def _sync(root: Path, key: str) -> None:
    """The library leaves the bytes in the page cache; a row must not outlive its file."""
    path = root / key
    for target in (path, path.parent, path.parent.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@lru_cache(maxsize=4)
def _store(url: str, _process: int) -> Store:
    return Store(url)


def store() -> Store:
    """The configured store."""
    return store_at(current_settings().store_url)


def store_at(url: str) -> Store:
    """The store of that address; one a process, for the library hangs in a forked child."""
    return _store(url, os.getpid())
