"""Processes that print together, as many as there are cores: each claims rows for itself.

A member that dies is replaced, and the next one takes up at once what it held. All end by
themselves when nothing waits any more, and with whoever started them.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

STORE_FAILS = 3  # exit code of a member that has nowhere to put its documents
_PATIENCE = 15.0  # seconds to finish the batch in hand when told to stop
_TICK = 0.5
_MOST_DEATHS = 5  # one after another, without a single document between them


class Crew:
    """So many printing processes; `follow` waits for their end."""

    def __init__(self, size: int, *, niceness: int = 0) -> None:
        self._size = size
        self._niceness = niceness
        self._members: list[subprocess.Popen[bytes]] = []
        self._deaths = 0
        self.store_fails = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def is_working(self) -> bool:
        """Whether any member is alive."""
        return any(member.poll() is None for member in self._members)

    def start(self) -> None:
        """Let them run on their own; those that run already stay."""
        self._members = [member for member in self._members if member.poll() is None]
        while len(self._members) < self._size:
            self._members.append(self._member(subprocess.DEVNULL))

    def follow(self) -> Iterator[int]:
        """Run to the end; yields how many documents were made, again and again."""
        with selectors.DefaultSelector() as ears:
            for _ in range(self._size):
                self._hire(ears)
            while ears.get_map():
                heard = 0
                for key, _ in ears.select(_TICK):
                    heard += self._hear(ears, key)
                self._deaths = 0 if heard else self._deaths
                yield heard

    def stop(self) -> None:
        """Let each finish its batch, and no more."""
        for member in self._members:
            if member.poll() is None:
                member.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + _PATIENCE
        for member in self._members:
            try:
                member.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                member.kill()
                member.wait()

    def _hire(self, ears: selectors.BaseSelector) -> None:
        member = self._member(subprocess.PIPE)
        self._members.append(member)
        assert member.stdout is not None
        ears.register(member.stdout, selectors.EVENT_READ, member)

    def _hear(self, ears: selectors.BaseSelector, key: selectors.SelectorKey) -> int:
        stream: IO[bytes] = key.fileobj  # type: ignore[assignment]
        if said := os.read(stream.fileno(), 4096):
            return sum(map(int, said.split()))  # a line is written at once, and read at once
        ears.unregister(stream)
        stream.close()
        code = key.data.wait()
        self._members.remove(key.data)
        self.store_fails |= code == STORE_FAILS
        if code not in (0, STORE_FAILS):
            self._deaths += 1
            if self._deaths < _MOST_DEATHS:
                self._hire(ears)
        return 0

    def _member(self, output: int) -> subprocess.Popen[bytes]:
        words = ["--parent", str(os.getpid()), "--nice", str(self._niceness)]
        return subprocess.Popen(
            [sys.executable, "-m", "lms", "certificates", "press", *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
        )
