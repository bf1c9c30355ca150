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

_SOURCE = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_PLAYER = re.compile(r":::\s*(video|audio)\s+(\S+)((?:\s+[a-z]+=\S+)*)\s*$")
_DOWNLOAD = "{download}"


@cache
def parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    markdown.use(container_plugin, "callout", validate=_is_callout)
    markdown.block.ruler.before("container_callout", "player", _player, {"alt": ["paragraph"]})
    markdown.inline.ruler.before("link", "source", _source)
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


def _lesson(state: StateCore) -> None:
    """Lines for inline tokens, ids for headings, figures, downloads, no styles."""
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
    state.tokens = _with_figures(tokens)


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
