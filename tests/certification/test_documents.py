"""The worker's half: every issued certificate gets one signed file, whatever stops it."""

from __future__ import annotations

import errno
import hashlib
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import clock
from lms.certification import bulk, claims, issuing, making, queries, services, signers
from lms.certification.crew import Crew
from lms.certification.facts import CertificateFacts
from lms.certification.models import Certificate, CertificateDocument, DocumentClaim
from lms.certification.press import Press, Printed, Way
from lms.certification.signing import inspect
from lms.db import db
from lms.learning.models import Enrolment
from lms.notices.models import Notice
from lms.people.models import Person
from lms.people.names import printed_name
from lms.storage import Store, store
from tests.builders import a_completed, a_volunteer, actor_of, an_edition, perform


def issued(person: Person, edition: Any = None) -> Certificate:
    enrolment = a_completed(person, edition)
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    certificate = issuing.issue(enrolment.id)
    assert certificate is not None
    db.session.commit()
    return certificate


def documents() -> int:
    return db.session.scalar(select(func.count()).select_from(CertificateDocument)) or 0


def quick_printing(monkeypatch: pytest.MonkeyPatch, bad: str = "") -> list[str]:
    """Put plain bytes in place of the page, where a test is about the claiming alone."""
    printed: list[str] = []

    def document(_press: Press, facts: CertificateFacts, *_rest: Any) -> Printed:
        printed.append(facts.number)
        if facts.number == bad:
            raise ValueError("this one")
        return Printed(f"%PDF {facts.number} {len(printed)}".encode(), Way.COMPILED)

    monkeypatch.setattr(Press, "document", document)
    return printed


def test_what_is_stored_is_what_was_signed_and_its_holder_is_told(app: Flask) -> None:
    person = a_volunteer()
    number = issued(person).number
    perform(app, "certification.make_documents")
    certificate = queries.by_number(number)
    assert certificate is not None
    document = certificate.documents[0]
    content = store().get(document.storage_key)
    assert hashlib.sha256(content).hexdigest() == document.sha256
    assert len(content) == document.size <= 70_000
    judged = inspect(content, signers.known_certificates())
    assert judged.ours
    assert judged.test_key
    assert db.session.scalar(select(Notice.kind).where(Notice.person_id == person.id)) == "issued"


def test_running_again_makes_nothing_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = quick_printing(monkeypatch)
    edition = an_edition()
    for name in ("หนึ่ง", "สอง", "สาม"):
        issued(a_volunteer(first_name=name), edition)
    perform(app, "certification.make_documents")
    perform(app, "certification.make_documents")
    assert documents() == len(printed) == 3


