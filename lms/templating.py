"""Templates compiled once a language, their fixed words put in while compiling.

A page says about a hundred phrases, each of which would be looked up, wrapped and escaped for
every reader; together that took a fifth of a page's time. What is said with a value in it, or
counted, is still said while rendering.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from lms.root import ROOT

_WORDS = frozenset({"_", "gettext"})


def template_in(app: Flask, name: str, language: str) -> Template:
    """A template of the application in a reader's language."""
    made: dict[str, Environment] = app.extensions.setdefault("environments", {})
    if language not in made:
        made[language] = _environment(app, language)
    return made[language].get_template(name)


def _environment(app: Flask, language: str) -> Environment:
    """The application's environment over again, with one language's catalogue."""
    words = Translations.load(str(ROOT / "translations"), [language])
    environment: Any = _Speaking.__new__(_Speaking)
    environment.__dict__.update(app.jinja_env.overlay().__dict__)
    environment.words = words
    environment.globals = app.jinja_env.globals | _saying(words)
    return environment  # type: ignore[no-any-return]


def _saying(words: NullTranslations) -> dict[str, Callable[..., str]]:
    """What templates call for words with a value in them: the value is escaped, words are not."""

    def gettext(phrase: str, **values: object) -> str:
        return Markup(words.ugettext(phrase)) % values  # noqa: S704 - words of our own

    def ngettext(one: str, many: str, num: int, **values: object) -> str:
        return Markup(words.ungettext(one, many, num)) % {"num": num, **values}  # noqa: S704

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


class _Speaking(Environment):
    words: NullTranslations

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _PutIn(self.words).visit(super()._parse(source, name, filename))
        return tree


class _PutIn(NodeTransformer):
    """Replaces `_("…")` by its translation, a per cent sign written twice read as one."""

    def __init__(self, words: NullTranslations) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's way of naming
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name=word),
                args=[nodes.Const(value=str(phrase))],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if word in _WORDS:
                said = self._words.ugettext(phrase) % {}
                return nodes.MarkSafe(nodes.Const(said), lineno=node.lineno)
        return node
