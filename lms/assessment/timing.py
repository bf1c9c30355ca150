"""The clock of an attempt. Pure; the server's time is the only one that counts."""

from __future__ import annotations

from datetime import datetime, timedelta

GRACE = timedelta(seconds=10)  # an answer given in time may still be on its way


def is_over(deadline: datetime | None, at: datetime) -> bool:
    """Whether nothing more is taken."""
    return deadline is not None and at > deadline + GRACE


def takes_no_more(submitted: datetime | None, deadline: datetime | None, at: datetime) -> bool:
    """Handed in, or its time is over."""
    return submitted is not None or is_over(deadline, at)


def seconds_left(deadline: datetime | None, at: datetime) -> int | None:
    """Whole seconds to the deadline, never below 0; None without a time limit."""
    if deadline is None:
        return None
    return max(0, int((deadline - at).total_seconds()))
