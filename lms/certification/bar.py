"""A line on the terminal that fills: how many of how many, how fast, how long still."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

from lms.certification.pace import Pace

_WIDTH = 24
_OFTEN, _SELDOM = 0.25, 10.0  # seconds between two lines: on a terminal, in a file


class Bar:
    """Written to standard error: what a command answers stays apart from how far it is."""

    def __init__(self, words: str, whole: int, out: TextIO | None = None) -> None:
        self._words, self.whole, self._out = words, whole, out or sys.stderr
        self.done = 0
        self._began = time.monotonic()
        self._shown = 0.0

    def add(self, count: int) -> None:
        """So many more are done."""
        self.done += count
        pause = _OFTEN if self._out.isatty() else _SELDOM
        if time.monotonic() - self._shown >= pause:
            self._show()

    @property
    def pace(self) -> Pace:
        """Since the bar was begun."""
        return Pace(self.done, time.monotonic() - self._began, max(0, self.whole - self.done))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._show()
        if self._out.isatty():
            print(file=self._out, flush=True)

    def _show(self) -> None:
        self._shown = time.monotonic()
        line = self._line()
        print(f"\r{line}\033[K" if self._out.isatty() else line, file=self._out, flush=True, end="")
        if not self._out.isatty():
            print(file=self._out, flush=True)

    def _line(self) -> str:
        full = _WIDTH * min(self.done, self.whole) // max(1, self.whole)
        pace = self.pace
        rate = f"{pace.rate:,.0f}/s" if pace.rate else "–/s"
        left = "–" if pace.seconds_left is None else clock_time(pace.seconds_left)
        bar = "█" * full + "░" * (_WIDTH - full)
        return f"{self._words} {bar} {self.done:,}/{self.whole:,} · {rate} · เหลือ · left {left}"


def clock_time(seconds: int) -> str:
    """As in 1:02:03 and 2:03."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
