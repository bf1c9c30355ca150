"""kill −9 in the middle of issuing and printing some hundred: nothing twice, nothing missing."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

from flask import Flask
from sqlalchemy import func, select

from lms.certification.log.heads import sign_head
from lms.certification.models import (
    Certificate,
    CertificateDocument,
    DocumentClaim,
    NumberSeries,
)
from lms.certification.number import parse
from lms.config import Settings, current_settings
from lms.db import db
from lms.notices.models import Notice
from lms.root import ROOT
from lms.storage import store
from tests.certification.log.register import faults as log_faults
from tests.certification.test_claims import crowd
from tests.platform.test_serve import family
from tests.support.live import WITHOUT_SURROUNDINGS, wait_for

MANY = 300
ISSUE = ("issue", "--curriculum", "change-leader")
PRINT = ("print", "--processes", "2")


def begin(settings: Settings, *words: str) -> subprocess.Popen[bytes]:
    """The command, in a process of its own on the test's database and files."""
    return subprocess.Popen(
        [sys.executable, "-m", "lms", "certificates", *words],
        env={
            **WITHOUT_SURROUNDINGS,
            "PYTHONPATH": str(ROOT),
            "LMS_DATA": str(settings.data),
            "LMS_DATABASE_URL": settings.database_url,
        },
        cwd=settings.data,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """It comes to its end by itself, and well."""
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said.decode()


def kill(*pids: int) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def count(model: type) -> int:
    try:
        return db.session.scalar(select(func.count()).select_from(model)) or 0
    finally:
        db.session.rollback()  # our own reading holds SQLite's file: others have to write


def grown(model: type, beyond: int, process: subprocess.Popen[bytes]) -> bool:
    return count(model) > beyond or process.poll() is not None


def test_killed_again_and_again_nothing_is_doubled_and_nothing_is_missing(app: Flask) -> None:
    settings, chance = current_settings(), random.Random(4)
    crowd(MANY)
    _issue_under_fire(settings, chance)
    _print_under_fire(settings, chance)

    certificates = db.session.scalars(select(Certificate)).all()
    assert len({one.enrolment_id for one in certificates}) == len(certificates) == MANY
    numbers = [parse(one.number) for one in certificates]
    assert sorted(one.sequence for one in numbers if one) == list(range(1, MANY + 1))
    assert db.session.scalar(select(NumberSeries.last)) == MANY
    documents = db.session.scalars(select(CertificateDocument)).all()
    assert {one.certificate_id for one in documents} == {one.id for one in certificates}
    assert len(documents) == len({one.storage_key for one in documents}) == MANY
    for one in documents:
        assert hashlib.sha256(store().get(one.storage_key)).hexdigest() == one.sha256
    assert count(Notice) == MANY, "each holder is told once"
    assert count(DocumentClaim) == 0
    sign_head()
    assert log_faults(files=True) == [], "each is in the log once, with the file that was stored"


def _issue_under_fire(settings: Settings, chance: random.Random) -> None:
    """Two issuers at once, both killed, three times; then two to the end."""
    for _ in range(3):
        pair = [begin(settings, *ISSUE) for _ in range(2)]
        before = count(Certificate)
        wait_for(lambda: grown(Certificate, before, pair[0]), lambda: "nothing was issued")  # noqa: B023
        kill(*(one.pid for one in pair))
        for one in pair:
            one.communicate()
    for one in [begin(settings, *ISSUE) for _ in range(2)]:
        end(one)


def _print_under_fire(settings: Settings, chance: random.Random) -> None:
    """One of the printing processes is killed, or all with whoever started them, by turns."""
    for turn in range(4):
        printing = begin(settings, *PRINT)
        before = count(CertificateDocument)
        wait_for(lambda: grown(CertificateDocument, before, printing), lambda: "nothing printed")  # noqa: B023
        for _ in range(2):
            members = [pid for pid, words in family(printing.pid).items() if " press " in words]
            kill(*chance.sample(members, min(1, len(members))))
            time.sleep(chance.uniform(0, 0.2))
        if turn % 2:
            kill(*family(printing.pid), printing.pid)
        else:
            kill(printing.pid)  # its members end by themselves, the batch in hand finished
        printing.communicate(timeout=60)
    end(begin(settings, *PRINT))
    again = begin(settings, *PRINT)
    said, _ = again.communicate(timeout=60)
    assert "ทุกฉบับมีเอกสารแล้ว" in said.decode()
