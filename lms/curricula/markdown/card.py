"""The insides of a lesson's summary boxes, for the card that a module is printed as.

A card stands alone: what would lead elsewhere in the lesson is written without its link, and
sources are named by their keys.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from lms.curricula.markdown.checking import callout_words
from lms.curricula.markdown.sheet import Sheet
from lms.curricula.markdown.syntax import closing, parser
from lms.curricula.markdown.writing import LessonWriter, image


def summaries(tokens: list[Token], sheet: Sheet) -> str:
    """HTML with everything that stands in the lesson's `::: summary` boxes."""
    found = []
    for place, token in enumerate(tokens):
        if token.type == "container_callout_open":
            kind, keys = callout_words(token)
            if kind == "summary":
                inside = tokens[place + 1 : closing(tokens, place)]
                found.append(_writer().render(inside, parser().options, {"sheet": sheet}))
                found += [f"<p>{key_marks(keys)}</p>"] if keys else []
    return "".join(found)


def key_marks(keys: list[str]) -> str:
    """Marks of sources that no list of the same page numbers."""
    return "".join(f'<sup class="source-mark">[{escape(key)}]</sup>' for key in keys)


@cache
def _writer() -> LessonWriter:
    return _CardWriter()


class _CardWriter(LessonWriter):
    """A lesson without its links to itself."""

    def source(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return key_marks(tokens[idx].meta["keys"])

    def term(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return escape(tokens[idx].content)

    def figure(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        sheet = env["sheet"]
        return f"<figure>{image(tokens[idx], sheet)}</figure>\n"
