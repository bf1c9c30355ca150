"""The parser: CommonMark with tables and what lessons add to it. It judges nothing."""

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from lms.curricula.markdown.self_check import with_check

_SOURCE = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_PLAYER = re.compile(r":::\s*(video|audio)\s+(\S+)((?:\s+[a-z]+=\S+)*)\s*$")
_TERM = re.compile(r"\[([^\[\]\n]+)\]\{term\}")
_DOWNLOAD = "{download}"


@cache
def parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown.use(container_plugin, "callout", validate=_is_callout)
    markdown.block.ruler.before("container_callout", "player", _player, {"alt": ["paragraph"]})
    markdown.inline.ruler.before("link", "source", _source)
    markdown.inline.ruler.before("link", "term", _term)
    markdown.core.ruler.push("lesson", _lesson)
    return markdown


def _is_callout(words: str, *_: Any) -> bool:
    return bool(words.strip())


def _player(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: video media/x.mp4 captions=media/x.vtt`, with or without a closing line."""
    match = _PLAYER.match(_line(state, start))
    if not match:
        return False
    if not silent:
        token = state.push("player", "", 0)
        token.info, token.content = match[1], match[2]
        token.meta = dict(pair.split("=", 1) for pair in match[3].split())
        following = start + 1
        while following < end and not _line(state, following).strip():
            following += 1
        closed = following < end and _line(state, following).strip() == ":::"
        state.line = following + 1 if closed else start + 1
        token.map = [start, state.line]
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _source(state: StateInline, silent: bool) -> bool:
    """`[[S62]]`, or several keys with commas between them."""
    match = _SOURCE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("source", "", 0)
        token.meta = {"keys": [key.strip() for key in match[1].split(",")]}
    state.pos = match.end()
    return True


def _term(state: StateInline, silent: bool) -> bool:
    """`[คำ]{term}`."""
    match = _TERM.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("term", "", 0)
        token.content = match[1].strip()
    state.pos = match.end()
    return True


def _lesson(state: StateCore) -> None:
    """Lines for inline tokens, ids for headings, figures, downloads, boxes, no styles."""
    headings = 0
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "heading_open":
            headings += 1
            token.attrs["id"] = f"part-{headings}"
        token.attrs.pop("style", None)
        if token.type == "inline":
            _number_lines(token)
            _mark_downloads(token.children or [])
        tokens.append(token)
    state.tokens = _with_boxes(_with_figures(tokens))


def _number_lines(token: Token) -> None:
    line = token.map[0] + 1 if token.map else 1
    for child in token.children or []:
        child.meta["line"] = line
        if child.type in {"softbreak", "hardbreak"}:
            line += 1


def _mark_downloads(children: list[Token]) -> None:
    opened: Token | None = None
    for place, child in enumerate(children):
        if child.type == "link_open":
            opened = child
        elif child.type == "link_close" and opened and place + 1 < len(children):
            after = children[place + 1]
            if after.type == "text" and after.content.startswith(_DOWNLOAD):
                after.content = after.content.removeprefix(_DOWNLOAD)
                opened.meta["download"] = child.meta["download"] = str(opened.attrs["href"])


def _with_figures(tokens: list[Token]) -> list[Token]:
    """A paragraph that holds one picture and nothing else becomes a figure."""
    found: list[Token] = []
    for token in tokens:
        children = token.children or []
        if token.type == "inline" and len(children) == 1 and children[0].type == "image":
            image = children[0]
            image.type, image.map = "figure", token.map
            found[-1] = image
        elif not (token.type == "paragraph_close" and found and found[-1].type == "figure"):
            found.append(token)
    return found


def _with_boxes(tokens: list[Token]) -> list[Token]:
    """Boxes that are more than a title around their text: check questions and transcripts."""
    found: list[Token] = []
    checks = place = 0
    while place < len(tokens):
        token = tokens[place]
        kind = token.info.split()[0] if token.type == "container_callout_open" else ""
        end = closing(tokens, place) if kind in {"check", "transcript"} else place
        if kind == "check":
            checks += 1
            found += with_check(token, tokens[place + 1 : end], checks)
            place = end
        else:
            if kind == "transcript":
                token.meta["after_player"] = bool(found) and found[-1].type == "player"
                token.type, tokens[end].type = "transcript_open", "transcript_close"
            found.append(token)
        place += 1
    return found


def closing(tokens: list[Token], start: int) -> int:
    """Where the box that opens at `start` is closed."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    raise AssertionError("the parser closes what it opens")
