"""What can be wrong with a curriculum's files or forms, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lms.curricula.advice_messages import ADVICE
from lms.curricula.fault_messages import MESSAGES

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]
_WORDS = MESSAGES | ADVICE


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong; `path` leads to it inside its document (keys and list places)."""

    code: str
    path: Path = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_advice(self) -> bool:
        """Advice makes a curriculum better; it can be loaded without."""
        return self.code in ADVICE

    @property
    def thai(self) -> str:
        return _WORDS[self.code][0].format(**self.words)

    @property
    def english(self) -> str:
        return _WORDS[self.code][1].format(**self.words)


class Faulty(ValueError):
    """A document that cannot be read, with all of its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.english}" for fault in faults))
        self.faults = faults