def test_nobody_waits_for_the_database_while_a_page_is_printed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer: a page takes seconds to compile."""
    open_while: list[bool] = []

    def document(*_rest: Any) -> Printed:
        open_while.append(db.session().in_transaction())
        return Printed(b"%PDF", Way.COMPILED)

    def put_many(_store: Store, _files: Any) -> None:
        open_while.append(db.session().in_transaction())

    monkeypatch.setattr(Press, "document", document)
    monkeypatch.setattr(Store, "put_many", put_many)
    issued(a_volunteer())
    perform(app, "certification.make_documents")
    assert open_while == [False, False]
    assert documents() == 1


def test_a_worker_leaves_what_is_much_to_its_helpers(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    started: list[Crew] = []

    def start(crew: Crew) -> None:
        started.append(crew)

    monkeypatch.setattr(Crew, "start", start)
    one_by_one = partial(claims.take, most=1)
    monkeypatch.setattr(claims, "take", one_by_one)
    monkeypatch.setattr(making, "SECONDS", 0.0)
    monkeypatch.setattr(making, "_helpers", None)
    edition = an_edition()
    for name in ("หนึ่ง", "สอง", "สาม"):
        issued(a_volunteer(first_name=name), edition)
    making.helped_by(Crew(2))
    perform(app, "certification.make_documents")
    assert (documents(), len(started)) == (1, 1)


def test_a_dead_workers_claim_lapses_and_its_work_is_done(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = quick_printing(monkeypatch)
    certificate_id = issued(a_volunteer()).id
    db.session.add(
        DocumentClaim(certificate_id=certificate_id, worker="dead:1", claimed_at=clock.now())
    )
    db.session.commit()
    perform(app, "certification.make_documents")
    assert printed == [], "somebody may still be working on it"
    with clock.frozen(clock.now() + claims.HOLD + timedelta(seconds=1)):
        perform(app, "certification.make_documents")
    assert documents() == 1


def test_a_document_that_cannot_be_made_is_tried_again_and_then_seldom(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fail(*_args: Any) -> Printed:
        tries.append(1)
        raise ValueError("no glyph")

    monkeypatch.setattr(Press, "document", fail)
    certificate_id = issued(a_volunteer()).id
    moment = clock.now()
    for _ in range(claims.TRIES + 3):
        with clock.frozen(moment):
            perform(app, "certification.make_documents")
        moment += claims.HOLD + timedelta(seconds=1)
    assert len(tries) == claims.TRIES
    number = db.session.get_one(Certificate, certificate_id).number
    assert queries.not_made() == [f"{number}: ValueError: no glyph"], "lms doctor tells"
    quick_printing(monkeypatch)
    with clock.frozen(moment + claims.LATER):
        perform(app, "certification.make_documents")
    assert documents() == 1, "the font was mended"
    assert queries.not_made() == []


def test_one_that_fails_does_not_hold_up_the_others(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = an_edition()
    bad = issued(a_volunteer(first_name="เสีย"), edition).number
    issued(a_volunteer(first_name="ดี"), edition)
    quick_printing(monkeypatch, bad)
    perform(app, "certification.make_documents")
    assert documents() == 1
    assert queries.not_made() == [f"{bad}: ValueError: this one"]


def test_a_disk_that_fills_in_the_middle_of_a_batch_leaves_no_row_and_loses_none(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    edition = an_edition()
    for name in ("หนึ่ง", "สอง", "สาม"):
        issued(a_volunteer(first_name=name), edition)
    room = [1]
    real = Store.put

    def put(store: Store, key: str, content: bytes) -> None:
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        room.pop()
        real(store, key, content)

    with monkeypatch.context() as full:
        full.setattr(Store, "put", put)
        perform(app, "certification.make_documents")
    assert documents() == 0
    assert "No space left on device" in queries.not_made()[0]
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
    with clock.frozen(clock.now() + claims.HOLD + timedelta(seconds=1)):
        perform(app, "certification.make_documents")
    assert documents() == 3


def test_issue_due_takes_everybody_who_is_ready(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    monkeypatch.setattr(bulk, "BATCH", 2)
    edition = an_edition()
    for name in ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า"):
        person = a_volunteer(first_name=name)
        enrolment = a_completed(person, edition)
        if name != "สี่":
            services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.commit()
    perform(app, "certification.issue_due")
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 4


def test_one_that_cannot_be_issued_does_not_hold_up_the_others(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = an_edition()
    ready = []
    for name in ("เสีย", "ดี"):
        person = a_volunteer(first_name=name)
        ready.append(a_completed(person, edition))
        services.confirm_own_name(actor_of(person), ready[-1], printed_name(person))
    bad, good = (enrolment.id for enrolment in ready)
    real = issuing.freeze

    def freeze(enrolment: Enrolment, *rest: Any, **more: Any) -> CertificateFacts:
        if enrolment.id == bad:
            raise ValueError("this one")
        return real(enrolment, *rest, **more)

    monkeypatch.setattr(issuing, "freeze", freeze)
    perform(app, "certification.issue_due")
    assert db.session.scalars(select(Certificate.enrolment_id)).all() == [good]
