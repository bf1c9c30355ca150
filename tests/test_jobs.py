"""The queue only wakes: it is told after the commit, and its loss loses nothing."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from flask import Flask

from lms import jobs
from lms.db import commit, db
from lms.jobs import enqueue, last_pulse, open_queue, run, sweep
from tests.builders import a_country


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(jobs, "_send", lambda name, _args: names.append(name))
    return names


def test_nothing_is_queued_before_the_facts_are_stored(app: Flask, sent: list[str]) -> None:
    enqueue("pulse")
    assert sent == []
    commit()
    assert sent == ["pulse"]
    commit()
    assert sent == ["pulse"], "a wish is granted once"


def test_a_task_that_nobody_knows_is_a_mistake_at_once(app: Flask) -> None:
    with pytest.raises(KeyError):
        enqueue("no such task")


def test_a_queue_that_is_down_loses_no_request(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_args: Any) -> None:
        raise ConnectionError("redis is away")

    monkeypatch.setattr(jobs, "_queue", down)
    a_country()
    enqueue("pulse")
    commit()
    assert a_country().id is not None


def test_a_task_that_fails_leaves_nothing_behind(app: Flask) -> None:
    @jobs.task("fails")
    def fails() -> None:
        a_country()
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        run(app, "fails")
    assert db.session.query(type(a_country())).count() == 1, "only the one just made"


def test_a_sweep_runs_what_a_dead_worker_left(app: Flask) -> None:
    assert last_pulse() is None
    db.session.rollback()
    sweep(app)
    assert last_pulse() is not None


def test_a_message_survives_in_the_queues_file(app: Flask) -> None:
    enqueue("pulse")
    commit()
    assert open_queue(app.extensions["jobs_settings"]).pending_count() == 1


def test_redis_carries_the_same_messages(app: Flask, redis_url: str) -> None:
    settings = dataclasses.replace(app.extensions["jobs_settings"], redis_url=redis_url)
    queue = open_queue(settings)
    queue.flush()
    app.extensions["jobs"] = jobs._wire(app, queue)
    enqueue("pulse")
    commit()
    assert queue.pending_count() == 1
