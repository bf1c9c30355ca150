"""An id for every block of a lesson, so that a reader's place in it can be kept and found."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_OPENING = re.compile(r"<[a-z][a-z0-9]*")
_BLOCKS = {"p", "ul", "ol", "figure", "div", "table", "blockquote", "pre"}
_EMPTY = {"br", "hr", "img", "track", "wbr"}

PLACE = re.compile(r"(p|part)-[0-9]{1,4}")  # headings have part-1, part-2, … already


def with_places(html: str) -> str:
    """`html` (clean, well nested) with p-1, p-2, … on its outermost blocks that have no id."""
    finder = _Blocks(html)
    finder.feed(html)
    finder.close()
    parts, end = [], 0
    for number, at in enumerate(finder.found, 1):
        opening = _OPENING.match(html, at)
        assert opening is not None
        parts += [html[end : opening.end()], f' id="p-{number}"']
        end = opening.end()
    return "".join([*parts, html[end:]])


class _Blocks(HTMLParser):
    """Notes where outermost blocks without an id begin."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[int] = []
        self._depth = 0
        lines = html.split("\n")
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Outermost blocks stand at depth 0."""
        if tag in _EMPTY:
            return
        if self._depth == 0 and tag in _BLOCKS and "id" not in dict(attrs):
            line, column = self.getpos()
            self.found.append(self._starts[line - 1] + column)
        self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """Back up by one."""
        if tag not in _EMPTY:
            self._depth -= 1
