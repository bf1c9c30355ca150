"""`bin/bench verification`: the register's answers by number, by QR address, and by file."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from io import BytesIO
from time import monotonic, sleep

import pikepdf
from sqlalchemy import delete, select

from bench.client import BadAnswer, Connection, get, post, send
from bench.floor import floor
from bench.flow import decoded, token_in
from bench.load import CLIENTS, Run, percentile, summary, timed
from bench.report import Plan, Report, conditions, table
from bench.site import Site, site
from lms.certification import tasks
from lms.certification.facts import CertificateFacts
from lms.certification.log import entries
from lms.certification.log.appending import append
from lms.certification.models import Certificate, CertificateDocument
from lms.certification.qr_text import qr_text
from lms.certification.signers import signer
from lms.db import commit, db
from lms.storage import store
from lms.verification.listing import MOST_PUBLIC

PATIENCE = 60.0  # seconds
CODES = 400  # different codes that are pasted
FILES = 5  # certificates whose documents are really made
JSON = "application/json"


def measure(plan: Plan) -> None:
    """Numbers, addresses and signed codes in a closed loop, files and a list one after another."""
    conditions(
        plan,
        f"{plan.people // 5:,} certificates in the register",
        "the number as JSON; the QR address as the page a telephone opens;",
        "the QR's own signed words, pasted at the desk, as JSON",
        "Moodle 4.5 by code, measured elsewhere and quoted: 44–64 answers/s",
    )
    report = Report(plan)
    with site(plan) as running:
        documents = _made(running)
        settings = running.settings
        with floor(settings.database_url, settings.data.parent, settings.web_processes) as bare:
            _by_number(running, bare.address, report)
        _by_file(running, documents, report)
        _by_list(running, report)
    report.write()


def _made(running: Site) -> list[bytes]:
    """The signed documents of a few certificates, made as the worker makes them, or by it."""
    few = range(1, FILES + 1)
    with running.app.app_context():
        few_rows = CertificateDocument.certificate_id.in_(few)
        rows = db.session.scalars(select(Certificate).where(Certificate.id.in_(few))).all()
        append([entries.issued(row) for row in rows])
        db.session.execute(delete(CertificateDocument).where(few_rows))
        commit()
        tasks.make_documents()
        ends = monotonic() + PATIENCE
        while monotonic() < ends:
            keys = db.session.scalars(select(CertificateDocument.storage_key).where(few_rows)).all()
            if len(keys) == FILES:
                return [store().get(key) for key in keys]
            db.session.rollback()
            sleep(0.2)
    raise RuntimeError("no worker made the documents")


def _by_number(running: Site, bare: str, report: Report) -> None:
    numbers = running.population.numbers[-1_000:]
    targets = [
        (bare, "floor", [get(f"/{number}") for number in range(1, 1_000)]),
        (running.address, "by number", [get(f"/verify/{n}", accept=JSON) for n in numbers]),
        (running.address, "by QR address", [get(f"/V/{n}") for n in numbers]),
        (running.address, "by QR payload", _pasted(running)),
    ]
    for address, _name, requests in targets:
        timed(address, requests, 8, 0.5)
    lines = []
    for clients in CLIENTS:
        runs: dict[str, list[Run]] = {}
        for _ in range(report.plan.runs):
            for address, name, requests in targets:
                run = timed(address, requests, clients, report.plan.seconds)
                runs.setdefault(name, []).append(run)
        under = summary(runs["floor"]).per_second
        for name, found in runs.items():
            seen = summary(found)
            label = name if clients == 4 else f"{name} c={clients}"
            report.add(label, seen.per_second, "answers/s", None if name == "floor" else under)
            share = f"{seen.per_second / under:.2f}"
            lines.append((name, clients, seen.per_second, seen.p50, seen.p95, seen.errors, share))
    table(("asked", "clients", "per second", "p50 ms", "p95 ms", "errors", "of floor"), lines)
    print()


def _pasted(running: Site) -> list[bytes]:
    """The texts of codes, as somebody pastes them at the desk."""
    cookie, token = _desk(running)
    with running.app.app_context():
        rows = db.session.scalars(select(Certificate).limit(CODES)).all()
        key = signer().credential_key
        found = [CertificateFacts.from_json(json.dumps(row.facts)) for row in rows]
    texts = [qr_text(facts, key) for facts in found]
    return [
        post("/verify", cookie, {"number": text, "csrf_token": token}, accept=JSON)
        for text in texts
    ]


def _desk(running: Site) -> tuple[str, str]:
    """A browser's cookie and token."""
    connection = Connection(running.address)
    desk = connection.ask(get("/verify"))
    connection.close()
    return desk.header("Set-Cookie").partition(";")[0], token_in(decoded(desk))


def _by_list(running: Site, report: Report) -> None:
    """As many numbers as anybody may send without an account, and the table to take home."""
    cookie, token = _desk(running)
    text = "\n".join(running.population.numbers[:MOST_PUBLIC])
    lines = []
    for name, more in (("50 numbers", {}), ("50 numbers as xlsx", {"as": "xlsx"})):
        fields = {"number": text, "csrf_token": token, **more}
        connection = Connection(running.address)
        waits = []
        for _ in range(6 * 3):
            run = connection.timed(post("/verify", cookie, fields))
            if run.answer.status != 200:
                raise BadAnswer(f"{run.answer.status} {decoded(run.answer)[:200]}")
            waits.append(run.milliseconds)
        connection.close()
        ordered = sorted(waits[3:])
        report.add(name, percentile(ordered, 50), "ms")
        lines.append((name, percentile(ordered, 50), percentile(ordered, 95)))
    table(("list", "p50 ms", "p95 ms"), lines)


def _by_file(running: Site, documents: Sequence[bytes], report: Report) -> None:
    strangers = [_spoilt(document) for document in documents]
    lines = []
    for name, files, expected in (
        ("known file", documents, '"match"'),
        ("altered file", strangers, '"altered"'),
        ("unknown file", [_foreign()] * FILES, '"unknown"'),
    ):
        waits = [_checked(running, files[i % FILES], expected) for i in range(4 * FILES)]
        ordered = sorted(waits[FILES:])
        report.add(name, percentile(ordered, 50), "ms")
        lines.append((name, percentile(ordered, 50), percentile(ordered, 95)))
    table(("file", "p50 ms", "p95 ms"), lines)


def _foreign() -> bytes:
    """A PDF of somebody else's, with nothing of ours in it."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _spoilt(document: bytes) -> bytes:
    """The same certificate with a byte more, as an editor that saves it again would make it."""
    return document + b"\n"


def _checked(running: Site, document: bytes, expected: str) -> float:
    cookie, token = _desk(running)
    connection = Connection(running.address)
    edge = secrets.token_hex(12)
    fields = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        f"{token}\r\n"
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    body = fields.encode() + document + f"\r\n--{edge}--\r\n".encode()
    kind = f"multipart/form-data; boundary={edge}"
    request = send("/verify/file", cookie, body, kind, accept=JSON)
    run = connection.timed(request)
    connection.close()
    said = decoded(run.answer)
    if run.answer.status != 200 or f'"document":{expected}' not in said.replace(" ", ""):
        raise BadAnswer(f"{run.answer.status} {said[:200]}")
    return run.milliseconds
