"""Bulk issue by a central officer: counted, confirmed, carried on in turns, paused, found again."""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from lms import clock
from lms.access import Role
from lms.audit import AuditEntry
from lms.certification import bulk, due, runs, turns
from lms.certification.models import Certificate, CertificateDocument, IssueRun
from lms.certification.press import Press, Printed, Way
from lms.config import Mode
from lms.db import commit, db
from lms.learning import cohorts
from lms.learning.models import CohortPlace
from lms.notices.models import Notice
from lms.people.models import Person
from tests.builders import actor_of, an_officer, perform, sign_in
from tests.certification.test_claims import crowd

NEW = "/certificates/runs/new/change-leader"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain bytes for pages, small batches, no waiting: what is tested is the carrying on."""

    def document(_press: Press, facts: Any, *_rest: Any) -> Printed:
        return Printed(f"%PDF {facts.number}".encode(), Way.COMPILED)

    monkeypatch.setattr(Press, "document", document)
    monkeypatch.setattr(bulk, "BATCH", 4)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was put into the queue, in place of the queue."""
    sent: list[tuple[Any, ...]] = []
    monkeypatch.setattr("lms.jobs._send", lambda name, args: sent.append((name, *args)))
    return sent


def central() -> Person:
    return an_officer(Role.CENTRAL_OFFICER)


def started(count: int = 10) -> IssueRun:
    crowd(count)
    run = runs.start(actor_of(central()), "change-leader", count)
    commit()
    return run


def the_run() -> IssueRun:
    db.session.rollback()
    return db.session.scalars(select(IssueRun), execution_options={"populate_existing": True}).one()


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def carry_on(app: Flask, queued: list[tuple[Any, ...]], most: int = 50) -> None:
    """What the worker would do."""
    for _ in range(most):
        mine = [one for one in queued if one[0] == runs.TURN]
        if not mine:
            return
        queued.clear()
        for name, *args in mine:
            perform(app, name, *args)
    raise AssertionError("it never ends")


def test_the_counts_come_first_and_the_count_is_repeated(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]]
) -> None:
    crowd(3)
    sign_in(client, central())
    assert NEW in client.get("/certificates/runs").text
    shown = client.get(NEW).text
    assert "ออกวุฒิบัตร 3 ฉบับ" in shown
    assert count(Certificate) == count(IssueRun) == 0
    for wrong, status in (("", 422), ("2", 409), ("สาม", 409), ("-3", 409), ("3e0", 409)):
        answer = client.post(NEW, data={"count": wrong})
        assert (answer.status_code, count(IssueRun)) == (status, 0), wrong
        assert "error-summary" in answer.text or "3 ฉบับ" in answer.text
    assert client.post(NEW, data={"count": " ๓ "}).status_code == 302
    assert the_run().planned == 3


def test_starting_twice_starts_one(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]]
) -> None:
    crowd(3)
    sign_in(client, central())
    answers = [client.post(NEW, data={"count": "3"}) for _ in range(2)]
    assert {answer.location for answer in answers} == {f"/certificates/runs/{the_run().id}"}
    assert queued == [(runs.TURN, the_run().id, 0)]
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("issuing_started") == 1


def test_it_issues_and_prints_what_was_confirmed_and_says_who_began_it(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]]
) -> None:
    started(10)
    carry_on(app, queued)
    run = the_run()
    assert run.finished_at is not None
    assert (run.issued, run.printed) == (10, 10)
    assert count(Certificate) == count(CertificateDocument) == count(Notice) == 10
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "issuing_started")).one()
    assert (entry.actor_id, entry.detail["count"]) == (run.started_by, 10)
    sign_in(client, db.session.get_one(Person, run.started_by))
    page = client.get(f"/certificates/runs/{run.id}").text
    assert "เสร็จแล้ว" in page
    assert "data-watch" not in page
    assert f"/certificates/runs/{run.id}" in client.get("/certificates/runs").text
    assert "/certificates/runs" in client.get("/").text, "found again from the desk"


