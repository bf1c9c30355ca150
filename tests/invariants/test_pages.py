"""What holds for every page that a stranger may open, in a real browser at 360 px."""

import pytest

from tests.support.accessibility import axe_violations
from tests.support.weight import budgeted, weigh

FIRST_VISIT = 60_000  # bytes over the wire, as docs/architecture.md says
LATER_PAGE = 12_000

PUBLIC = ("/", "/sign-in", "/verify", "/verify/earlier", "/privacy", "/no-such-page")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_first_visit_keeps_to_the_budget(page, path):
    weight = weigh(page, path)

    assert budgeted(weight) <= FIRST_VISIT, dict(weight)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_later_page_keeps_to_the_budget(page, path):
    weigh(page, "/")
    weight = weigh(page, path)

    assert budgeted(weight) <= LATER_PAGE, dict(weight)


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_context, path, scheme):
    page = open_context(color_scheme=scheme).new_page()
    page.goto(path)

    assert axe_violations(page) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_one_column_fits_320_px_without_scrolling_sideways(open_context, path):
    page = open_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PUBLIC)
def test_it_reads_without_script(page_without_script, path):
    page_without_script.goto(path)

    assert page_without_script.locator("h1").count() == 1
