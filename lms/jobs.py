"""The queue: it only wakes somebody up. Rows are the truth, and a sweep finds what was left.

A task is a plain function under a name; it runs inside the application and commits once.
The queue is Huey's, on an SQLite file by default and on Redis when configured.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, mapped_column

from lms import db as database
from lms.clock import now
from lms.config import Settings
from lms.db import Base, Word, after_commit, db

if TYPE_CHECKING:
    from huey.api import Huey

log = logging.getLogger(__name__)

Task = Callable[..., object]


@dataclass(frozen=True, slots=True)
class _Periodic:
    task: Task
    minutes: int


_TASKS: dict[str, Task] = {}
_PERIODIC: dict[str, _Periodic] = {}


def task(name: str) -> Callable[[Task], Task]:
    """Give a function the name under which it can be queued."""

    def register(function: Task) -> Task:
        _TASKS[name] = function
        return function

    return register


def periodic(name: str, *, minutes: int = 1) -> Callable[[Task], Task]:
    """Run a function every so many minutes, to pick up what a dead worker left."""

    def register(function: Task) -> Task:
        _TASKS[name] = function
        _PERIODIC[name] = _Periodic(function, minutes)
        return function

    return register


def open_queue(settings: Settings) -> Huey:
    """The queue of this installation."""
    if settings.redis_url:
        from huey import RedisHuey

        return RedisHuey("lms", url=settings.redis_url, results=False)
    from huey import SqliteHuey

    settings.data.mkdir(parents=True, exist_ok=True)
    file = str(settings.data / "jobs.sqlite3")
    return SqliteHuey("lms", filename=file, results=False, fsync=True)


def register(app: Flask, settings: Settings) -> None:
    """Hang the queue on the application; the file is opened when first used."""
    app.extensions["jobs"] = None
    app.extensions["jobs_settings"] = settings


def _queue() -> Any:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.extensions["jobs"] is None:
        app.extensions["jobs"] = _wire(app, open_queue(app.extensions["jobs_settings"]))
    return app.extensions["jobs"]


def _wire(app: Flask, queue: Huey) -> Callable[..., object]:
    @queue.task(name="lms")  # type: ignore[untyped-decorator]
    def perform(name: str, args: list[Any]) -> None:
        run(app, name, *args)

    return perform  # type: ignore[no-any-return]


def enqueue(name: str, *args: object) -> None:
    """Queue a task, once this request's facts are stored.

    A queue that cannot be reached is logged and no more: the sweep finds the work.
    """
    if name not in _TASKS:
        raise KeyError(name)
    after_commit(lambda: _send(name, args))


def _send(name: str, args: tuple[object, ...]) -> None:
    try:
        _queue()(name, list(args))
    except Exception:
        log.exception("could not queue %s; the sweep will find it", name)


def run(app: Flask, name: str, *args: object) -> None:
    """Run one task now, inside the application, and commit."""
    with app.app_context():
        try:
            _TASKS[name](*args)
            database.commit()
        except BaseException:
            db.session.rollback()
            raise


def consumer(app: Flask) -> Any:
    """Huey's consumer with our periodic tasks, for `lms worker` to run."""
    from huey import crontab

    queue = open_queue(app.extensions["jobs_settings"])
    _wire(app, queue)
    for name, job in _PERIODIC.items():
        _schedule(app, queue, name, crontab(minute=f"*/{job.minutes}"))
    return queue.create_consumer(
        workers=1,
        periodic=True,
        initial_delay=0.1,
        max_delay=1.0,
        graceful_signal="TERM",  # what the supervisor sends: the task under way is finished first
    )


def _schedule(app: Flask, queue: Huey, name: str, when: Any) -> None:
    @queue.periodic_task(when, name=f"periodic_{name}")  # type: ignore[untyped-decorator]
    def perform() -> None:
        run(app, name)


class WorkerPulse(Base):
    """When a worker last ran, so that health and doctor can tell a dead one."""

    __tablename__ = "worker_pulses"

    name: Mapped[Word] = mapped_column(primary_key=True)
    at: Mapped[datetime]


@periodic("pulse")
def beat() -> None:
    """Say that this worker is alive."""
    name = f"{socket.gethostname()[:30]}"
    db.session.merge(WorkerPulse(name=name, at=now()))


def last_pulse() -> datetime | None:
    """When any worker last ran."""
    return db.session.scalar(select(func.max(WorkerPulse.at)))


def sweep(app: Flask) -> None:
    """Run every periodic task once; at the start of a worker, and in tests."""
    for name in _PERIODIC:
        run(app, name)
