"""The log's rows: logs one after another, their leaves, subtrees, signed heads and keys.

Nothing here is ever changed but the size of the open log, and what an erasure takes away. Ids of
certificates carry no foreign keys: the log stays when what it tells of is gone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, Identified, Name, Word


class Log(Base):
    """One log. It is closed, and the next opened, when an older backup is restored."""

    __tablename__ = "logs"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # the epoch, from 1
    origin: Mapped[Name] = mapped_column(unique=True)  # first line of every head
    size: Mapped[int]  # the lock under which positions are taken
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class LogLeaf(Base):
    """One leaf: what is public of it, and beside that what it is about.

    `hash` is the leaf's in the tree. `salt` opens both commitments and is gone after an erasure.
    """

    __tablename__ = "log_leaves"

    log_id: Mapped[int] = mapped_column(ForeignKey("logs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Word] = mapped_column(index=True)
    logged_at: Mapped[datetime]
    before_log: Mapped[bool]  # it had happened before there was a log
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    record_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    actor_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(48))
    certificate_id: Mapped[int | None] = mapped_column(index=True)
    row_id: Mapped[int | None]  # of the document or the revocation
    content: Mapped[dict[str, Any] | None]  # where no other row holds it


class LogPin(Base):
    """The salt of one row of another table that a leaf holds fast, and which leaf that is."""

    __tablename__ = "log_pins"

    table_name: Mapped[Word] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    log_id: Mapped[int] = mapped_column(ForeignKey("logs.id"))
    position: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))


class LogTile(Base):
    """The root of 256 leaves, or of 256 tiles of the level below; made when a head is signed."""

    __tablename__ = "log_tiles"

    log_id: Mapped[int] = mapped_column(ForeignKey("logs.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogCheckpoint(Base, Identified):
    """A signed head, as it was given out (C2SP tlog-checkpoint)."""

    __tablename__ = "log_checkpoints"
    __table_args__ = (UniqueConstraint("log_id", "size"),)

    log_id: Mapped[int] = mapped_column(ForeignKey("logs.id"))
    size: Mapped[int]
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str]


class LogKey(Base, Identified):
    """The public half of a key that signs heads, kept for ever; the newest one signs."""

    __tablename__ = "log_keys"

    public_key: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
