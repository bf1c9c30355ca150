"""Work on strangers' files, done by a process of its own that can do nothing else.

Files come from anybody, and the libraries that read them are large. The child reads its question
on standard input, gives up memory, time, writing and the network, and answers on standard output.
Few run at once on this machine; whoever finds no place is told so and tries again.
"""

from __future__ import annotations

import ctypes
import fcntl
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Timer
from time import monotonic, sleep
from typing import IO

from lms.root import ROOT

MEMORY = 512 * 2**20  # bytes of address space
PROCESSOR = 9  # seconds of processor time
SECONDS = 10.0  # until it is ended, whatever it does
PATIENCE = 3.0  # seconds to wait for a place

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


class NoTurn(Exception):
    """Every place is taken; the reader tries again."""


class Places:
    """So many children of one kind at once on this machine, and one thread here that waits."""

    def __init__(self, name: str, at_once: int = 2, patience: float | None = None) -> None:
        self._name = name
        self._patience = patience  # seconds, where it is not PATIENCE
        self._at_once = at_once
        self._threads = BoundedSemaphore(at_once + 1)  # the others go on serving pages

    @contextmanager
    def turn(self, folder: Path) -> Iterator[None]:
        """One of the places; raises NoTurn."""
        if not self._threads.acquire(blocking=False):
            raise NoTurn
        try:
            with self._place(folder):
                yield
        finally:
            self._threads.release()

    @contextmanager
    def _place(self, folder: Path) -> Iterator[None]:
        """The places are locked files, so that all web processes share them."""
        until = monotonic() + (self._patience or PATIENCE)
        while True:
            for place in range(self._at_once):
                with (folder / f"{self._name}-{place}.lock").open("a") as file:
                    if _locked(file):
                        yield
                        return
            if monotonic() > until:
                raise NoTurn
            sleep(0.05)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def ask(
    module: str, *question: bytes, most_said: int = 2**20, seconds: float | None = None
) -> bytes:
    """What a child that runs `module` said before it ended or was ended."""
    with TemporaryFile() as file:  # without a name: gone with its last reader
        file.writelines(question)
        file.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
        )
    end = Timer(seconds or SECONDS, process.kill)
    end.start()
    with process:
        try:
            assert process.stdout is not None
            return process.stdout.read(most_said)
        finally:
            end.cancel()
            process.kill()


def give_up_what_is_not_needed(
    *, memory: int = MEMORY, processor: int = PROCESSOR, files: int = 0
) -> None:
    """Called by the child first of all: the limits of this process, from now on; `files` is how
    large one may be that it writes."""
    libc = ctypes.CDLL(None)
    if libc.unshare(_NEW_NETWORK) != 0:
        # Without the right to do so, or where it is forbidden, nothing here opens a connection.
        libc.unshare(_NEW_USER | _NEW_NETWORK)
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
