"""Typed base, column vocabulary, both databases alike, one commit per request."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from flask import Flask, g, has_app_context, has_request_context, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, String, Text, event, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from lms.clock import now
from lms.config import THREADS, Settings

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse what has no zone: SQLite would silently forget it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite returns naive values; they were stored in UTC."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


Json = JSON().with_variant(JSONB(), "postgresql")

Slug = Annotated[str, mapped_column(String(80))]
Name = Annotated[str, mapped_column(String(200))]
Title = Annotated[str, mapped_column(String(300))]
Word = Annotated[str, mapped_column(String(40))]
Digest = Annotated[str, mapped_column(String(64))]  # SHA-256, lower-case hex
Key = Annotated[str, mapped_column(String(200))]  # a name in the file store


class Base(DeclarativeBase):
    """Every table of ours."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
        str: Text,
    }


class Identified:
    """A table with a plain number for its key and the moment of its making."""

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


db = SQLAlchemy(metadata=Base.metadata)

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask, settings: Settings) -> None:
    """Bind the application to its database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(settings)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _tune_sqlite(db.engine)


def _engine_options(settings: Settings) -> dict[str, Any]:
    if settings.database_url.startswith("sqlite"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(
            parents=True, exist_ok=True
        )
        return {
            "pool_size": THREADS,
            "connect_args": {"timeout": 15},
            "json_serializer": _json,
            "hide_parameters": True,
        }
    return {
        "pool_size": THREADS,
        "max_overflow": 10,
        "pool_pre_ping": True,
        "json_serializer": _json,
        "hide_parameters": True,  # names and telephones of people do not belong in a log
    }


def _json(value: object) -> str:
    """Thai as Thai: escaped, it would grow by a third."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tune_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, durable commits, and transactions that begin when we say so."""

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we send BEGIN ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=15000",
            "cache_size=-1000",  # kB, for each thread; the system caches the file anyway
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A read that turns into a write fails at once, whatever the busy timeout says.
        connection.exec_driver_sql("BEGIN" if _only_reads() else "BEGIN IMMEDIATE")


def _only_reads() -> bool:
    if has_app_context() and "reading" in g:
        return True
    if not has_request_context():
        return False
    return request.method in _READING and "writing" not in g


@contextmanager
def reading_first() -> Iterator[None]:
    """Ask in a transaction of its own what a request begins with, however it goes on.

    SQLite has one writer at a time: a request that writes takes its turn only after this.
    """
    session = db.session()
    if _only_reads() or session.in_transaction() or session.get_bind().dialect.name != "sqlite":
        yield
        return
    g.reading = True
    try:
        yield
    finally:
        del g.reading
        session.rollback()


@contextmanager
def one_moment() -> Iterator[None]:
    """Look at everything as it is at one moment, however long it takes; nobody waits for it.

    Ends the transaction before it, and its own.
    """
    session = db.session()
    session.rollback()
    g.reading = True
    try:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield
    finally:
        del g.reading
        session.rollback()


def write_in_this_request() -> None:
    """Call before the first query of a GET that must write (a visit, a check)."""
    g.writing = True


def after_commit(act: Callable[[], object]) -> None:
    """Do something once this request's (or task's) facts are safely stored."""
    if "after_commit" not in g:
        g.after_commit = []
    g.after_commit.append(act)


def insert_once(model: type[Base], **values: Any) -> bool:
    """Insert a row unless its unique key is taken; True when it was not. Safe in a race."""
    key = inspect(model).primary_key[0]
    statement = insert_into(model).values(**values).on_conflict_do_nothing().returning(key)
    return db.session.execute(statement).first() is not None


def insert_each_once(
    model: type[Base], rows: Sequence[dict[str, Any]], key: str = "id"
) -> set[Any]:
    """Insert the rows whose unique keys are free; `key` of those that went in."""
    statement = insert_into(model).values(list(rows)).on_conflict_do_nothing()
    return set(db.session.scalars(statement.returning(getattr(model, key))))


def insert_into(model: type[Base]) -> Any:
    """INSERT with ON CONFLICT, as the database at hand says it."""
    postgresql = db.session.get_bind().dialect.name == "postgresql"
    return postgresql_insert(model) if postgresql else sqlite_insert(model)


def release() -> None:
    """End the transaction before slow work (hashing, images), so that others may write.

    Loaded rows expire; take the plain values you need first. Nothing may be pending.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("release() would lose changes")
    db.session.rollback()


def undo() -> None:
    """Forget what this request did so far: its page is shown again with what was typed."""
    db.session.rollback()
    g.pop("after_commit", None)


def commit() -> None:
    """Store everything, then wake whoever waits for it."""
    db.session.commit()
    for act in g.pop("after_commit", []):
        act()


class CommittingFlask(Flask):
    """Flask whose view has committed before its answer leaves."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, then commit; an exception leaves nothing behind."""
        try:
            answer = super().dispatch_request()
            if db.session.registry.has():
                commit()
        except BaseException:
            if db.session.registry.has():
                db.session.rollback()
            g.pop("after_commit", None)
            raise
        return answer


_LIKE = re.compile(r"([\\%_])")


def like_literal(text: str) -> str:
    """`text` with the wildcards of LIKE made plain; use with escape='\\\\'."""
    return _LIKE.sub(r"\\\1", text)
