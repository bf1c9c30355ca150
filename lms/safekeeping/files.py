"""The stored files of a backup: copied once, taken over from an earlier backup when unchanged.

A key once written never changes, so key, size and time of writing tell whether a file is known.
What was copied is noted in a scratch index that also sorts, so that memory stays flat and a
backup that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from lms.safekeeping.faults import Damaged
from lms.safekeeping.manifest import FILES, LIST
from lms.safekeeping.parts import read_lines, settle
from lms.storage import Missing, Store, Stored, is_key

SCRATCH = "scratch.sqlite3"
_AT_ONCE = 8
_BATCH = 512
Progress = Callable[[int], object]


class Listed(NamedTuple):
    """A file of a backup."""

    key: str
    size: int
    stamp: str
    sha256: str

    def line(self) -> str:
        """As `LIST` holds it."""
        return json.dumps(self._asdict(), separators=(",", ":"))


def listed(folder: Path) -> Iterator[Listed]:
    """The files of a finished backup, by key."""
    for line in read_lines(folder / LIST):
        try:
            one = Listed(**json.loads(line))
        except (ValueError, TypeError) as fault:
            raise Damaged(f"{LIST}: อ่านไม่ได้ · cannot be read ({fault})") from fault
        if not is_key(one.key):
            raise Damaged(f"{LIST}: {one.key!r} ไม่ใช่ชื่อแฟ้มของเรา · is no name of a file of ours")
        yield one


class Index:
    """What the store has, what the register names, what is copied already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for statement in (
            "CREATE TABLE IF NOT EXISTS copied (key PRIMARY KEY, size, stamp, sha256)",
            "CREATE TABLE IF NOT EXISTS stored (key PRIMARY KEY, size, stamp)",
            "CREATE TABLE IF NOT EXISTS earlier (key PRIMARY KEY, size, stamp, sha256)",
            "CREATE TABLE IF NOT EXISTS named (key, sha256, place)",
            "DELETE FROM stored",
            "DELETE FROM earlier",
            "DELETE FROM named",
        ):
            connection.execute(statement)
        connection.commit()

    def list_store(self, found: Iterable[Stored]) -> int:
        """What there is to keep; how many files."""
        self._connection.executemany("INSERT OR REPLACE INTO stored VALUES (?, ?, ?)", found)
        self._connection.commit()
        return self._two("SELECT count(*), 0 FROM stored")[0]

    def list_earlier(self, found: Iterable[Listed]) -> None:
        """What another backup of the same store holds."""
        self._connection.executemany("INSERT OR REPLACE INTO earlier VALUES (?, ?, ?, ?)", found)
        self._connection.commit()

    def name(self, found: Iterable[tuple[str, str | None, str]]) -> None:
        """Keys that rows of the register name, with their SHA-256 where the row knows it."""
        self._connection.executemany("INSERT INTO named VALUES (?, ?, ?)", found)
        self._connection.commit()

    def gone(self) -> list[str]:
        """Keys that were copied and are no more in the store; forgotten here."""
        query = (
            "SELECT copied.key FROM copied LEFT JOIN stored USING (key, size, stamp)"
            " WHERE stored.rowid IS NULL"
        )
        keys = [row[0] for row in self._connection.execute(query)]
        self._connection.executemany("DELETE FROM copied WHERE key = ?", [(key,) for key in keys])
        self._connection.commit()
        return keys

    def to_link(self, after: str) -> list[Listed]:
        """The next ones, by key, that an earlier backup holds and this one does not yet."""
        query = (
            "SELECT stored.key, stored.size, stored.stamp, earlier.sha256"
            " FROM stored JOIN earlier USING (key, size, stamp)"
            " LEFT JOIN copied ON copied.key = stored.key"
            " WHERE stored.key > ? AND copied.key IS NULL ORDER BY stored.key LIMIT ?"
        )
        return [Listed(*row) for row in self._connection.execute(query, (after, _BATCH))]

    def to_copy(self, after: str) -> list[Stored]:
        """The next ones, by key, that this backup does not hold yet."""
        query = (
            "SELECT stored.key, stored.size, stored.stamp FROM stored"
            " LEFT JOIN copied ON copied.key = stored.key"
            " WHERE stored.key > ? AND copied.key IS NULL ORDER BY stored.key LIMIT ?"
        )
        return [Stored(*row) for row in self._connection.execute(query, (after, _BATCH))]

    def note(self, done: Iterable[Listed], lost: Iterable[str] = ()) -> None:
        """They are on the disk; the `lost` were taken away before we came to them."""
        self._connection.executemany("INSERT OR REPLACE INTO copied VALUES (?, ?, ?, ?)", done)
        self._connection.executemany("DELETE FROM stored WHERE key = ?", [(key,) for key in lost])
        self._connection.commit()

    def all(self) -> Iterator[Listed]:
        """What the backup holds, by key."""
        query = "SELECT key, size, stamp, sha256 FROM copied ORDER BY key"
        return (Listed(*row) for row in self._connection.execute(query))

    def totals(self) -> tuple[int, int]:
        """How many files the backup holds, and bytes."""
        return self._two("SELECT count(*), coalesce(sum(size), 0) FROM copied")

    def left(self) -> int:
        """Bytes that are to be copied still."""
        query = (
            "SELECT coalesce(sum(stored.size), 0), 0 FROM stored"
            " LEFT JOIN copied ON copied.key = stored.key WHERE copied.key IS NULL"
        )
        return self._two(query)[0]

    def faults(self) -> Iterator[str]:
        """What the register names and the store does not hold so."""
        query = (
            "SELECT named.key, named.place, copied.key IS NULL FROM named"
            " LEFT JOIN copied ON copied.key = named.key"
            " WHERE copied.key IS NULL OR named.sha256 <> copied.sha256 ORDER BY named.key"
        )
        for key, place, missing in self._connection.execute(query):
            what = "ไม่มีในที่เก็บ · is not in the store" if missing else (
                "ไม่ตรงกับทะเบียน · is not what the register says (SHA-256)"
            )  # fmt: skip
            yield f"{place}: {key} {what}"

    def _two(self, query: str) -> tuple[int, int]:
        first, second = self._connection.execute(query).fetchone()
        return int(first), int(second)


