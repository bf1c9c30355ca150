"""Lessons: Markdown in, clean HTML for a strict CSP out, with everything that is wrong noted.

Beyond CommonMark and tables: callouts (`::: do … :::`), source marks (`[[S62]]`), figures (a
picture alone in its paragraph), downloads (`[…](media/x.pdf){download}`), `::: video` and
`::: audio` with their `::: transcript`, questions (`::: check`), words of the glossary
(`[คำ]{term}`). No HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType

from markdown_it.token import Token

from lms.curricula.faults import Fault
from lms.curricula.glossary import Term
from lms.curricula.markdown.card import summaries
from lms.curricula.markdown.checking import check
from lms.curricula.markdown.cleaning import clean
from lms.curricula.markdown.marks import source_list, term_list
from lms.curricula.markdown.sheet import Media, Sheet
from lms.curricula.markdown.syntax import parser
from lms.curricula.markdown.writing import writer
from lms.curricula.sources import Source
from lms.thai import held, normalise

__all__ = ["Heading", "Rendered", "reading_minutes", "render"]

# An unhurried reader of Thai on a phone: about 150 words a minute, 4.7 letters and marks a word.
_LETTERS_A_MINUTE = 700


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A lesson as HTML. `path` of a fault is the line of the text, from 1; `sources` are the keys
    cited, in the order of their numbers; `picture_bytes` is what loads with the page;
    `summary_html` is what stands in its summary boxes, for the module's card."""

    html: str
    summary_html: str
    minutes: int
    headings: tuple[Heading, ...]
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    media: tuple[str, ...]
    picture_bytes: int
    faults: tuple[Fault, ...]


def render(
    text: str,
    sources: Mapping[str, Source],
    media: Media,
    glossary: Mapping[str, Term] = MappingProxyType({}),
) -> Rendered:
    """The lesson in `text`. `media` turns a path such as "media/map.svg" into what a browser asks
    for, None when there is no such file."""
    text = normalise(text)
    sheet = Sheet(sources, media, glossary)
    tokens = parser().parse(text, {})
    check(tokens, text, sheet)
    body = writer().render(tokens, parser().options, {"sheet": sheet})
    body += term_list(sheet)  # which may cite
    return Rendered(
        html=_bound(clean(body + source_list(sheet))),
        summary_html=_bound(clean(summaries(tokens, sheet), ids=False)),
        minutes=reading_minutes(text),
        headings=tuple(_headings(tokens)),
        sources=tuple(sheet.cited),
        terms=tuple(sheet.terms),
        media=tuple(sheet.used),
        picture_bytes=sheet.picture_bytes,
        faults=tuple(sheet.faults),
    )


def _bound(html: str) -> str:
    """A source mark stays on the line of what it proves, as ๆ does with what it repeats."""
    return held(html).replace(' <sup class="source-mark"', '\u00a0<sup class="source-mark"')


def reading_minutes(text: str) -> int:
    """How long an unhurried reader takes, at least a minute."""
    letters = sum(not char.isspace() for char in text)
    return max(1, ceil(letters / _LETTERS_A_MINUTE))


def _headings(tokens: list[Token]) -> list[Heading]:
    return [
        Heading(str(token.attrs["id"]), int(token.tag[1]), _words(tokens[place + 1]))
        for place, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def _words(token: Token) -> str:
    """A heading's text without its marks."""
    return "".join(child.content for child in token.children or [] if child.type != "source")
