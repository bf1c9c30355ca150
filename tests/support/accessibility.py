"""axe-core in the page at hand."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from lms.root import ROOT

_AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _script() -> str:
    return _AXE.read_text("utf-8")


def axe_violations(page: Page) -> list[str]:
    """One line a violation, with the element it is about, once the page stands whole."""
    page.wait_for_load_state()
    page.evaluate(_script())  # not held back by the page's own content policy
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags},"
        "resultTypes: ['violations'], preload: {assets: ['media'], timeout: 10000}})"
        ".then(result => result.violations)",
        _RULES,
    )
    return [
        f"{rule['id']}: {rule['help']} ({node['html'][:160]})"
        for rule in found
        for node in rule["nodes"]
    ]
