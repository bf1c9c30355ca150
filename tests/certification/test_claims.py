"""Who makes which document: nobody twice, nobody never."""

from __future__ import annotations

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms import clock
from lms.certification import bulk, claims, issuing
from lms.certification.facts import CertificateFacts
from lms.certification.models import Certificate, DocumentClaim, NameConfirmation, NumberSeries
from lms.certification.number import parse
from lms.db import commit, db
from lms.learning.models import Enrolment
from lms.people.names import printed_name
from tests.builders import a_completed, a_person, an_edition

CROWD = 60


def crowd(count: int = CROWD) -> None:
    """So many people who are due a certificate."""
    edition = an_edition()
    for number in range(count):
        person = a_person(first_name=f"ผู้รับ {number}")
        enrolment = a_completed(person, edition)
        name = printed_name(person)
        facts = {"confirmed_by": person.id, "for_holder": False}
        db.session.add(NameConfirmation(enrolment_id=enrolment.id, name=name, **facts))
    db.session.commit()


def issued(count: int) -> list[int]:
    crowd(count)
    list(bulk.issue_ready())
    found = list(db.session.scalars(select(Certificate.id).order_by(Certificate.id)))
    db.session.rollback()  # SQLite has one writer, and others are to write
    return found


def test_issuers_at_once_give_each_person_one_number_and_waste_none(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 7)
    crowd()
    start = Barrier(4)

    def issue(_: int) -> int:
        with app.app_context():
            start.wait()
            try:
                return sum(done for _tried, done in bulk.issue_ready())
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(issue, range(4))) == CROWD
    numbers = [parse(number) for number in db.session.scalars(select(Certificate.number))]
    assert sorted(one.sequence for one in numbers if one) == list(range(1, CROWD + 1))
    assert db.session.scalar(select(NumberSeries.last)) == CROWD


def test_one_that_cannot_be_issued_costs_no_number_and_holds_up_no_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(9)
    real = issuing.freeze

    def freeze(enrolment: Enrolment, *rest: Any, **more: Any) -> CertificateFacts:
        if enrolment.person.first_name == "ผู้รับ 4":
            raise ValueError("this one")
        return real(enrolment, *rest, **more)

    monkeypatch.setattr(issuing, "freeze", freeze)
    assert sum(done for _, done in bulk.issue_ready()) == 8
    assert db.session.scalar(select(NumberSeries.last)) == 8


def test_workers_at_once_take_every_certificate_once(app: Flask) -> None:
    wanted = issued(CROWD)
    start = Barrier(4)

    def work(_: int) -> list[int]:
        taken: list[int] = []
        with app.app_context():
            start.wait()
            try:
                while batch := claims.take(most=7):
                    taken += batch
            finally:
                db.session.remove()
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [one for batch in pool.map(work, range(4)) for one in batch]
    assert sorted(taken) == wanted


def held_by(worker: str, **values: object) -> None:
    db.session.execute(update(DocumentClaim).values(worker=worker, **values))
    commit()


def test_what_a_dead_process_of_this_machine_held_is_free_at_once(app: Flask) -> None:
    wanted = issued(3)
    assert claims.take() == wanted
    assert claims.take() == []
    assert claims.release_dead() == 0, "we are alive"
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    held_by(f"{claims._HOST}:{gone.pid}:12345")
    assert claims.release_dead() == 3
    assert claims.take() == wanted


def test_a_process_that_took_a_dead_ones_number_is_not_the_dead_one(app: Flask) -> None:
    issued(1)
    claims.take()
    held_by(f"{claims._HOST}:{os.getpid()}:1")
    assert claims.release_dead() == 1


def test_another_machines_hold_is_left_until_it_lapses(app: Flask) -> None:
    wanted = issued(2)
    claims.take()
    held_by("elsewhere:1:1")
    assert claims.release_dead() == 0
    assert claims.take() == []
    with clock.frozen(clock.now() + claims.HOLD + timedelta(seconds=1)):
        assert claims.take() == wanted


def test_one_that_kills_its_worker_is_taken_alone_and_at_last_seldom(app: Flask) -> None:
    first, *others = issued(4)
    moment = clock.now()
    claims.take()
    db.session.execute(
        update(DocumentClaim).where(DocumentClaim.certificate_id == first).values(tries=9)
    )
    commit()
    with clock.frozen(moment + claims.HOLD + timedelta(seconds=1)):
        assert claims.take() == others
        assert claims.take() == [first]
    held_by("dead:1:1", tries=claims.DEATHS)
    with clock.frozen(moment + 3 * claims.HOLD):
        assert claims.take() == []


def test_a_failure_is_released_only_when_somebody_asks_for_it(app: Flask) -> None:
    wanted = issued(2)
    claims.take()
    held_by(f"{claims._HOST}:1:1", fault="OSError: disk full", tries=claims.TRIES)
    assert claims.release_dead() == 0
    assert claims.release_dead(failed=True) == 2
    assert claims.take() == wanted
    assert db.session.scalar(select(func.max(DocumentClaim.tries))) == 1
