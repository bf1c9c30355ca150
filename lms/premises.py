"""The place a server runs in: a data folder of its own, and a free port."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from lms.console import CannotStart

RESTORING = "restoring.json"  # in a data folder while it is filled from a backup
LEAST_FREE = 50 * 2**20  # bytes; below this even a start may not succeed


class Claim:
    """The lock on a data folder; the file tells who holds it and where it listens."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def note(self, address: str) -> None:
        """Tell where this server is reached."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"{os.getpid()} {address}\n")
        self._file.flush()


@contextmanager
def claim_folder(folder: Path, *, to_restore: bool = False) -> Iterator[Claim]:
    """Hold the data folder for as long as we run; raises CannotStart with the remedy."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _leave_room(folder)
        with (folder / "server.lock").open("a+", encoding="utf-8") as file:
            _lock(file, folder)
            if not to_restore:
                refuse_half_restored(folder)
            yield Claim(file)
            file.truncate(0)
    except OSError as fault:
        raise _folder_fault(folder, fault) from None


def refuse_half_restored(folder: Path) -> None:
    """Nothing runs on a register that is half there; raises CannotStart."""
    if (folder / RESTORING).exists():
        raise CannotStart(
            f"การกู้คืนยังไม่เสร็จ · a restore into {folder} has not finished:"
            " give the same `lms restore` command again"
        )


def _leave_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _lock(file: TextIO, folder: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip()
        raise CannotStart(
            f"โฟลเดอร์ข้อมูลนี้มีระบบอื่นใช้อยู่ · another server uses this data folder: {folder}"
            f" ({holder}); stop it, or choose another: --data DIR"
        ) from None


def _folder_fault(folder: Path, fault: OSError) -> CannotStart:
    if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
        return CannotStart(
            f"เนื้อที่ดิสก์เต็ม · the disk is full: {folder};"
            " free some space or choose another: --data DIR"
        )
    return CannotStart(
        f"เขียนโฟลเดอร์ข้อมูลไม่ได้ · the data folder cannot be written to: {folder}"
        f" ({fault.strerror}); choose another: --data DIR"
    )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; raises CannotStart with the remedy."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ · port {port} is taken;"
                f" choose another: --port {port + 1}"
            ) from None
        raise CannotStart(
            f"เปิดที่อยู่ {host}:{port} ไม่ได้ · cannot listen on {host}:{port}"
            f" ({fault.strerror}); change LMS_HOST or --port"
        ) from None
