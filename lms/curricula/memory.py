"""What is made from a published edition may be kept for as long as the process lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from lms.config import current_settings

R = TypeVar("R")

_FORGET: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[[int], R]], Callable[[int], R]]:
    """Keep up to `most` answers of a function of one id; what it raises is not kept.

    Only for what can never change: nobody tells the other processes to forget.
    """

    def keep(read: Callable[[int], R]) -> Callable[[int], R]:
        @lru_cache(maxsize=most)
        def kept(_database: str, number: int) -> R:
            return read(number)

        _FORGET.append(kept.cache_clear)

        @wraps(read)
        def ask(number: int) -> R:
            return kept(current_settings().database_url, number)

        return ask

    return keep


def forgotten_with(clear: Callable[[], None]) -> None:
    """Empty another memory of published editions together with these."""
    _FORGET.append(clear)


def forget() -> None:
    """Empty the memory: a test that takes its rows away starts to count again."""
    for clear in _FORGET:
        clear()
