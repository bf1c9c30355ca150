"""Named, typed fields out of plain data (YAML or JSON), with every fault noted and none raised.

A faulty field reads as an empty value, so that one look at a document finds all that is wrong.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lms.curricula.faults import Fault, Path
from lms.thai import normalise, one_line

E = TypeVar("E", bound=StrEnum)
_ABSENT = object()


class Fields:
    """One mapping of a document. Ask for its keys, then `close()` it to note the unknown ones."""

    def __init__(self, plain: object, path: Path, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self._asked: list[str] = []
        self._plain: dict[object, object] = {}
        if isinstance(plain, dict):
            self._plain = plain
        else:
            self.note("not_a_mapping", path)

    def note(self, code: str, path: Path, **words: object) -> None:
        self.faults.append(Fault(code, path, {name: str(word) for name, word in words.items()}))

    def has(self, key: str) -> bool:
        return self._plain.get(key) is not None

    def has_table(self, key: str) -> bool:
        return isinstance(self._plain.get(key), dict)

    def text(self, key: str, default: str | None = None, *, longest: int = 300) -> str:
        """A single line; required unless it has a default."""
        return one_line(self._text(key, default, longest))

    def prose(self, key: str, default: str | None = None, *, longest: int = 20_000) -> str:
        """Text of any number of lines."""
        return normalise(self._text(key, default, longest)).strip()

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self._value(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        if value is not _ABSENT:
            self.note("not_a_number", (*self.path, key), key=key, low=low, high=high)
        return low

    def whole_or_none(self, key: str, low: int, high: int) -> int | None:
        if not self.has(key):
            self._asked.append(key)
            return None
        return self.whole(key, low, high)

    def flag(self, key: str, default: bool | None = None) -> bool:
        value = self._value(key, default)
        if isinstance(value, bool):
            return value
        if value is not _ABSENT:
            self.note("not_a_flag", (*self.path, key), key=key)
        return False

    def day(self, key: str) -> date:
        value = self._value(key, None)
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            if value is not _ABSENT:
                self.note("not_a_day", (*self.path, key), key=key)
        return date.min

    def choice(self, key: str, kinds: type[E], default: E | None = None) -> E:
        value = self._value(key, default)
        try:
            return kinds(str(value))
        except ValueError:
            if value is not _ABSENT:
                known = ", ".join(kinds)
                self.note("not_a_choice", (*self.path, key), key=key, value=value, known=known)
        return next(iter(kinds))

    def choice_or_none(self, key: str, kinds: type[E]) -> E | None:
        if not self.has(key):
            self._asked.append(key)
            return None
        return self.choice(key, kinds)

    def texts(self, key: str, *, at_least: int = 0) -> tuple[str, ...]:
        """A list of single lines; a missing list is an empty one, unless some are wanted."""
        found = []
        for place, value in enumerate(self._list(key, at_least)):
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                found.append(one_line(str(value)))
            else:
                self.note("not_a_text", (*self.path, key, place), key=key)
        return tuple(found)

    def rows(self, key: str, *, at_least: int = 0, bare: str = "") -> list["Fields"]:
        """A list of mappings; a bare text or number stands for one that has only the key `bare`."""
        return [
            Fields(_row(value, bare), (*self.path, key, place), self.faults)
            for place, value in enumerate(self._list(key, at_least))
        ]

    def table(self, key: str) -> "Fields":
        """A mapping inside this one; a missing one is noted once, as itself."""
        value = self._value(key, None)
        if value is _ABSENT:
            return Fields({}, (*self.path, key), [])
        return Fields(value, (*self.path, key), self.faults)

    def distinct(self, key: str, values: Iterable[str]) -> None:
        """Notes every value of the list `key` that stood there before."""
        seen: set[str] = set()
        for place, value in enumerate(values):
            if value and value in seen:
                self.note("twice", (*self.path, key, place), value=value)
            seen.add(value)

    def close(self) -> None:
        for key in self._plain:
            if key not in self._asked:
                known = ", ".join(self._asked)
                self.note("unknown_key", (*self.path, str(key)), key=key, known=known)

    def _value(self, key: str, default: object) -> object:
        self._asked.append(key)
        value = self._plain.get(key)
        if value is not None:
            return value
        if default is not None:
            return default
        self.note("missing_key", self.path, key=key)
        return _ABSENT

    def _text(self, key: str, default: str | None, longest: int) -> str:
        value = self._value(key, default)
        if value is _ABSENT:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.note("not_a_text", (*self.path, key), key=key)
            return ""
        text = str(value).strip()
        if not text and default is None:
            self.note("empty", (*self.path, key), key=key)
        if len(text) > longest:
            self.note("too_long", (*self.path, key), key=key, longest=longest)
        return text

    def _list(self, key: str, at_least: int) -> list[object]:
        value = self._value(key, None if at_least else [])
        if value is _ABSENT:
            return []
        if not isinstance(value, list):
            self.note("not_a_list", (*self.path, key), key=key)
            return []
        if len(value) < at_least:
            self.note("too_few", (*self.path, key), key=key, count=at_least)
        return value


def _row(value: object, bare: str) -> object:
    return {bare: value} if bare and isinstance(value, str | int) else value
