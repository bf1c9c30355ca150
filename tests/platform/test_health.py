"""GET /healthz tells whether this process can serve, and never more than a stranger may know."""

from pathlib import Path

from sqlalchemy import text

from lms import health
from lms.config import current_settings
from lms.db import db


def test_it_answers_200_when_everything_is_there(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert answer.headers["Cache-Control"] == "no-store"


def test_tables_behind_the_code_are_named_with_the_remedy(client):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    try:
        answer = client.get("/healthz")
    finally:
        from lms import schema

        db.session.execute(
            text("UPDATE alembic_version SET version_num = :head"), {"head": schema.head()}
        )
        db.session.commit()

    assert answer.status_code == 503
    assert "lms db upgrade" in answer.json["checks"]["database"]


def test_a_store_that_cannot_be_written_to_is_named(client):
    blocked = Path(current_settings().data) / "files"
    blocked.write_text("a file where the folder should be")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["checks"]["store"].startswith("not writable")


def test_a_database_that_fails_gives_away_nothing(client, monkeypatch):
    def broken():
        raise RuntimeError("password=secret")

    monkeypatch.setattr(health.schema, "version", broken)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["checks"]["database"] == "unreachable"
    assert "secret" not in answer.text
