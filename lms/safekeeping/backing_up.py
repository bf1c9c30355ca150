"""Make a backup while the system runs: one moment of the database, then the files it names.

Written beside its place under a name that begins with a dot, and renamed when everything is on
the disk: a backup that was interrupted never looks finished, and goes on when asked for again.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lms import __version__, clock
from lms.certification.bar import Bar
from lms.config import Settings
from lms.premises import refuse_half_restored
from lms.safekeeping import files, manifest, sealing, surroundings, tables
from lms.safekeeping.faults import Stopped, told_plainly
from lms.safekeeping.files import SCRATCH, Index
from lms.safekeeping.manifest import KEYS, LIST, Manifest
from lms.safekeeping.parts import Part, new_folder, settle, write_bytes, write_lines
from lms.safekeeping.rows import Kind, writer
from lms.safekeeping.tables import Table
from lms.storage import Store

ROOM = 100 * 2**20  # bytes that a backup leaves free on its disk
_NOTHING = "ยังไม่มีข้อมูล · nothing to back up here: LMS_DATA, LMS_DATABASE_URL"
_LOCK = ".lock"
_NAMED = "storage_key"  # the column by which a row names its file
_EXACT = {"certificate_documents", "media_files"}  # whose sha256 is of the stored bytes
_FAULTS = 100  # so many are written down one by one


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    folder: Path
    manifest: Manifest
    linked: int  # files taken over from the one before


def back_up(
    settings: Settings, place: Path, *, phrase: str | None = None, earlier: Path | None = None
) -> Made:
    """Make the backup `place`; raises Stopped or CannotStart with the remedy."""
    place = place.absolute()
    refuse_half_restored(settings.data)
    _refuse_taken(place)
    if (file := tables.file_of(settings)) is not None and not file.exists():
        raise Stopped(_NOTHING)
    draft = place.with_name(f".{place.name}.partial")
    with told_plainly(place), _alone(draft):
        made, linked = _filled(settings, draft, phrase, earlier or newest_beside(place))
        (draft / SCRATCH).unlink()
        (draft / _LOCK).unlink()
        with new_folder(draft):
            manifest.write(draft, made)
        settle(draft)
        with new_folder(place.parent):
            draft.rename(place)
    return Made(place, made, linked)


def newest_beside(place: Path) -> Path | None:
    """The newest finished backup in the same folder: unchanged files are linked, not copied."""
    found = []
    for path in place.parent.glob(f"*/{manifest.NAME}"):
        try:
            found.append((manifest.read(path.parent).snapshot_at, path.parent))
        except Stopped:
            continue
    return max(found)[1] if found else None


def _refuse_taken(place: Path) -> None:
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise Stopped(
            f"{place}: มีอยู่แล้ว · is there already; ใช้ชื่อใหม่ เช่น · choose a new name, as"
            f" {place / clock.today().isoformat()}"
        )


@contextmanager
def _alone(draft: Path) -> Iterator[None]:
    draft.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (draft / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stopped(f"{draft}: กำลังสำรองอยู่แล้ว · another backup writes here") from None
        yield


def _filled(
    settings: Settings, draft: Path, phrase: str | None, earlier: Path | None
) -> tuple[Manifest, int]:
    backup_id = secrets.token_hex(8)
    shutil.rmtree(draft / "tables", ignore_errors=True)
    parts = surroundings.keep(settings, draft)
    (draft / KEYS).unlink(missing_ok=True)
    if phrase is not None:
        parts[KEYS] = write_bytes(draft / KEYS, sealing.seal(settings.secrets, phrase, backup_id))
    with files.open_index(draft) as index:
        rows, said = _tables(settings, draft, index, parts)
        linked = _files(settings, draft, index, earlier)
        parts[LIST] = write_lines(draft / LIST, (one.line() for one in index.all()))
        count, size = index.totals()
        faults = list(index.faults())
    made = Manifest(
        id=backup_id,
        made_by=f"lms {__version__}",
        ended_at=clock.now().isoformat(),
        store=settings.store_url,
        tables=rows,
        parts=parts,
        files=count,
        size=size,
        faults=faults[:_FAULTS] + ([f"+{len(faults) - _FAULTS}"] if faults[_FAULTS:] else []),
        **said,
    )
    return made, linked


def _tables(
    settings: Settings, draft: Path, index: Index, parts: dict[str, Part]
) -> tuple[dict[str, int], dict[str, Any]]:
    """Write every table, of one moment."""
    engine = tables.open_engine(settings)
    moment = clock.now()
    rows: dict[str, int] = {}
    with tables.reading(engine) as connection:
        version = tables.version_of(connection)
        if version is None:
            raise Stopped(_NOTHING)
        everything = tables.tables_of(connection)
        with Bar("ตาราง · tables", len(everything)) as bar:
            for table in everything:
                name = manifest.table_part(table.name)
                counted = _Counting(tables.rows_of(connection, table))
                parts[name] = write_lines(draft / name, _lines(table, counted, index))
                rows[table.name] = counted.count
                bar.add(1)
        head = tables.log_head(connection)
    said = {
        "snapshot_at": moment.isoformat(),
        "schema": version,
        "database": engine.dialect.name,
        "log": head,
    }
    return rows, said


class _Counting:
    """Rows, counted while they go by."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _lines(table: Table, rows: Iterable[Sequence[Any]], index: Index) -> Iterator[str]:
    """The columns, then a line for each row; on the way, which files they name."""
    line, note = writer(table.kinds), _noting(table)
    yield writer([Kind.TEXT] * len(table.columns))([f"{n} {k}" for n, k in table.columns])
    batch: list[tuple[str, str | None, str]] = []
    for row in rows:
        if note:
            batch.append(note(row))
            if len(batch) == 1000:
                index.name(batch)
                batch = []
        yield line(row)
    index.name(batch)


def _noting(table: Table) -> Callable[[Sequence[Any]], tuple[str, str | None, str]] | None:
    names = [name for name, _ in table.columns]
    if _NAMED not in names:
        return None
    key = names.index(_NAMED)
    digest = names.index("sha256") if table.name in _EXACT else None
    return lambda row: (row[key], None if digest is None else row[digest], table.name)


def _files(settings: Settings, draft: Path, index: Index, earlier: Path | None) -> int:
    """Copy what the store holds; it is listed after the moment of the database."""
    store = Store(settings.store_url)
    count = index.list_store(store.files())
    files.remove_gone(index, draft)
    if earlier is not None and _of_same_store(earlier, settings):
        index.list_earlier(files.listed(earlier))
    done, _ = index.totals()
    with Bar("แฟ้ม · files", count) as bar:
        bar.add(done)
        linked = 0
        if earlier is not None:
            linked = files.take_over(index, earlier, draft, bar.add)
        _leave_room(draft, index.left())
        files.copy_all(index, store, draft, bar.add)
    return linked


def _of_same_store(earlier: Path, settings: Settings) -> bool:
    return manifest.read(earlier).store == settings.store_url


def _leave_room(draft: Path, needed: int) -> None:
    free = shutil.disk_usage(draft).free
    if free < needed + ROOM:
        raise Stopped(
            f"เนื้อที่ไม่พอ · not enough room: {draft.parent}: ต้องใช้ · needs"
            f" {(needed + ROOM) / 2**20:,.0f} MB, เหลือ · free {free / 2**20:,.0f} MB"
        )
