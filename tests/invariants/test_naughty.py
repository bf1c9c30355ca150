"""What nobody should send, in every field, argument and address of every route."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import String, Text, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.db import Base, db
from tests.invariants.routes import address_of, form_of, rules_of
from tests.invariants.test_walks import users_of
from tests.invariants.world import World, a_world

SCRIPT = "<script>alert('x')</script>"
NAUGHTY = {
    "nothing": "",
    "nul": "ก\0ข",
    "controls": "ก\x01\x08\x1b[31m\x7f\x9fข\r\nSet-Cookie: x=1",
    "backwards": "ก\u202eข\u2066ค\u200fง\ufeff",
    "emoji": "👩‍👩‍👧‍👦🇹🇭e\u0301" + "ก" + "\u0e49" * 50,
    "script": f"\"'>{SCRIPT}<img src=x onerror=alert(1)>",
    "sql": "' OR 1=1; DROP TABLE persons; --",
    "template": "{{7*7777}}${7*7777}<%= 7*7777 %>%(x)s{0}%s%n",
    "path": "../../../../etc/passwd%00.png",
    "away": "//evil.example/\\evil.example",
    "thai digits": "๙๙๙",
    "huge": "9" * 30,
    "below": "-1",
    "fraction": "1e309",
    "noncharacter": "ก\ufffe\uffffข\U0010ffff",
    "long": "ก" * 100_000,
}
ALONE = {NAUGHTY[name] for name in ("nul", "backwards", "script", "huge")}  # the rest stays good
MAIN = ("owner_1", "trainer_1", "officer_1", "central", "auditor", "administrator", "signed_out")
EXECUTED = str(7 * 7777)
# A database can hold it, and a reader sees nothing of it (or sees something else).
FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
KEPT_AS_TYPED = {"signed_in_devices.browser"}


def somebody(world: World, rule: Rule) -> str:
    """Somebody who may use a route with the things of side 1."""
    users = users_of(world.app, rule, 1) or {"signed_out"}
    return next(name for name in MAIN if name in users)


def fault_of(answer: TestResponse) -> str:
    """What is wrong with an answer, whatever was asked."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if urlsplit(answer.headers.get("Location", "")).netloc not in {"", "localhost"}:
        return f"leads away to {answer.location}"
    if "Set-Cookie: x=1" in str(answer.headers):
        return "headers can be added"
    if answer.mimetype in {"text/html", "image/svg+xml"}:
        if SCRIPT in answer.text or "<img src=x" in answer.text:
            return "says it back unescaped"
        if EXECUTED in answer.text:
            return "executes it"
    return ""


def hostile_forms(rule: Rule, world: World, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """All fields at once, several values each, and every field on its own."""
    good = form_of(rule, world.sides[1])
    yield "every field", dict.fromkeys(good, text)
    for field in good if text in ALONE else ():
        yield field, good | {field: text}


def walk(world: World, strings: dict[str, str]) -> list[str]:
    """Every route with every string; what went wrong."""
    faults = []
    for rule in rules_of(world.app, "POST"):
        browser = world.client(somebody(world, rule))
        path = address_of(rule, world.sides[1])
        for name, text in strings.items():
            for field, form in hostile_forms(rule, world, text):
                if fault := fault_of(browser.post(path, data=form, content_type=_type(text))):
                    faults.append(f"POST {rule.endpoint}: {name} in {field}: {fault}")
    for rule in rules_of(world.app, "GET"):
        browser = world.client(somebody(world, rule))
        for name, text in strings.items():
            for what, answer in asked(browser, rule, world, text):
                if fault := fault_of(answer):
                    faults.append(f"GET {rule.endpoint}: {name} in {what}: {fault}")
    return faults


def _type(text: str) -> str:
    """Long text as a form with a file sends it: nine bytes a letter would only take time."""
    return "multipart/form-data" if len(text) > 1000 else "application/x-www-form-urlencoded"


ARGUMENTS = ("q", "page", "all", "next", "number", "curriculum", "province", "district", "standing")


def asked(browser: Any, rule: Rule, world: World, text: str) -> Iterator[tuple[str, TestResponse]]:
    """A page with the string in every argument, and in each part of its address."""
    text = text[:2000]  # servers and proxies cut what is longer
    query = dict.fromkeys((*ARGUMENTS, "subdistrict", "state", "seen"), text)
    yield "arguments", browser.get(address_of(rule, world.sides[1]), query_string=query)
    for name in sorted(rule.arguments - {"kind", "size"}):
        plain = str(world.sides[1].values.get(name, ""))
        path = address_of(rule, world.sides[1]).replace(plain, "NAUGHTY", 1)
        yield name, browser.get(path.replace("NAUGHTY", text) or "/")


def stored(app: Flask) -> list[str]:
    """Every text in the database that holds what nobody can read."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [c for c in table.columns if isinstance(c.type, (String, Text))]
        for row in db.session.execute(select(table)).mappings():
            for column in columns:
                text = row[column.name]
                where = f"{table.name}.{column.name}"
                if text and FORBIDDEN.search(text) and where not in KEPT_AS_TYPED:
                    found.append(f"{where}: {text[:60]!r}")
    return sorted(set(found))


@pytest.mark.sqlite_only
def test_nothing_that_is_sent_breaks_a_page_or_comes_back_alive(app: Flask) -> None:
    world = a_world(app)

    assert "\n".join(walk(world, NAUGHTY)) == ""
    db.session.expire_all()
    assert stored(app) == []


@pytest.mark.postgresql_only
def test_what_databases_refuse_never_reaches_them(app: Flask) -> None:
    """PostgreSQL holds no NUL and no integer beyond its own; SQLite got these with all others."""
    world = a_world(app)
    strings = {name: NAUGHTY[name] for name in ("nul", "huge")}

    assert "\n".join(walk(world, strings)) == ""
