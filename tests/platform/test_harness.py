"""The harness itself: an empty database for every test, and requests apart from the test."""

import pytest
from sqlalchemy import select

from lms.config import Mode
from lms.db import db
from lms.jobs import WorkerPulse, beat


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_on_an_empty_database(app, turn):
    assert db.session.scalars(select(WorkerPulse)).all() == []
    beat()
    db.session.commit()
    assert len(db.session.scalars(select(WorkerPulse)).all()) == 1


def test_what_is_built_is_seen_by_the_request_without_a_commit(app, client):
    beat()

    assert client.get("/healthz").status_code == 200
    db.session.rollback()

    assert len(db.session.scalars(select(WorkerPulse)).all()) == 1


@pytest.mark.settings(mode=Mode.PRODUCTION)
def test_a_test_may_ask_for_settings_of_its_own(app):
    assert not app.extensions["settings"].is_demo
