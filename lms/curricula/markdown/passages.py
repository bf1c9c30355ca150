"""A lesson's text in passages: what is read in one breath, and the sources that stand with it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from markdown_it.token import Token

from lms.curricula.markdown.checking import callout_words
from lms.curricula.markdown.syntax import parser
from lms.thai import normalise

# What stands together: a question in a lesson with its answers, a row of a table.
_WHOLE = {"check_open": "check_close", "tr_open": "tr_close"}
_WHOLE_NAMES = {"check_open": "check", "tr_open": "row"}
Box: TypeAlias = tuple[str, list[str]]  # its kind, the sources that it names
_BREAKS = {"softbreak", "hardbreak"}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, an item of a list, a row of a table or a question, at `line` (from 1) of the
    lesson's text. `box` is the callout around it, "check" or "row"; `sources` are cited in it or
    named by its box."""

    line: int
    text: str
    sources: tuple[str, ...] = ()
    box: str = ""
    heading: bool = False


def passages(text: str) -> list[Passage]:
    """The passages of a lesson in reading order."""
    found: list[Passage] = []
    boxes: list[Box] = []
    tokens = iter(parser().parse(normalise(text), {}))
    before = ""
    for token in tokens:
        if token.type == "container_callout_open":
            boxes.append(callout_words(token))
        elif token.type == "container_callout_close":
            boxes.pop()
        elif token.type in _WHOLE or token.type == "inline":
            box = _box(token, boxes)
            found += _passage(_inside(token, tokens), box, before == "heading_open")
        before = token.type
    return found


def figures(text: str) -> list[tuple[int, str]]:
    """The line of each picture and what stands for it where it cannot be seen."""
    tokens = parser().parse(normalise(text), {})
    found = (token for token in tokens if token.type == "figure")
    return [(token.map[0] + 1 if token.map else 1, token.content) for token in found]


def _box(token: Token, boxes: list[Box]) -> Box:
    """The box around `token`, or what it is itself."""
    kind, keys = boxes[-1] if boxes else ("", [])
    return _WHOLE_NAMES.get(token.type, kind), keys


def _inside(token: Token, tokens: Iterator[Token]) -> list[Token]:
    """The inline tokens of what `token` is or opens."""
    closing = _WHOLE.get(token.type)
    if closing is None:
        return [token]
    inside = []
    for one in tokens:
        if one.type == closing:
            break
        if one.type == "inline":
            inside.append(one)
    return inside


def _passage(inside: list[Token], box: Box, heading: bool) -> Iterator[Passage]:
    words = " ".join(_words(token.children or []) for token in inside)
    keys = [key for token in inside for key in _keys(token.children or [])]
    if words.strip():
        line = next((token.map[0] + 1 for token in inside if token.map), 1)
        sources = tuple(dict.fromkeys([*keys, *box[1]]))
        yield Passage(line, _SPACES.sub(" ", words).strip(), sources, box[0], heading)


def _words(children: Iterable[Token]) -> str:
    return "".join(" " if child.type in _BREAKS else child.content for child in _read(children))


def _read(children: Iterable[Token]) -> Iterator[Token]:
    """What a reader reads; a picture's alternative text stands for it elsewhere."""
    return (child for child in children if child.type not in {"source", "image"})


def _keys(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        if child.type == "source":
            yield from child.meta["keys"]
