"""Has an unknown file looked into, in a limited process; two at once on this machine."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from threading import BoundedSemaphore, Timer
from time import monotonic, sleep
from typing import IO, Any

from lms.config import current_settings
from lms.root import ROOT

SECONDS = 10.0
AT_ONCE = 2
PATIENCE = 3.0  # seconds to wait for a turn
MOST_SAID = 2**20  # bytes read from the process


_threads = BoundedSemaphore(AT_ONCE + 1)  # the others go on serving pages


class NoTurn(Exception):
    """Two files are being looked into already; the reader tries again."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What the file's last signature says."""

    signed: bool
    intact: bool
    whole_file: bool
    known_key: bool
    key_id: str | None = None
    compromised_key: bool = False  # it may have been in strange hands


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in a file. `unreadable` says why nothing was: encrypted | damaged | heavy."""

    unreadable: str | None = None
    lines: list[str] = field(default_factory=list)
    hidden: str = ""  # metadata and attachments
    signature: Signature | None = None


def examine(content: bytes, trusted: Sequence[str] = ()) -> Examined:
    """Text and, judged by the PEM certificates given, signature; raises NoTurn."""
    with _turn():
        said = _ask(json.dumps(list(trusted)).encode() if trusted else b"", content)
    answers = [json.loads(line) for line in said.splitlines() if line.endswith(b"}")]
    if not answers:
        return Examined(unreadable="heavy")
    first = answers[0]
    return Examined(
        unreadable=first.get("unreadable"),
        lines=first.get("lines", []),
        hidden=first.get("hidden", ""),
        signature=_signature(answers[1]) if len(answers) > 1 else None,
    )


def _signature(said: dict[str, Any]) -> Signature | None:
    if not said:
        return None
    return Signature(
        said["signed"], said["intact"], said["whole_file"], said["known_key"], said["key_id"]
    )


@contextmanager
def _turn() -> Iterator[None]:
    """One of the places, if few enough threads of this process wait for one."""
    if not _threads.acquire(blocking=False):
        raise NoTurn
    try:
        with _place():
            yield
    finally:
        _threads.release()


@contextmanager
def _place() -> Iterator[None]:
    """The places are locked files, so that all web processes share them."""
    folder = current_settings().data
    until = monotonic() + PATIENCE
    while True:
        for place in range(AT_ONCE):
            with (folder / f"examine-{place}.lock").open("a") as file:
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


def _ask(trusted: bytes, content: bytes) -> bytes:
    """What the process said before it ended or was ended."""
    with TemporaryFile() as question:  # without a name: gone with its last reader
        question.write(trusted + b"\0" + content)
        question.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "lms.verification.examine"],
            stdin=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
        )
    end = Timer(SECONDS, process.kill)
    end.start()
    with process:
        try:
            assert process.stdout is not None
            return process.stdout.read(MOST_SAID)
        finally:
            end.cancel()
            process.kill()
