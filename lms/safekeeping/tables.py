"""Every table of a database, read in one moment and written in one transaction.

Tables are taken as they are in the database, not as the code knows them: a backup is of the
version that runs, and an older one is loaded as it was before the migrations bring it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import NullPool

from lms.config import Settings
from lms.safekeeping.faults import Stopped
from lms.safekeeping.rows import Kind

VERSION = "alembic_version"  # a table that is no part of the register
_AT_ONCE = 1000
_KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (sa.Boolean, Kind.FLAG),
    (sa.Integer, Kind.INTEGER),
    (sa.Numeric, Kind.NUMBER),
    (sa.Float, Kind.NUMBER),
    (sa.DateTime, Kind.MOMENT),
    (sa.Date, Kind.DAY),
    (sa.JSON, Kind.JSON),
    (sa.LargeBinary, Kind.BYTES),
    (sa.String, Kind.TEXT),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what its columns hold."""

    name: str
    columns: tuple[tuple[str, Kind], ...]

    @property
    def kinds(self) -> list[Kind]:
        """What the columns hold, in order."""
        return [kind for _, kind in self.columns]


def open_engine(settings: Settings) -> Engine:
    """An engine of our own: its transactions begin when we say so, and readers stop no writer."""
    engine = sa.create_engine(
        settings.database_url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args=_careful(settings),
    )
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(connection: Any, _record: object) -> None:
            connection.isolation_level = None
            connection.execute("PRAGMA synchronous=FULL")

    return engine


def _careful(settings: Settings) -> dict[str, Any]:
    return {"timeout": 60} if settings.database_url.startswith("sqlite") else {}


def file_of(settings: Settings) -> Path | None:
    """The database's file, when it is one."""
    if not settings.database_url.startswith("sqlite"):
        return None
    return Path(settings.database_url.removeprefix("sqlite:///"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One moment of the database, while others go on writing."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            connection.exec_driver_sql("SET TIME ZONE 'UTC'")
        yield connection
        connection.rollback()


def tables_of(connection: Connection) -> list[Table]:
    """All of them, each after those that it points to."""
    inspector = sa.inspect(connection)
    order = inspector.get_sorted_table_and_fkc_names()
    return [
        Table(name, tuple((one["name"], _kind(name, one)) for one in inspector.get_columns(name)))
        for name, _ in order
        if name and name != VERSION
    ]


def _kind(table: str, column: Any) -> Kind:
    for known, kind in _KINDS:
        if isinstance(column["type"], known):
            return kind
    raise Stopped(f"{table}.{column['name']}: ไม่รู้จักชนิดข้อมูล · unknown type {column['type']!r}")


def version_of(connection: Connection) -> str | None:
    """The version of the tables; None when there are none."""
    if not sa.inspect(connection).has_table(VERSION):
        return None
    found: str | None = connection.scalar(sa.text(f"SELECT version_num FROM {VERSION}"))  # noqa: S608
    return found


def log_head(connection: Connection) -> dict[str, Any]:
    """The open log and its newest signed head, to be held against what is published elsewhere."""
    if not sa.inspect(connection).has_table("log_checkpoints"):
        return {}
    opened = connection.exec_driver_sql(
        "SELECT origin, size FROM logs WHERE closed_at IS NULL"
    ).one_or_none()
    newest = "SELECT note FROM log_checkpoints ORDER BY id DESC LIMIT 1"
    note = connection.exec_driver_sql(newest).scalar()
    return {"origin": opened[0], "size": opened[1], "checkpoint": note} if opened else {}


def rows_of(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """Its rows as the driver gives them, JSON as text; never more than a few in memory."""
    quote = connection.dialect.identifier_preparer.quote
    as_text = "::text" if connection.dialect.name == "postgresql" else ""
    cells = ", ".join(
        quote(name) + (as_text if kind is Kind.JSON else "") for name, kind in table.columns
    )
    found = connection.exec_driver_sql(
        f"SELECT {cells} FROM {quote(table.name)}",  # noqa: S608 - the database's own names
        execution_options={"stream_results": True, "max_row_buffer": _AT_ONCE},
    )
    for some in found.partitions(_AT_ONCE):
        yield from some


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Everything or nothing; constraints between tables are looked at in the end on SQLite."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def clear(connection: Connection, tables: Iterable[Table]) -> None:
    """Take out what a migration put in."""
    quote = connection.dialect.identifier_preparer.quote
    for table in reversed(list(tables)):
        connection.exec_driver_sql(f"DELETE FROM {quote(table.name)}")  # noqa: S608


def load(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Insert what `rows.reader` made for this database."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name, _ in table.columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {quote(table.name)} ({names}) FROM STDIN", rows)
        _continue_ids(connection, table)
        return
    marks = ", ".join("?" * len(table.columns))
    insert = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608
    driver: Any = connection.connection.driver_connection
    driver.executemany(insert, rows)


def _copy(connection: Connection, command: str, rows: Iterable[Sequence[Any]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def _continue_ids(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids beside the table; SQLite looks at the table."""
    quote = connection.dialect.identifier_preparer.quote
    for name, kind in table.columns:
        if kind is not Kind.INTEGER:
            continue
        counter = connection.scalar(
            sa.text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": quote(table.name), "column": name},
        )
        if counter:
            last = f"SELECT coalesce(max({quote(name)}), 0) + 1 FROM {quote(table.name)}"  # noqa: S608
            connection.execute(
                sa.text(f"SELECT setval(:counter, ({last}), false)"),
                {"counter": counter},
            )


def settle(connection: Connection) -> None:
    """PostgreSQL plans by what it has counted; it would get to that by itself, but later."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")


def broken_links(connection: Connection) -> list[str]:
    """Tables with rows that point to nothing; PostgreSQL would not have taken them."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return sorted({f"{row[0]} → {row[2]}" for row in found})
