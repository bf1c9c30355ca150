"""What stops a backup or a restore; the message says what to do, Thai first."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from lms.storage import store_faults

_NO_ROOM = (
    "ดิสก์เต็ม · the disk is full: {}; เพิ่มเนื้อที่แล้วสั่งคำสั่งเดิมอีกครั้ง"
    " · make room and give the same command again: it goes on where it stopped"
)
_FULL = {errno.ENOSPC, errno.EDQUOT}


class Stopped(Exception):
    """Nothing was damaged; what is there already is used when the command is given again."""


class Damaged(Stopped):
    """A part of a backup is not as it was written; the message names it."""


@contextmanager
def told_plainly(place: Path) -> Iterator[None]:
    """A full or unwritable disk is a message, not a traceback."""
    try:
        yield
    except DBAPIError as fault:
        said = str(fault.orig).strip().splitlines()[0]
        raise Stopped(f"ฐานข้อมูลไม่รับคำสั่ง · the database does not answer: {said}") from fault
    except store_faults() as fault:
        said = str(fault).strip().splitlines()[0]
        raise Stopped(
            f"ที่เก็บไฟล์ใช้ไม่ได้ แก้แล้วสั่งคำสั่งเดิมอีกครั้ง · the file store cannot be used ({said}):"
            " mend it and give the same command again"
        ) from fault
    except sqlite3.Error as fault:  # the scratch index
        raise Stopped(_NO_ROOM.format(f"{place} ({fault})")) from fault
    except OSError as fault:
        if fault.errno in _FULL:
            raise Stopped(_NO_ROOM.format(place)) from fault
        named = fault.filename or place
        raise Stopped(f"ใช้แฟ้มไม่ได้ · cannot use {named}: {fault.strerror or fault}") from fault
