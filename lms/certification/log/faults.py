"""What is wrong with the log or with what it tells of: named, in Thai and in English. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST = 100  # of one kind are told one by one; the rest is counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was logged. `code` says what sort of thing."""

    code: str
    thai: str
    english: str

    def __str__(self) -> str:
        return f"{self.thai} · {self.english}"


def told(faults: Iterable[Fault]) -> Iterator[str]:
    """The faults as lines; of very many alike the first are told, and how many there are."""
    counts: Counter[str] = Counter()
    for fault in faults:
        counts[fault.code] += 1
        if counts[fault.code] <= MOST:
            yield str(fault)
    for code, count in counts.items():
        if count > MOST:
            more = f"{count - MOST:,}"
            yield f"และข้ออื่นทำนองเดียวกันอีก {more} รายการ ({code}) · and {more} more like it ({code})"
