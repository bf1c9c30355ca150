"""The service worker on bad days: hardly a signal, no room on the phone, two versions of it."""

from __future__ import annotations

import json
from typing import Any

from lms.assets import STATIC
from tests.support.node import run_node

WORKER = STATIC / "js/proof/worker.js"
PAGE, SHELL, KEYS, LISTS = "/V/DEMO-1", "/verify/offline", "/.well-known/jwks.json", "/status"
LIST, SCRIPT = "/status/DEMO-2569-0", "/assets/offline.222222222222.js"
ALL_IS_WELL = dict.fromkeys((PAGE, SHELL, KEYS, LISTS, LIST, SCRIPT), 200)
KEPT = {
    "offline-new": {SHELL: "shell", SCRIPT: "script"},
    "offline-lists": {KEYS: "keys", LISTS: '{"lists": []}', LIST: "list"},
}


def played(network: dict[str, Any], *acts: Any, **more: Any) -> tuple[list[Any], dict[str, Any]]:
    """What came of each act, and what is kept at the end."""
    scenario = {"network": network, "acts": acts, **more}
    done = run_node("worker.mjs", str(WORKER), said=json.dumps(scenario))
    found = json.loads(done)
    return found["results"], found["inside"]


def test_where_the_signal_is_a_hole_one_patience_is_enough() -> None:
    """The page, its keys and its lists would each wait eight seconds."""
    silent = dict.fromkeys(ALL_IS_WELL, "silent")
    acts = (["open", PAGE], ["get", SCRIPT], ["get", KEYS], ["get", LISTS], ["get", LIST])
    page, script, *others = played(silent, *acts, kept=KEPT)[0]
    assert (page["is"], page["waits"]) == ("shell", 1)
    assert (script["is"], script["asked"]) == ("script", [])
    assert [one["is"] for one in others] == ["keys", '{"lists": []}', "list"]
    assert [one["waits"] for one in others] == [0, 0, 0]


def test_with_the_signal_back_the_newest_is_asked_for_again() -> None:
    acts = (["open", PAGE], ["network", ALL_IS_WELL], ["open", PAGE], ["get", LIST])
    lost, _, page, revoked = played({}, *acts, kept=KEPT)[0]
    assert [one["is"] for one in (lost, page, revoked)] == ["shell", f"new {PAGE}", f"new {LIST}"]


def test_a_gateway_before_a_server_that_is_gone_is_no_answer() -> None:
    for status, said in (
        (502, "shell"),
        (504, "shell"),
        (503, f"new {PAGE}"),
        (404, f"new {PAGE}"),
    ):
        (page,), _ = played({PAGE: status}, ["open", PAGE], kept=KEPT)
        assert page["is"] == said
    (page,), _ = played({PAGE: 502}, ["open", PAGE])
    assert page["is"] == f"new {PAGE}", "nothing is kept that could be shown instead"


def test_a_phone_that_keeps_nothing_yet_waits_for_the_network() -> None:
    (keys, page), _ = played(ALL_IS_WELL, ["get", KEYS], ["open", PAGE])
    assert (keys["is"], page["is"]) == (f"new {KEYS}", f"new {PAGE}")
    (keys,), _ = played({KEYS: 500}, ["get", KEYS])
    assert keys["is"].startswith("Error")


def test_a_phone_without_room_is_answered_all_the_same() -> None:
    (keys, listed), inside = played(ALL_IS_WELL, ["get", KEYS], ["get", LIST], full=True)
    assert (keys["is"], listed["is"]) == (f"new {KEYS}", f"new {LIST}")
    assert not any(inside.values())


def test_one_list_that_cannot_be_had_costs_neither_page_nor_keys() -> None:
    for failing in (LIST, LISTS):
        (installed,), inside = played({**ALL_IS_WELL, failing: 503}, ["install"])
        assert installed["is"] == "installed"
        assert inside["offline-new"] == [SCRIPT, SHELL]
        assert KEYS in inside["offline-lists"]
    (installed,), _ = played({**ALL_IS_WELL, SCRIPT: 500}, ["install"])
    assert installed["is"] != "installed", "the browser tries again at the next page"


def test_an_older_list_stays_where_a_newer_cannot_be_had() -> None:
    (renewed, listed), _ = played({**ALL_IS_WELL, LIST: 503}, ["renew"], ["get", LIST], kept=KEPT)
    assert (renewed["is"], listed["is"]) == ("renewed", "list")


def test_the_page_of_another_version_finds_its_scripts_too() -> None:
    """The workers of /verify and of /V/ are renewed each by itself; the newer has dropped what
    the older kept, and its page is the one that there is."""
    newer = {"offline-newest": {SHELL: "newer shell", "/assets/offline.333333333333.js": "newer"}}
    acts = (["open", PAGE], ["get", "/assets/offline.333333333333.js"])
    (page, script), _ = played({}, *acts, kept=newer)
    assert (page["is"], script["is"]) == ("newer shell", "newer")


def test_what_the_browser_threw_away_is_kept_again() -> None:
    (renewed,), inside = played(ALL_IS_WELL, ["renew"])
    assert renewed["is"] == "renewed"
    assert inside["offline-new"] == [SCRIPT, SHELL]
    assert inside["offline-lists"] == [KEYS, LISTS, LIST]
