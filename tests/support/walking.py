"""Walks a site by its links, as a curious reader signed in would."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

_LINK = re.compile(r'<a\s[^>]*?\bhref="([^"]*)"')  # our own pages, which are written alike
MOST_OF_A_KIND = 3  # pages of one shape (/people/7, /people/8, …) that are opened


def walk(page: Page, start: Iterable[str] = ("/",)) -> tuple[dict[str, str], list[str]]:
    """Open what links lead to.

    Answers an example address for every shape of page, and the links that lead nowhere.
    """
    waiting = deque((path, "the start") for path in start)
    seen: set[str] = set()
    opened: dict[str, list[str]] = {}
    broken = []
    while waiting:
        path, origin = waiting.popleft()
        kind = opened.setdefault(shape(path), [])
        if path in seen or len(kind) >= MOST_OF_A_KIND:
            continue
        seen.add(path)
        answer = page.request.get(path)
        if not answer.ok:
            broken.append(f"{answer.status} {path}, linked from {origin}")
        elif answer.headers["content-type"].startswith("text/html"):
            kind.append(path)
            waiting.extend((link, path) for link in links(answer.text(), answer.url))
    return {kind: paths[0] for kind, paths in opened.items() if paths}, broken


def shape(path: str) -> str:
    """The path with its numbers and curricula left out: what one view answers."""
    plain = re.sub(r"\d+", "0", urlsplit(path).path)
    return re.sub(r"^/curricula/[^/]+(/0[^/]*/0[^/]*)?", r"/curricula/…", plain)


def links(html: str, address: str) -> list[str]:
    """The links of a page that stay on its site, without fragments."""
    site = urlsplit(address)
    found = []
    for link in _LINK.findall(html):
        target = urlsplit(urljoin(address, unescape(link)))
        if target.netloc == site.netloc and target.scheme == site.scheme:
            found.append(target.path + (f"?{target.query}" if target.query else ""))
    return found
