"""Rows in every table there is, with what is hard to carry over; and every row as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection

from lms.config import Settings
from lms.db import Base, UtcDateTime
from lms.safekeeping import tables
from lms.safekeeping.rows import Kind, writer

ROWS = 3
_HARD = 'น้ำใจ "งาม"\t\\N\\\\ \r\nบรรทัด \u2028🙂 {}'
_MOMENT = datetime(2026, 12, 31, 17, tzinfo=UTC)
_JSON: list[Any] = [
    {"ชื่อ": "กำพล", "n": 1.5, "ว่าง": None, "ซ้อน": [{"a": [True, False]}, _HARD]},
    [],
    None,
]
# Of two columns exactly one is filled: the one here always, the other never.
_FILLED = {"issuer_profiles.number", "earlier_strikes.import_id"}
_EMPTY = {"issuer_profiles.draft", "earlier_strikes.certificate_id"}


def fill(connection: Connection) -> None:
    """Three rows for each table; what may be empty is empty in the last."""
    for table in Base.metadata.sorted_tables:
        later = {c.name for c in table.columns if _own(c)}
        rows = [_row(table, place, later) for place in range(1, ROWS + 1)]
        connection.execute(sa.insert(table), rows)


def _own(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


def _row(table: sa.Table, place: int, own: set[str]) -> dict[str, Any]:
    return {
        one.name: None if one.name in own and one.nullable else _cell(one, place)
        for one in table.columns
    }


def _must(column: Column[Any]) -> bool:
    return f"{column.table.name}.{column.name}" in _FILLED


def _cell(column: Column[Any], place: int) -> Any:
    if column.foreign_keys and f"{column.table.name}.{column.name}" not in _EMPTY:
        pointed = next(iter(column.foreign_keys)).column
        return _cell(pointed, place)
    if f"{column.table.name}.{column.name}" in _EMPTY:
        return None
    if place == ROWS and column.nullable and not _must(column):
        return None
    return _plain(column.type, place)


_PLAIN: tuple[tuple[Any, Callable[[int], Any]], ...] = (
    (sa.Boolean, lambda place: place % 2 == 0),
    (sa.Integer, lambda place: place),
    ((sa.Float, sa.Numeric), lambda place: 0.625 + place),
    (UtcDateTime, lambda place: _MOMENT - timedelta(days=place, microseconds=place)),
    (sa.Date, lambda place: date(2024, 2, 28) + timedelta(days=place)),
    (sa.JSON, lambda place: _JSON[place - 1]),
    (sa.LargeBinary, lambda place: bytes(range(place, place + 32))),
)


def _plain(kind: Any, place: int) -> Any:
    for known, make in _PLAIN:
        if isinstance(kind, known):
            return make(place)
    most = getattr(kind, "length", None) or 200
    return f"{place}{_HARD}"[: min(most, 60)]


def everything(settings: Settings) -> dict[str, list[str]]:
    """Every row of every table, so that two databases can be compared."""
    with tables.reading(tables.open_engine(settings)) as connection:
        return {
            table.name: sorted(_lines(connection, table)) for table in tables.tables_of(connection)
        }


def _lines(connection: Connection, table: tables.Table) -> list[str]:
    line = writer(table.kinds)
    named = sorted(range(len(table.columns)), key=lambda place: table.columns[place][0])
    found = []
    for row in tables.rows_of(connection, table):
        cells = json.loads(line(row))
        for place, (_, kind) in enumerate(table.columns):
            if kind is Kind.JSON and cells[place] is not None:
                cells[place] = ["json", json.loads(cells[place])]
        found.append(json.dumps([cells[place] for place in named], sort_keys=True))
    return found
