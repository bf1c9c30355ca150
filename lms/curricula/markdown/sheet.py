"""What is known and gathered while one lesson is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from lms.curricula.faults import Fault
from lms.curricula.glossary import Term
from lms.curricula.sources import MediaRef, Source

Media: TypeAlias = Callable[[str], MediaRef | None]
_NOTHING = MediaRef("", 0)


@dataclass(slots=True)
class Sheet:
    """`cited` are the keys of sources in the order of their numbers, `terms` the words of the
    glossary likewise, `used` the media paths."""

    sources: Mapping[str, Source]
    media: Media
    glossary: Mapping[str, Term] = field(default_factory=dict)
    cited: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    used: dict[str, MediaRef] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    picture_bytes: int = 0
    linked_back: set[str] = field(default_factory=set)

    def note(self, code: str, line: int, **words: object) -> None:
        said = {name: str(word) for name, word in words.items()}
        self.faults.append(Fault(code, (line,), said))

    def cite(self, key: str) -> int:
        """The number under which the lesson's list has this source."""
        if key not in self.cited:
            self.cited.append(key)
        return self.cited.index(key) + 1

    def explain(self, word: str) -> int:
        """The number under which the lesson explains this word."""
        if word not in self.terms:
            self.terms.append(word)
        return self.terms.index(word) + 1

    def find(self, path: str) -> MediaRef | None:
        """The media file at `path`, asked for once."""
        if path not in self.used and (ref := self.media(path)):
            self.used[path] = ref
        return self.used.get(path)

    def ref(self, path: str) -> MediaRef:
        return self.used.get(path, _NOTHING)
