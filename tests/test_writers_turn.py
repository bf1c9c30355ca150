"""SQLite has one writer at a time: a request takes its turn no sooner than it must."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text

from lms.config import current_settings
from lms.db import db, reading_first

pytestmark = pytest.mark.sqlite_only


def somebody_else_may_write() -> bool:
    file = current_settings().database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def ask() -> None:
    db.session.execute(text("SELECT 1"))


def test_what_a_request_begins_with_keeps_nobody_waiting(app):
    with app.test_request_context(method="POST"):
        with reading_first():
            ask()
            assert somebody_else_may_write()
        assert somebody_else_may_write()

        ask()
        assert not somebody_else_may_write()


def test_a_turn_that_was_taken_is_kept(app):
    with app.test_request_context(method="POST"):
        ask()
        with reading_first():
            ask()

        assert not somebody_else_may_write()


def test_a_request_that_only_reads_keeps_one_transaction(app):
    with app.test_request_context(method="GET"):
        with reading_first():
            ask()

        assert db.session().in_transaction()
        assert somebody_else_may_write()
