"""YAML as plain data that remembers its lines.

Only what a curriculum needs: `null`, `true`, `false` and whole numbers are read as such, everything
else is text, so that 1.10, 07:30, 2026-11-01, yes and no stay as they are written.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from lms.curricula.faults import Fault
from lms.curricula.faults import Path as Steps
from lms.curricula.fields import Fields
from lms.curricula.files.problems import Problems
from lms.curricula.files.schemas import SHAPES, shape_faults

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is built


@dataclass(frozen=True, slots=True)
class Document:
    """A file's data; `lines` has the line of every place in it, `misshapen` are the places of which
    its schema has said already what is wrong."""

    file: Path
    plain: object
    lines: dict[Steps, int]
    misshapen: frozenset[Steps] = frozenset()

    def line(self, path: Steps) -> int:
        """The line of `path`, or of the nearest place around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fields(self, faults: list[Fault]) -> Fields:
        return Fields(self.plain, (), faults)

    def report(self, faults: Iterable[Fault], problems: Problems) -> None:
        """Adds the faults of this file, each thing that is wrong once."""
        for fault in faults:
            if fault.code not in SHAPES or not self._said(_place(fault)):
                problems.add(self.file, self.line(fault.path), fault)

    def _said(self, place: Steps) -> bool:
        return any(place[:end] in self.misshapen for end in range(len(place) + 1))


def read_text(file: Path, problems: Problems) -> str | None:
    """A file's text; None, with the problem noted, when there is none."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        problems.note(file, 1, "not_utf8")
    except OSError:
        problems.note(file, 1, "no_such_file")
    return None


def read_document(file: Path, problems: Problems, schema: str | None = None) -> Document | None:
    text = read_text(file, problems)
    return None if text is None else parse_document(file, text, problems, schema=schema)


def parse_document(
    file: Path, text: str, problems: Problems, first_line: int = 1, schema: str | None = None
) -> Document | None:
    """The YAML in `text`, which begins at `first_line` of `file`, held against a schema."""
    reader = _Reader(first_line)
    try:
        node = yaml.compose(text, Loader=_LOADER)
        plain = reader.plain(node, ()) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problems.note(file, line, "not_yaml", reason=error.problem or error.context or "?")
        return None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        problems.note(file, first_line, "not_yaml", reason=str(error).split("\n", 1)[0])
        return None
    shape = shape_faults(schema, plain) if schema else []
    Document(file, plain, reader.lines).report([*reader.faults, *shape], problems)
    return Document(file, plain, reader.lines, frozenset(_place(fault) for fault in shape))


def _place(fault: Fault) -> Steps:
    """Where a fault is: that a key is missing is said of what it is missing from."""
    missing = fault.code == "missing_key"
    return (*fault.path, fault.words["key"]) if missing else fault.path


class _Reader:
    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.lines: dict[Steps, int] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def plain(self, node: yaml.Node, path: Steps) -> object:
        self.lines[path] = self.first_line + node.start_mark.line
        if len(path) > _DEEPEST or id(node) in self._seen:  # an alias brings a node again
            self.faults.append(Fault("too_deep", path))
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item, (*path, place)) for place, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Steps) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in found:
                self.lines[(*path, key)] = self.first_line + key_node.start_mark.line
                self.faults.append(Fault("same_key", (*path, key), {"key": key}))
            else:
                found[key] = self.plain(value, (*path, key))
                self.lines[(*path, key)] = self.first_line + key_node.start_mark.line
        return found


def _scalar(node: yaml.Node) -> object:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted, or a block of text
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) else text
