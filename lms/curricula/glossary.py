"""Words that a lesson explains at its end."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """What a word means; a meaning that the law gives names its sources. It stands at `line` of
    glossary.yaml."""

    means: str
    en: str = ""
    sources: tuple[str, ...] = ()
    line: int = field(default=1, compare=False)
