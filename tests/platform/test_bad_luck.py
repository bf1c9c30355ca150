"""kill −9 at the worst moment: what was acknowledged is there, once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.app import create_app
from lms.assessment.models import Attempt, SavedAnswer
from lms.assessment.queries.attempts import answer_sheet
from lms.assessment.services import attempts
from lms.certification.models import Certificate, CertificateDocument, NameConfirmation
from lms.curricula.models import QuizKind
from lms.db import db
from lms.people.names import printed_name
from lms.storage import store
from tests.assessment.papers import a_full_edition, loaded
from tests.builders import a_completed, a_volunteer, an_edition, an_enrolment, sign_in
from tests.platform.test_serve import family
from tests.support.live import Server, start, wait_for
from tests.support.settings import scratch_folder, settings_for

BATCH = 12
CLIENTS = 4
ROUNDS = 3
Sitting = tuple[int, str, list[tuple[str, str]]]  # attempt, cookie, the fields of one answer
_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with scratch_folder() as folder:
        running = start(folder / "data", "--no-demo")
        try:
            running.wait_until_ready()
            yield running
        finally:
            running.stop()


@pytest.fixture
def beside(server: Server) -> Iterator[Flask]:
    """An application of our own on the server's data."""
    port = server.address.rpartition(":")[2]
    app = create_app(settings_for(server.data, PORT=port))
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def pids(server: Server, words: str) -> list[int]:
    """The server's processes whose command line says so."""
    return [pid for pid, args in family(server.process.pid).items() if words in args]


def kill(found: list[int]) -> None:
    for pid in found:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def ask(server: Server, path: str, cookie: str, form: list[tuple[str, str]] | None = None) -> Any:
    """A page, or the JSON that answers a form; None when the server died under it."""
    headers = {"Cookie": f"lms={cookie}", "Connection": "close"}
    if form is not None:
        headers["Accept"] = "application/json"
    body = urlencode(form).encode() if form is not None else None
    try:
        with urlopen(Request(server.address + path, body, headers), timeout=30) as answer:
            text = answer.read().decode()
            return json.loads(text) if form is not None else text
    except HTTPError as refused:
        raise AssertionError(f"{path}: {refused.code}") from refused
    except (OSError, HTTPException, ValueError):  # the process died under it
        return None


def a_sitting(app: Flask, number: int, edition: Any) -> Sitting:
    """A test under way: its id, its taker's cookie, and one typed answer."""
    person = a_volunteer(first_name=f"ผู้สอบ {number}")
    attempt, _ = attempts.start(an_enrolment(person, edition), QuizKind.PRE)
    browser = app.test_client()
    sign_in(browser, person)
    with browser.session_transaction() as session:
        session["csrf_token"] = secrets.token_hex(20)
    cookie = browser.get_cookie("lms")
    assert cookie is not None
    lines = answer_sheet(loaded(person, attempt.id))
    line = next(line for line in lines if line.question.kind == "short")
    return attempt.id, cookie.value, [("position", str(line.position)), (line.prefix, "")]


def answer_on(
    server: Server,
    sitting: tuple[int, str, list[tuple[str, str]]],
    over: Event,
    kept: dict[str, str],
) -> None:
    """Type again and again, each answer sent until it is acknowledged and then kept by its key."""
    attempt_id, cookie, ((_, position), (prefix, _)) = sitting
    page = None
    while page is None:
        page = ask(server, f"/attempts/{attempt_id}", cookie)
    token = _TOKEN.search(page)
    assert token
    while not over.is_set():
        key, typed = secrets.token_hex(9), f"คำตอบ {len(kept)}"
        form = [("csrf_token", token[1]), ("position", position), ("key", key)]
        form.append((f"{prefix}answer", typed))
        while ask(server, f"/attempts/{attempt_id}/answers", cookie, form) is None:
            time.sleep(0.05)
        kept[key] = typed


def test_no_acknowledged_answer_is_lost_or_doubled(server: Server, beside: Flask) -> None:
    edition = a_full_edition("bad-luck")
    sittings = [a_sitting(beside, number, edition) for number in range(CLIENTS)]
    db.session.commit()
    over = Event()
    acknowledged: list[dict[str, str]] = [{} for _ in sittings]
    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [
            pool.submit(answer_on, server, sitting, over, kept)
            for sitting, kept in zip(sittings, acknowledged, strict=True)
        ]
        try:
            for _ in range(ROUNDS):
                enough = sum(map(len, acknowledged)) + 3 * CLIENTS
                wait_for(lambda: sum(map(len, acknowledged)) > enough, server.printed)  # noqa: B023
                # Gunicorn's workers: the children of the one that serve started.
                _, *workers = sorted(pids(server, "gunicorn"))
                kill(workers)
        finally:
            over.set()
        for one in running:
            one.result(60)

    for (attempt_id, *_), kept in zip(sittings, acknowledged, strict=True):
        rows = db.session.scalars(
            select(SavedAnswer).where(SavedAnswer.attempt_id == attempt_id)
        ).all()
        stored = {row.client_key: row.response for row in rows}
        assert len(stored) == len(rows), "one answer was stored twice"
        for key, typed in kept.items():
            assert typed in json.dumps(stored[key], ensure_ascii=False)
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == CLIENTS


def test_a_batch_of_certificates_survives_a_worker_that_is_killed_again_and_again(
    server: Server, beside: Flask
) -> None:
    edition = an_edition("bad-batch")
    for number in range(BATCH):
        person = a_volunteer(first_name=f"ผู้รับ {number}")
        enrolment = a_completed(person, edition)
        db.session.add(
            NameConfirmation(
                enrolment_id=enrolment.id,
                name=printed_name(person),
                confirmed_by=person.id,
                for_holder=False,
            )
        )
    db.session.commit()
    kill(pids(server, "lms worker"))  # the next one begins with a sweep, and finds them all
    for _ in range(3):
        time.sleep(1.5)
        kill(pids(server, "lms worker"))

    def all_printed() -> bool:
        free_claims()
        printed = db.session.scalar(select(func.count()).select_from(CertificateDocument))
        db.session.rollback()  # our own reading holds the file: the worker has to write
        return printed == BATCH

    wait_for(all_printed, server.printed)
    certificates = db.session.scalars(select(Certificate)).all()
    assert len({one.number for one in certificates}) == len(certificates) == BATCH
    documents = db.session.scalars(select(CertificateDocument)).all()
    assert {one.certificate_id for one in documents} == {one.id for one in certificates}
    assert len(documents) == BATCH
    for one in documents:
        content = store().get(one.storage_key)
        assert hashlib.sha256(content).hexdigest() == one.sha256
        assert len(content) == one.size
        assert Path(server.data, "files", one.storage_key).is_file()


def free_claims() -> None:
    """A dead worker's hold lapses after five minutes; the test has not that long."""
    from datetime import timedelta

    from sqlalchemy import update

    from lms.certification.claims import HOLD
    from lms.certification.models import DocumentClaim
    from lms.clock import now

    unfinished = (
        ~select(CertificateDocument.id)
        .where(CertificateDocument.certificate_id == DocumentClaim.certificate_id)
        .exists()
    )
    past = now() - HOLD - timedelta(seconds=1)
    db.session.execute(update(DocumentClaim).where(unfinished).values(claimed_at=past))
    db.session.commit()
