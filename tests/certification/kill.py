"""kill −9 in the middle of issuing and printing, again and again: nothing twice, nothing missing.

`python -m tests.certification.kill [PEOPLE] [KILLS]` does it in large, on SQLite and a folder of
its own, and says what it saw.
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from lms.certification.log.heads import sign_head
from lms.certification.models import (
    Certificate,
    CertificateDocument,
    DocumentClaim,
    NumberSeries,
)
from lms.certification.number import parse
from lms.config import Settings
from lms.db import db
from lms.notices.models import Notice
from lms.root import ROOT
from lms.storage import store
from tests.certification.log.register import faults as log_faults
from tests.certification.test_claims import crowd
from tests.platform.test_serve import family
from tests.support.live import WITHOUT_SURROUNDINGS, wait_for
from tests.support.settings import settings_for

ISSUE = ("issue", "--curriculum", "change-leader")
PRINT = ("print", "--processes", "2")


class Fire:
    """Starts the commands on an installation's database and files, and kills them at work."""

    def __init__(self, settings: Settings, chance: random.Random) -> None:
        self._settings = settings
        self._chance = chance
        self.kills = 0

    def issue(self, rounds: int) -> None:
        """Two issuers at once, both killed, so many times; then two to the end."""
        for _ in range(rounds):
            pair = [self.begin(*ISSUE) for _ in range(2)]
            self._wait_for_more(Certificate, pair[0])
            self._kill(*(one.pid for one in pair))
            for one in pair:
                one.communicate()
        for one in [self.begin(*ISSUE) for _ in range(2)]:
            self.end(one)

    def print(self, turns: int) -> None:
        """A printing process is killed, then who started it, alone or with all the others, by
        turns; then all is printed to the end."""
        for turn in range(turns):
            printing = self.begin(*PRINT)
            self._wait_for_more(CertificateDocument, printing)
            members = [pid for pid, words in family(printing.pid).items() if " press " in words]
            self._kill(*self._chance.sample(members, min(1, len(members))))
            time.sleep(self._chance.uniform(0, 0.5))
            if turn % 2:
                self._kill(*family(printing.pid), printing.pid)
            else:
                self._kill(
                    printing.pid
                )  # its members end by themselves, the batch in hand finished
            printing.communicate(timeout=60)
        self.end(self.begin(*PRINT))

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """The command, in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "lms", "certificates", *words],
            env={
                **WITHOUT_SURROUNDINGS,
                "PYTHONPATH": str(ROOT),
                "LMS_DATA": str(self._settings.data),
                "LMS_DATABASE_URL": self._settings.database_url,
            },
            cwd=self._settings.data,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """It comes to its end by itself, and well."""
        said, _ = process.communicate(timeout=900)
        assert process.returncode == 0, said.decode()

    def _wait_for_more(self, model: type, process: subprocess.Popen[bytes]) -> None:
        before = count(model)
        wait_for(
            lambda: count(model) > before or process.poll() is not None,
            lambda: f"no more {model.__name__}",
        )

    def _kill(self, *pids: int) -> None:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
                self.kills += 1
            except ProcessLookupError:
                continue


def count(model: type) -> int:
    """How many rows are stored."""
    try:
        return db.session.scalar(select(func.count()).select_from(model)) or 0
    finally:
        db.session.rollback()  # our own reading holds SQLite's file: others have to write


def check(people: int) -> None:
    """Each has one certificate with one number and one document, in the store and in the log."""
    certificates = db.session.scalars(select(Certificate)).all()
    assert len({one.enrolment_id for one in certificates}) == len(certificates) == people
    numbers = [parse(one.number) for one in certificates]
    assert sorted(one.sequence for one in numbers if one) == list(range(1, people + 1))
    assert db.session.scalar(select(NumberSeries.last)) == people
    documents = db.session.scalars(select(CertificateDocument)).all()
    assert {one.certificate_id for one in documents} == {one.id for one in certificates}
    assert len(documents) == len({one.storage_key for one in documents}) == people
    for one in documents:
        assert hashlib.sha256(store().get(one.storage_key)).hexdigest() == one.sha256
    assert count(Notice) == people, "each holder is told once"
    assert count(DocumentClaim) == 0
    sign_head()
    assert log_faults(files=True) == [], "each is in the log once, with the file that was stored"


def _large(people: int, kills: int) -> None:
    from tests.support.databases import migrated

    logging.disable(logging.INFO)
    with TemporaryDirectory(prefix="lms-kill-") as folder:
        settings = settings_for(Path(folder) / "data")
        with migrated(settings).app_context():
            crowd(people)
            began = time.monotonic()
            fire = Fire(settings, random.Random())
            fire.issue(kills // 4)
            shot = fire.kills
            print(f"{count(Certificate):,} issued, {shot} times killed")
            fire.print((kills - shot) // 2)
            print(f"{count(CertificateDocument):,} printed, {fire.kills - shot} times killed")
            seconds = time.monotonic() - began
            check(people)
    print(f"nothing twice, nothing missing: {people:,} people, {fire.kills} kills, {seconds:.0f} s")


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:3]]
    _large(*asked, *(5_000, 20)[len(asked) :])
