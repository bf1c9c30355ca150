"""The pages that are measured, as the requests of many different people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event

from bench.client import Connection, get
from bench.flow import begin, save
from bench.population import Learner
from bench.site import Site
from lms.db import db

PEOPLE = 1_000  # different people (or certificates) that one page is asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of page: paths with the cookies of whoever asks for them."""

    name: str
    asks: tuple[tuple[str, str], ...]

    @property
    def requests(self) -> list[bytes]:
        """Ready to be sent."""
        return [get(path, cookie) for path, cookie in self.asks]


def pages(site: Site) -> list[Asked]:
    """Every page of `bin/bench web`."""
    lives = site.population
    reading = lives.reading[:PEOPLE]
    return [
        Asked("sign-in", (("/sign-in", ""),)),
        Asked("dashboard", tuple(("/", one.cookie) for one in reading)),
        Asked("curriculum", tuple((f"/curricula/{o.edition.slug}", o.cookie) for o in reading)),
        Asked("lesson", tuple((_first_lesson(one), one.cookie) for one in reading)),
        Asked("quiz", tuple(_under_way(site, lives.ready[-100:]))),
        Asked("verify", tuple((f"/verify/{number}", "") for number in lives.numbers[:PEOPLE])),
    ]


def _first_lesson(one: Learner) -> str:
    lesson = one.edition.lessons[0]
    return f"/curricula/{one.edition.slug}/{lesson.module_slug}/{lesson.slug}"


def _under_way(site: Site, learners: list[Learner]) -> Iterator[tuple[str, str]]:
    """Post-tests begun by these people over the web, five answers saved in each."""
    connection = Connection(site.address)
    for one in learners:
        paper = begin(connection, one)
        for position in range(1, 6):
            save(connection, paper, position)
        yield paper.path, one.cookie
    connection.close()


@dataclass(frozen=True, slots=True)
class Cost:
    """What one page costs: statements sent to the database, bytes sent to the reader."""

    queries: int
    brotli: int
    gzip: int
    plain: int


def cost(site: Site, page: Asked) -> Cost:
    """Of the worst of several people; memory is warm."""
    asks = page.asks[:: max(1, len(page.asks) // 10)][:10]
    connection = Connection(site.address)
    sizes = {
        encoding: max(len(connection.ask(get(*ask, encoding=encoding)).body) for ask in asks)
        for encoding in ("br", "gzip", "identity")
    }
    connection.close()
    for ask in asks:
        queries(site.app, *ask)
    most = max(queries(site.app, *ask) for ask in asks)
    return Cost(most, sizes["br"], sizes["gzip"], sizes["identity"])


def queries(app: Flask, path: str, cookie: str) -> int:
    """Statements that one request sends, BEGIN and the like left out."""
    with counting(app) as statements:
        answer = app.test_client(use_cookies=False).get(path, headers={"Cookie": cookie})
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return len(statements)


@contextmanager
def counting(app: Flask) -> Iterator[list[str]]:
    """Collects every statement sent meanwhile."""
    statements: list[str] = []

    def sent(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "PRAGMA")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", sent)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", sent)
