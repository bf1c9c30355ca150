"""What the database promises: aware moments, one commit, nothing half done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from lms.access import public
from lms.audit import AuditEntry, record
from lms.clock import frozen
from lms.db import db, insert_once, like_literal, release
from lms.people.models import AddressCounter


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_moment_comes_back_aware_and_in_utc(app: Flask) -> None:
    bangkok = timezone(timedelta(hours=7))
    with frozen(datetime(2026, 11, 22, 6, 30, tzinfo=bangkok)):
        record(None, "test", "nothing", None)
        db.session.commit()
    assert db.session.scalar(select(AuditEntry.at)) == datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    db.session.add(AuditEntry(act="x", subject_type="x", at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"):
        db.session.flush()
    db.session.rollback()


def test_insert_once_says_who_was_first(app: Flask) -> None:
    row = {"purpose": "x", "address_digest": "y", "window_start": datetime.now(UTC), "count": 0}
    assert insert_once(AddressCounter, **row)
    assert not insert_once(AddressCounter, **row)


def test_release_never_loses_what_is_pending(app: Flask) -> None:
    record(None, "test", "nothing", None)
    with pytest.raises(RuntimeError, match="lose"):
        release()
    db.session.commit()
    release()
    assert entries() == 1


@pytest.mark.parametrize(
    ("typed", "plain"), [("50%", "50\\%"), ("a_b", "a\\_b"), ("c\\d", "c\\\\d"), ("ก", "ก")]
)
def test_wildcards_in_what_people_type_are_plain_letters(typed: str, plain: str) -> None:
    assert like_literal(typed) == plain


def test_a_view_that_fails_stores_nothing_and_one_that_answers_stores_all(app: Flask) -> None:
    from lms.app import create_app

    other = create_app(app.extensions["settings"])

    @other.post("/test/<outcome>")
    @public
    def act(outcome: str) -> str:
        record(None, outcome, "test", None)
        if outcome == "fails":
            raise RuntimeError("half way")
        return "done"

    other.config.update(WTF_CSRF_ENABLED=False)
    client: FlaskClient = other.test_client()
    assert client.post("/test/fails").status_code == 500
    assert entries() == 0
    db.session.rollback()
    assert client.post("/test/works").status_code == 200
    assert db.session.scalars(select(AuditEntry.act)).all() == ["works"]
