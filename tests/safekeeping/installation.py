"""A small installation with real certificates, and what somebody outside sees of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask
from pypdfium2 import PdfDocument
from sqlalchemy import select

from lms.app import create_app
from lms.certification import bulk, making
from lms.certification.key_register import known_certificates
from lms.certification.models import Certificate, CertificateDocument
from lms.certification.qr_payload import judge
from lms.config import Settings
from lms.db import db
from lms.pdf import attached
from lms.root import ROOT
from lms.storage import Store
from tests.builders import a_completed, a_person, an_edition
from tests.certification.test_claims import crowd
from tests.safekeeping.conftest import closed
from tests.support.codes import read_codes
from tests.support.databases import migrated
from tests.support.live import WITHOUT_SURROUNDINGS

PHRASE = "ยาวพอสมควรสำหรับกุญแจ"


def opened(settings: Settings) -> closed:
    """The application there, until the `with` block ends."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return closed(app)


def certify(settings: Settings) -> None:
    """Make an installation there that has issued and printed three certificates."""
    with closed(migrated(settings)):
        crowd(3)
        issue()


def issue() -> list[str]:
    """Issue and print what is due; the numbers of all certificates."""
    list(bulk.issue_ready())
    making.make_waiting()
    return list(db.session.scalars(select(Certificate.number).order_by(Certificate.id)))


def due_again(count: int) -> None:
    """More people who are due one."""
    from lms.certification.models import NameConfirmation
    from lms.people.names import printed_name

    for place in range(count):
        person = a_person(first_name=f"มาทีหลัง {place}")
        enrolment = a_completed(person, the_edition())
        facts = {"confirmed_by": person.id, "for_holder": False, "name": printed_name(person)}
        db.session.add(NameConfirmation(enrolment_id=enrolment.id, **facts))
    db.session.commit()


def the_edition() -> Any:
    """The one that everybody is in."""
    from lms.curricula.models import Edition

    return db.session.scalars(select(Edition)).first() or an_edition()


def documents(settings: Settings) -> dict[str, bytes]:
    """What holders have on their telephones: number and file."""
    with opened(settings):
        rows = db.session.execute(
            select(Certificate.number, CertificateDocument.storage_key).join(Certificate.documents)
        ).all()
    store = Store(settings.store_url)
    return {number: store.get(key) for number, key in rows}


GOOD = ("valid", "match", "match", "genuine")


def answers(app: Flask, number: str, content: bytes) -> tuple[str, ...]:
    """What the register says of a number, a file, the credential and the printed code in it."""
    client, wanted = app.test_client(), {"Accept": "application/json"}
    by_number = client.get(f"/verify/{number}", headers=wanted)
    by_file = [
        client.post("/verify/file", data={"file": (BytesIO(one), name)}, headers=wanted)
        for one, name in (
            (content, "file.pdf"),
            (attached(content, "credential.jwt") or b"", "credential.jwt"),
        )
    ]
    (code,) = read_codes(printed(content))
    proof = judge(code.text, known_certificates()).proof
    return by_number.json["status"], *(one.json["document"] for one in by_file), proof


def printed(content: bytes) -> Any:
    """The paper at 150 dots an inch, in shades of grey."""
    with PdfDocument(content) as document:
        return document[0].render(scale=150 / 72, grayscale=True).to_pil()


STOPS = """
import os, signal, sys
from importlib import import_module
name, left = sys.argv.pop(1).rsplit(".", 1), int(sys.argv.pop(1))
owner = import_module(name[0].partition(":")[0])
for part in filter(None, name[0].partition(":")[2].split(".")):
    owner = getattr(owner, part)
real = getattr(owner, name[1])
def stopping(*args, **more):
    global left
    found = real(*args, **more)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGSTOP)
    return found
setattr(owner, name[1], stopping)
from lms.cli import main
main(prog_name="lms")
"""


def stopped_after(
    settings: Settings, call: str, times: int, *words: str
) -> subprocess.Popen[bytes]:
    """A command of ours that has stopped, as if put to sleep, when `call` was done so often."""
    process = _begin(settings, ("-c", STOPS, call, str(times)), words)
    ended = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    if ended is None or ended.si_code != os.CLD_STOPPED:
        said, _ = process.communicate()
        raise RuntimeError(f"it ended before:\n{said.decode()}")
    return process


def _begin(
    settings: Settings, program: Sequence[str], words: Sequence[str], wrapper: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*wrapper, sys.executable, *program, *words],
        env={
            **WITHOUT_SURROUNDINGS,
            "PYTHONPATH": str(ROOT),
            "LMS_DATA": str(settings.data),
            "LMS_DATABASE_URL": settings.database_url,
            "LMS_BACKUP_PASSPHRASE": PHRASE,
            "USER": os.environ.get("USER", "root"),
        },
        cwd=settings.data.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run(settings: Settings, *words: str, wrapper: Sequence[str] = ()) -> tuple[int, str]:
    """Its exit code and all it said."""
    process = _begin(settings, ("-m", "lms"), words, wrapper)
    said, _ = process.communicate(timeout=200)
    return process.returncode, said.decode()


def unpacked(folder: Path) -> list[Path]:
    """Every file of a backup."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
