"""What the terminal reads: Thai first, English beside it."""

from __future__ import annotations

import sys


class CannotStart(Exception):
    """Nothing is broken but the system cannot run here; the message says what to do."""


def say(thai: str, english: str, *, err: bool = False) -> None:
    """One line in both languages; a closed terminal is no reason to stop."""
    try:
        print(f"• {thai} · {english}", file=sys.stderr if err else sys.stdout, flush=True)
    except OSError:
        return
