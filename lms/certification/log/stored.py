"""The tree as the database holds it: leaves, and the roots of complete tiles of 256."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from lms.certification.log.models import LogLeaf, LogTile
from lms.certification.log.tree import node_hash
from lms.db import db

HEIGHT = 8
TILE = 1 << HEIGHT


class LogError(Exception):
    """The log is not as it must be; says where."""


@dataclass(slots=True)
class Stored:
    """Roots of complete subtrees of one log, read a tile at a time and then remembered.

    A tile whose root is not stored is worked out from what lies below it, and noted in `made`.
    """

    log_id: int
    made: list[tuple[int, int, bytes]] = field(default_factory=list)  # level, position, root
    _known: dict[tuple[int, int], bytes] = field(default_factory=dict)
    _read: dict[tuple[int, int], dict[int, bytes]] = field(default_factory=dict)

    def __call__(self, start: int, end: int) -> bytes:
        """The root of the complete subtree of leaves [start, end)."""
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = self._root(start, end)
        return found

    def _root(self, start: int, end: int) -> bytes:
        level, rest = divmod((end - start).bit_length() - 1, HEIGHT)
        if not rest and (held := self._held(level, start >> level * HEIGHT)) is not None:
            return held
        if end - start == 1:
            raise LogError(f"log {self.log_id}: leaf {start} is missing")
        middle = (start + end) // 2
        found = node_hash(self(start, middle), self(middle, end))
        if not rest:
            self.made.append((level, start >> level * HEIGHT, found))
        return found

    def _held(self, level: int, position: int) -> bytes | None:
        tile = position >> HEIGHT
        if (level, tile) not in self._read:
            self._read[level, tile] = self._rows(level, tile << HEIGHT)
        return self._read[level, tile].get(position)

    def _rows(self, level: int, first: int) -> dict[int, bytes]:
        if level == 0:
            query = select(LogLeaf.position, LogLeaf.hash).where(
                LogLeaf.log_id == self.log_id,
                LogLeaf.position >= first,
                LogLeaf.position < first + TILE,
            )
        else:
            query = select(LogTile.position, LogTile.hash).where(
                LogTile.log_id == self.log_id,
                LogTile.level == level,
                LogTile.position >= first,
                LogTile.position < first + TILE,
            )
        return {row.position: row.hash for row in db.session.execute(query)}