@contextmanager
def open_index(folder: Path) -> Iterator[Index]:
    """The scratch index of a backup under way."""
    with closing(sqlite3.connect(folder / SCRATCH)) as connection:
        yield Index(connection)


def take_over(index: Index, earlier: Path, folder: Path, progress: Progress) -> int:
    """Link what an earlier backup holds, where its disk allows; how many."""
    linked, after = 0, ""
    while some := index.to_link(after):
        after = some[-1].key
        done = [one for one in some if _link(earlier / FILES / one.key, folder / FILES / one.key)]
        settle(folder)
        index.note(done)
        linked += len(done)
        progress(len(done))
    return linked


def _link(source: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, too many links, or not there any more: it is copied
        return False
    return True


def copy_all(index: Index, store: Store, folder: Path, progress: Progress) -> None:
    """Copy the rest, several at a time; noted only when they are on the disk."""

    def copy(one: Stored) -> Listed | str:
        try:
            content = store.get(one.key)
        except Missing:
            return one.key
        target = folder / FILES / one.key
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # it may be a link to an earlier backup's
        target.write_bytes(content)
        return Listed(one.key, len(content), one.stamp, hashlib.sha256(content).hexdigest())

    after = ""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while some := index.to_copy(after):
            after = some[-1].key
            found = list(pool.map(copy, some))
            settle(folder)
            index.note(_copied(found), [one for one in found if isinstance(one, str)])
            progress(len(some))


def _copied(found: Sequence[Listed | str]) -> list[Listed]:
    return [one for one in found if isinstance(one, Listed)]


def remove_gone(index: Index, folder: Path) -> None:
    """What was erased between two tries of one backup is not kept."""
    for key in index.gone():
        (folder / FILES / key).unlink(missing_ok=True)
