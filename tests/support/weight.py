"""What a page costs a phone: compressed bytes over the wire, headers included."""

from __future__ import annotations

from collections import Counter
from typing import Any

from playwright.sync_api import Page

COUNTED = ("Document", "Stylesheet", "Script", "Font", "Fetch", "XHR", "Other")


def weigh(page: Page, path: str) -> Counter[str]:
    """Open `path`; bytes received by kind of resource (Document, Stylesheet, Image, …)."""
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def begun(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event.get("type", "Other")

    def ended(event: dict[str, Any]) -> None:
        weight[kinds.get(event["requestId"], "Other")] += round(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.loadingFinished", ended)
    page.goto(path, wait_until="networkidle")
    session.detach()
    return weight


def budgeted(weight: Counter[str]) -> int:
    """Everything but pictures and media, which have limits of their own."""
    return sum(weight[kind] for kind in COUNTED)
