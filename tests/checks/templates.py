"""Every template compiles, keeps to the content policy and says its words through the catalogue.

Run by bin/check: `python -m tests.checks.templates`. A line of its report is FILE:LINE and what to
do.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta, nodes

from lms.app import create_app
from lms.root import ROOT
from tests.support.settings import scratch_folder, settings_for

FOLDER = ROOT / "templates"
THAI = re.compile(r"[\u0e00-\u0e7f][\u0e00-\u0e7f ]*")
SAID = {"_", "gettext", "ngettext"}  # what puts words through the catalogue
SAME_IN_BOTH = {"ไทย", "ณ"}  # a language is named in itself; a part of surnames
BILINGUAL = {  # for when nothing can be asked
    *("errors/plain.html", "verification/no_register.html"),
    *("verification/offline.html", "verification/checker.html"),
}
WHOLE = {"verification/checker.html"}  # a file by itself, with all its styles and scripts in it

FORBIDDEN = (
    (r"<style\b", "inline style: put it into a file of lms/static/css"),
    (r"<[^>]*\sstyle\s*=", "style attribute: give it a class"),
    (r"<[^>]*\son[a-z]+\s*=", "on… attribute: listen in a module of lms/static/js"),
    (r"<script\b(?![^>]*\ssrc\s*=)", "inline script: put it into lms/static/js"),
    (r"javascript:", "javascript: address"),
)

Fault = tuple[int, str]


def check_source(source: str, environment: Environment) -> Iterator[Fault]:
    """What is wrong with one template, by line."""
    try:
        tree = environment.parse(source)
        environment.compile(source)
    except TemplateSyntaxError as fault:
        yield fault.lineno, f"does not compile: {fault.message}"
        return
    except TemplateError as fault:
        yield 1, f"does not compile: {fault}"
        return
    plain = _without_jinja(source)
    for pattern, remedy in FORBIDDEN:
        for match in re.finditer(pattern, plain, re.IGNORECASE):
            yield plain.count("\n", 0, match.end()) + 1, remedy
    for line, text in _unsaid(tree):
        for match in THAI.finditer(text):
            if match[0].strip() not in SAME_IN_BOTH:
                yield line + text.count("\n", 0, match.start()), f"Thai outside _(): {match[0]}"
    for name in meta.find_referenced_templates(tree):
        if name and not (FOLDER / name).is_file():
            yield 1, f"no such template: {name}"


def _without_jinja(source: str) -> str:
    """The HTML alone, on the same lines."""
    blank = lambda match: re.sub(r"[^\n]", " ", match[0])  # noqa: E731
    return re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", blank, source, flags=re.DOTALL)


def _unsaid(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Text, and strings of expressions, that no `_()` surrounds."""
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in SAID
    ):
        # the words come first (two of them for a plural), the values put into them come after
        words = 2 if node.node.name == "ngettext" else 1
        for rest in (*node.args[words:], *node.kwargs):
            yield from _unsaid(rest)
        return
    if isinstance(node, nodes.TemplateData):
        yield node.lineno, node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.lineno, node.value
    for child in node.iter_child_nodes():
        yield from _unsaid(child)


def faults(folder: Path = FOLDER) -> Iterator[str]:
    """One line a fault, over every template."""
    with scratch_folder() as scratch:
        environment = create_app(settings_for(scratch)).jinja_env
        for path in sorted(folder.rglob("*.html")):
            name = path.relative_to(folder).as_posix()
            for line, remedy in sorted(check_source(path.read_text("utf-8"), environment)):
                if name in BILINGUAL and remedy.startswith("Thai"):
                    continue
                if name in WHOLE and remedy.startswith("inline"):
                    continue
                yield f"{path.relative_to(folder.parent)}:{line}: {remedy}"


def main() -> int:
    """The report, and 1 when it is not empty."""
    found = list(faults())
    print("\n".join(found) or f"{len(list(FOLDER.rglob('*.html')))} templates, nothing to mend")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
