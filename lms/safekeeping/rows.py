"""A row as a line of JSON that says the same whichever database it came from or goes to.

Moments are UTC with six decimals, days ISO, bytes base64; JSON columns travel as their text, so
that nothing in them is rounded and a stored `null` is not taken for an empty cell.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

Cell = Callable[[Any], Any]


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    MOMENT = "moment"
    DAY = "day"
    JSON = "json"
    BYTES = "bytes"


def _moment(value: str | datetime) -> str:
    """SQLite gives text without a zone, which was stored in UTC."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    aware = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    return aware.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _day(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


_TO_LINE: dict[Kind, Cell] = {
    Kind.FLAG: bool,
    Kind.NUMBER: float,
    Kind.MOMENT: _moment,
    Kind.DAY: _day,
    Kind.BYTES: _encoded,
}

# PostgreSQL reads what is written in the line by itself; SQLite keeps texts.
_TO_SQLITE: dict[Kind, Cell] = {
    Kind.FLAG: int,
    Kind.MOMENT: lambda value: value.replace("T", " ").removesuffix("Z"),
    Kind.BYTES: base64.b64decode,
}
_TO_POSTGRESQL: dict[Kind, Cell] = {Kind.BYTES: base64.b64decode}


def writer(kinds: Sequence[Kind]) -> Callable[[Sequence[Any]], str]:
    """From a driver's row to a line."""
    acts = _acts(kinds, _TO_LINE)

    def line(row: Sequence[Any]) -> str:
        cells = list(row)
        for place, act in acts:
            if cells[place] is not None:
                cells[place] = act(cells[place])
        return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))

    return line


def reader(kinds: Sequence[Kind], dialect: str) -> Callable[[str], list[Any]]:
    """From a line to what the driver of that database takes; raises ValueError."""
    acts = _acts(kinds, _TO_SQLITE if dialect == "sqlite" else _TO_POSTGRESQL)
    width = len(kinds)

    def row(line: str) -> list[Any]:
        cells = json.loads(line)
        if not isinstance(cells, list) or len(cells) != width:
            raise ValueError(f"{width} cells expected")
        for place, act in acts:
            if cells[place] is not None:
                cells[place] = act(cells[place])
        return cells

    return row


def _acts(kinds: Sequence[Kind], known: dict[Kind, Cell]) -> list[tuple[int, Cell]]:
    return [(place, known[kind]) for place, kind in enumerate(kinds) if kind in known]
