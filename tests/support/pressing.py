"""Pressing what leads to another page.

A click returns while that page is still on its way, and what is asked then (how many there are,
what the words are, where to go next) may be answered by half of it, or by the page before.
"""

from __future__ import annotations

from playwright.sync_api import Locator


def press(leads_on: Locator) -> None:
    """Press it, and return when the page it leads to stands whole.

    So does the page it is on: the rest of its form, and what listens to the press, have come.
    """
    leads_on.wait_for()
    leads_on.page.wait_for_load_state()
    with leads_on.page.expect_navigation():
        leads_on.click()
