"""Faults with the file and line where they stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lms.curricula.faults import Fault


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault at `line` (from 1) of `file`."""

    file: Path
    line: int
    fault: Fault = field(compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.fault.thai}\n    {self.fault.english}"


class Problems:
    """All that is found wrong on one reading."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: Path, line: int, fault: Fault) -> None:
        self._found.append(Problem(file, line, fault))

    def note(self, file: Path, line: int, code: str, **words: object) -> None:
        self.add(file, line, Fault(code, (), {name: str(word) for name, word in words.items()}))

    def of(self, file: Path, faults: Iterable[Fault], offset: int) -> None:
        """Adds the faults of a text whose first line is line `offset` + 1 of `file`."""
        for fault in faults:
            self.add(file, offset + int(fault.path[0]), fault)

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)
