"""How fast work goes and how long it will still take. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_ENOUGH = 0.5  # seconds before which a rate would be a guess


@dataclass(frozen=True, slots=True)
class Pace:
    """So many done in so many seconds, and so many left to do."""

    done: int
    seconds: float
    left: int

    @property
    def rate(self) -> float | None:
        """A second; None while it cannot be told."""
        if self.seconds < _ENOUGH or not self.done:
            return None
        return self.done / self.seconds

    @property
    def seconds_left(self) -> int | None:
        """None while it cannot be told."""
        if not self.left:
            return 0
        return round(self.left / self.rate) if self.rate else None