def test_a_turn_is_taken_once_however_often_it_is_sent(
    app: Flask, queued: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(10)
    steps: list[int] = []
    real = turns._step
    monkeypatch.setattr(turns, "SECONDS", 0.001)

    def step(run_id: int) -> bool:
        steps.append(run_id)
        return real(run_id)

    monkeypatch.setattr(turns, "_step", step)
    for _ in range(3):
        perform(app, runs.TURN, run.id, 0)
    assert len(steps) == 1
    carry_on(app, queued)
    assert (the_run().issued, count(CertificateDocument)) == (10, 10)


def test_paused_it_issues_no_more_prints_what_has_a_number_and_goes_on_later(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(10)
    address = f"/certificates/runs/{run.id}"
    sign_in(client, db.session.get_one(Person, run.started_by))
    monkeypatch.setattr(turns, "SECONDS", 0.001)
    perform(app, runs.TURN, run.id, 0)
    assert the_run().issued == 4
    assert client.post(f"{address}/pause").status_code == 302
    assert client.post(f"{address}/pause").status_code == 302, "a double click"
    carry_on(app, queued)
    perform(app, "certification.issue_due")
    assert count(Certificate) == count(CertificateDocument) == the_run().printed == 4
    assert "พักอยู่" in client.get(address).text
    client.post(f"{address}/resume")
    client.post(f"{address}/resume")
    carry_on(app, queued)
    assert the_run().finished_at is not None
    assert count(CertificateDocument) == 10
    of_runs = select(AuditEntry.act).where(AuditEntry.subject_type == "issue_run")
    acts = list(db.session.scalars(of_runs.order_by(AuditEntry.id)))
    assert acts == [f"issuing_{act}" for act in ("started", "paused", "resumed", "finished")]


def test_a_run_that_nobody_carries_on_is_taken_up_by_the_sweep(
    app: Flask, queued: list[tuple[Any, ...]]
) -> None:
    started(6)
    queued.clear()  # the system went down with the queue
    perform(app, "certification.carry_on")
    assert queued == [], "somebody may be at it"
    with clock.frozen(clock.now() + runs.STALE + timedelta(seconds=1)):
        perform(app, "certification.carry_on")
        carry_on(app, queued)
    assert count(CertificateDocument) == 6


def test_a_full_disk_is_said_and_mended_nothing_is_missing(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started(6)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("lms.storage.Store.put", full)
        carry_on(app, queued)
    sign_in(client, db.session.get_one(Person, run.started_by))
    page = client.get(f"/certificates/runs/{run.id}").text
    assert "ระบบจะลองใหม่เอง" in page
    assert "No space left on device" in page
    assert count(CertificateDocument) == 0
    later = clock.now() + timedelta(minutes=6)
    with clock.frozen(later):
        perform(app, "certification.carry_on")
        carry_on(app, queued)
    assert the_run().finished_at is not None
    assert count(CertificateDocument) == count(Certificate) == 6


def test_one_that_cannot_be_printed_does_not_keep_the_run_open(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Press.document

    def document(press: Press, facts: Any, *rest: Any) -> Printed:
        if facts.first == "ผู้รับ 2":
            raise ValueError("no glyph")
        return real(press, facts, *rest)

    monkeypatch.setattr(Press, "document", document)
    run = started(6)
    carry_on(app, queued)
    found = the_run()
    assert found.finished_at is not None
    assert (found.issued, found.printed) == (6, 5)
    sign_in(client, db.session.get_one(Person, run.started_by))
    assert "มี 1 ฉบับที่ออกเลขแล้วแต่พิมพ์ไม่สำเร็จ" in client.get(f"/certificates/runs/{run.id}").text


def test_rate_and_time_left_are_of_the_stretch_under_way(
    app: Flask, client: FlaskClient, queued: list[tuple[Any, ...]]
) -> None:
    run = started(6)
    moment = clock.now()
    db.session.execute(
        update(IssueRun).values(
            planned=7_000,
            issued=2_000,
            printed=1_000,
            stretch_printed=0,
            stretch_at=moment - timedelta(seconds=10),
            noted_at=moment,
        )
    )
    db.session.commit()
    sign_in(client, db.session.get_one(Person, run.started_by))
    page = client.get(f"/certificates/runs/{run.id}").text
    assert "100 ฉบับต่อวินาที" in page
    assert "1 นาที" in page
    assert "2,000 จาก 7,000" in page
    with clock.frozen(moment + timedelta(minutes=3)):
        assert "ยังไม่ตอบ" in client.get(f"/certificates/runs/{run.id}").text


@pytest.mark.parametrize("role", [Role.PROVINCIAL_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_whoever_may_not_issue_finds_nothing(
    app: Flask, client: FlaskClient, role: Role, queued: list[tuple[Any, ...]]
) -> None:
    run = started(2)
    sign_in(client, an_officer(role))
    for address in ("/certificates/runs", NEW, f"/certificates/runs/{run.id}"):
        assert client.get(address).status_code == 404
    for address in (
        NEW,
        f"/certificates/runs/{run.id}/pause",
        f"/certificates/runs/{run.id}/resume",
    ):
        assert client.post(address, data={"count": "2"}).status_code == 404
    assert the_run().paused_at is None


def test_an_unknown_curriculum_or_run_is_not_found(client: FlaskClient) -> None:
    sign_in(client, central())
    assert client.get("/certificates/runs/new/nothing").status_code == 404
    assert client.get("/certificates/runs/999").status_code == 404
    assert client.post("/certificates/runs/999/pause").status_code == 404


@pytest.mark.settings(mode=Mode.PRODUCTION, public_url="http://127.0.0.1:8000")
def test_where_issuing_is_refused_the_page_says_why_and_starts_nothing(
    app: Flask, client: FlaskClient
) -> None:
    crowd(2)
    sign_in(client, central())
    assert "LMS_PUBLIC_URL" in client.get(NEW).text
    assert client.post(NEW, data={"count": "2"}).status_code == 403
    assert count(IssueRun) == 0


def test_a_run_for_a_cohort_issues_nobody_else(client: FlaskClient, queued: list[Any]) -> None:
    crowd(6)
    officer = an_officer(Role.CENTRAL_OFFICER)
    cohort = cohorts.open_cohort(actor_of(officer), "change-leader", officer.unit_id, 2570, None)
    inside = due.ready(3)
    db.session.add_all(CohortPlace(enrolment_id=one, cohort_id=cohort.id) for one in inside)
    address = f"{NEW}?cohort={cohort.code}"
    commit()
    sign_in(client, officer)

    assert "6" in client.get(NEW).text
    assert client.post(address, data={"count": "6"}).status_code == 409, "three are due there"
    assert client.post(address, data={"count": "3"}).status_code == 302
    turns.take(the_run().id, 0)

    assert sorted(db.session.scalars(select(Certificate.enrolment_id))) == inside


def test_a_cohort_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    crowd(1)
    commit()
    sign_in(client, central())

    assert client.get(f"{NEW}?cohort=50-2570-9").status_code == 404
