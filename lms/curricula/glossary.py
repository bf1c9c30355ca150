"""Words that a lesson explains at its end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """What a word means; a meaning that the law gives names its sources."""

    means: str
    en: str = ""
    sources: tuple[str, ...] = ()
