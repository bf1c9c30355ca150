"""A restore under way: into an empty place only, and taken up again where it was stopped."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import sqlalchemy as sa

from lms.config import Settings
from lms.premises import RESTORING
from lms.safekeeping import tables
from lms.safekeeping.faults import Stopped
from lms.safekeeping.manifest import Manifest
from lms.safekeeping.parts import new_folder, write_bytes
from lms.storage import Store

_HARMLESS = {"server.lock", RESTORING}


@dataclass(slots=True)
class Attempt:
    """What has been done so far; kept in the data folder until everything is."""

    backup: str
    place: str
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    done: list[str] = field(default_factory=list)
    moved: dict[str, list[int]] = field(default_factory=dict)  # series: last before, last now

    def has(self, step: str) -> bool:
        """Whether this step is behind us."""
        return step in self.done

    def note(self, settings: Settings, step: str | None = None) -> None:
        """Keep it, durable."""
        if step:
            self.done.append(step)
        draft = settings.data / f".{RESTORING}"
        write_bytes(draft, json.dumps(asdict(self)).encode())
        with new_folder(settings.data):
            draft.replace(settings.data / RESTORING)


def begin(settings: Settings, said: Manifest, *, with_keys: bool) -> Attempt:
    """A new attempt in an empty place, or the one that was stopped; raises Stopped."""
    here = Attempt(said.id, _place(settings))
    try:
        former = Attempt(**json.loads((settings.data / RESTORING).read_text("utf-8")))
    except FileNotFoundError:
        for full in _not_empty(settings, with_keys=with_keys):
            raise Stopped(
                f"ไม่ว่าง · not empty: {full}; การกู้คืนไม่เขียนทับ · a restore overwrites nothing:"
                " choose a new LMS_DATA, database and LMS_STORE_URL, or move these away yourself"
            ) from None
        here.note(settings)
        return here
    if (former.backup, former.place) != (here.backup, here.place):
        raise Stopped(
            f"{settings.data}: การกู้คืนจากข้อมูลสำรองอื่นยังไม่เสร็จ · a restore of another backup, or"
            " to another database or store, was not finished here: finish that one, or begin with"
            " empty places"
        )
    return former


def end(settings: Settings) -> None:
    """Everything is done: the system may start."""
    with new_folder(settings.data):
        (settings.data / RESTORING).unlink()


def _place(settings: Settings) -> str:
    text = f"{settings.database_url}\n{settings.store_url}\n{settings.secrets}"
    return hashlib.sha256(text.encode()).hexdigest()


def _not_empty(settings: Settings, *, with_keys: bool) -> Iterator[str]:
    for path in _files_in(settings.data):
        kept = settings.secrets in path.parents and not with_keys
        if not kept and not (path.parent == settings.data and path.name in _HARMLESS):
            yield str(path)
    if with_keys:
        yield from map(str, _files_in(settings.secrets))
    for file in Store(settings.store_url).files():
        yield f"{settings.store_url}: {file.key}"
    if (database := tables.file_of(settings)) is not None:
        if database.exists():
            yield str(database)
        return
    engine = tables.open_engine(settings)
    with engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            yield f"{engine.url.render_as_string()}: {table}"


def _files_in(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def empty_database(settings: Settings) -> None:
    """Take away what a stopped attempt of ours left; only an attempt may call this."""
    if (file := tables.file_of(settings)) is not None:
        for ending in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        return
    engine = tables.open_engine(settings)
    there = sa.MetaData()
    with engine.begin() as connection:
        there.reflect(connection)
        there.drop_all(connection)
