"""What happens to a certificate is in the log when it has happened, once, and without its name."""

from __future__ import annotations

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Event

import pypdfium2
import pytest
from alembic import command
from flask import Flask
from sqlalchemy import delete, func, select, update

from lms import schema
from lms.access import Role
from lms.app import create_app
from lms.certification import bulk, making
from lms.certification.erasing import erase_person
from lms.certification.log import adopting, entries, verifying
from lms.certification.log.adopting import adopt_all
from lms.certification.log.appending import append, open_first, record_status
from lms.certification.log.entries import ELSEWHERE, LOGGED
from lms.certification.log.heads import newest, sign_head
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf, LogTile
from lms.certification.log.notes import read, signers_of
from lms.certification.log.proofs import inclusion_of, leaf_of
from lms.certification.log.tasks import keep_log
from lms.certification.log.tree import leaf_hash, root_of_inclusion
from lms.certification.models import (
    Certificate,
    CertificateDocument,
    DocumentClaim,
    Revocation,
)
from lms.db import db
from lms.errors import Refused
from lms.learning.models import Enrolment
from lms.people.models import Person
from lms.storage import store
from tests.builders import an_officer
from tests.certification.log.register import by_hand, codes, issue, printed, take_back, without_log
from tests.certification.test_claims import CROWD, crowd
from tests.certification.test_documents import quick_printing
from tests.support.paper import sample_facts
from tests.support.settings import settings_for


def kinds() -> list[str]:
    return list(db.session.scalars(select(LogLeaf.kind).order_by(LogLeaf.log_id, LogLeaf.position)))


@pytest.mark.parametrize("model", [Certificate, CertificateDocument, Revocation])
def test_every_column_is_held_fast_by_a_leaf(model: type) -> None:
    """A new column of these tables is logged (`LOGGED`), or somebody says here why it is not."""
    name = model.__tablename__
    columns = {column.name for column in model.__table__.columns}
    assert columns == set(LOGGED[name]) | ELSEWHERE.get(name, set())


def test_what_is_issued_printed_and_taken_back_has_its_leaves_in_order(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    (row,) = printed(1)
    take_back(row)
    found = [one for one in kinds() if one not in {"opened", "head"}]
    assert found == ["issued", "document", "revoked"]
    record_status(row.id, "renewed", None, by="another number")
    db.session.commit()
    assert kinds()[-1] == "renewed"
    assert codes() == set()


def test_what_is_undone_was_never_logged(app: Flask) -> None:
    crowd(2)
    ready = list(db.session.scalars(select(Enrolment.id)))

    def fail(_count: int) -> None:
        raise RuntimeError("undone")

    assert bulk.issue_batch(ready, then=fail) == 0
    assert "issued" not in kinds()
    assert codes() == set()


def test_a_leaf_says_nothing_of_anybody(app: Flask) -> None:
    (row,) = issue(1)
    leaf = db.session.scalars(select(LogLeaf).where(LogLeaf.kind == "issued")).one()
    said = json.loads(leaf_of(leaf).text)
    assert said.keys() == {"at", "content", "kind", "record", "v"}
    assert leaf_hash(leaf_of(leaf).text.encode()) == leaf.hash
    guess = json.dumps(row.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert said["content"] != sha256(guess.encode()).hexdigest()
    assert leaf.content is None


def test_the_proof_travels_in_the_signed_document(app: Flask) -> None:
    """As a stranger checks it, with SHA-256, the log's public key and the paper in hand."""
    (row, *_rest) = printed(3)
    document = db.session.scalars(
        select(CertificateDocument).where(CertificateDocument.certificate_id == row.id)
    ).one()
    pdf = pypdfium2.PdfDocument(store().get(document.storage_key))
    token = bytes(pdf.get_attachment(0).get_data()).decode()
    payload = token.split(".")[1]
    proof = json.loads(b64decode(payload + "=" * (-len(payload) % 4), altchars="-_"))[
        "logInclusion"
    ]

    facts = json.dumps(proof["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert proof["facts"]["number"] == row.number
    assert proof["facts"]["holder"] == row.holder
    content = sha256(b64decode(proof["salt"]) + facts.encode()).hexdigest()
    assert json.loads(proof["leaf"])["content"] == content
    hashes = [b64decode(one) for one in proof["hashes"]]
    leaf = sha256(b"\0" + proof["leaf"].encode()).digest()
    head = read(proof["checkpoint"])
    assert (head.origin, head.size) == (proof["origin"], proof["size"])
    assert root_of_inclusion(leaf, proof["index"], head.size, hashes) == head.root
    key = db.session.scalars(select(LogKey.public_key)).one()
    assert signers_of(proof["checkpoint"], head.origin, [key]) == [key]


def test_nothing_is_printed_that_the_log_does_not_know(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = quick_printing(monkeypatch)
    rows = issue(3)
    one = LogLeaf.certificate_id == rows[1].id
    db.session.execute(update(LogLeaf).where(one).values(certificate_id=900))
    db.session.commit()
    list(making.batches())
    assert made == [rows[0].number, rows[2].number]
    fault = db.session.scalars(
        select(DocumentClaim.fault).where(DocumentClaim.certificate_id == rows[1].id)
    ).one()
    assert "the log does not know this certificate" in str(fault)


def test_one_head_serves_all_that_were_issued_before_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    monkeypatch.setattr("lms.certification.claims.BATCH", 2)
    issue(9)
    list(making.batches())
    assert db.session.scalar(select(func.count()).select_from(LogCheckpoint)) == 1
    first = newest()
    sign_head()
    last = newest()
    assert first is not None
    assert last is not None
    assert last.size == first.size + 9 + 1, "the documents, and that the first head was signed"
    assert sign_head().size == last.size, "it is signed again only when something has happened"


def test_proofs_of_leaves_in_any_tile_lead_to_the_head(app: Flask) -> None:
    rows = issue(3)
    for _ in range(3):
        for row in rows[:2]:
            record_status(row.id, "noted")
    db.session.commit()
    append([entries.status(rows[0].id, "n", "noted", None, {"n": one}) for one in range(1200)])
    rows += issue(2)
    head = sign_head()
    assert db.session.scalar(select(func.count()).select_from(LogTile)) == head.size // 256
    for row in rows:
        proof = inclusion_of(row.id, row.facts)
        leaf = leaf_hash(proof["leaf"].encode())
        hashes = [b64decode(one) for one in proof["hashes"]]
        assert root_of_inclusion(leaf, proof["index"], head.size, hashes) == head.root


def test_issuers_printers_and_signers_at_once_leave_a_log_without_gaps(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 7)
    quick_printing(monkeypatch)
    crowd()
    start, over = Barrier(6), Event()

    def issue_all(_: int) -> int:
        with app.app_context():
            start.wait()
            try:
                return sum(done for _tried, done in bulk.issue_ready())
            finally:
                db.session.remove()

    def print_and_sign(_: int) -> list[str]:
        found: list[str] = []
        with app.app_context():
            start.wait()
            try:
                while not over.is_set():
                    list(making.batches())
                    sign_head()
                    db.session.rollback()
                    found += [one.code for one in verifying.check_register(verifying.Report())]
            finally:
                db.session.remove()
        return found

    with ThreadPoolExecutor(6) as pool:
        others = [pool.submit(print_and_sign, one) for one in range(2)]
        assert sum(pool.map(issue_all, range(4))) == CROWD
        over.set()
        assert [one.result() for one in others] == [[], []], (
            "whoever checks meanwhile is not misled"
        )
    list(making.batches())
    sign_head()
    assert codes() == set()
    size = db.session.scalars(select(Log.size)).one()
    positions = db.session.scalars(select(LogLeaf.position).order_by(LogLeaf.position)).all()
    assert positions == list(range(size))
    assert kinds().count("issued") == kinds().count("document") == CROWD


def test_what_is_older_than_the_log_is_logged_late_and_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    rows = printed(5)
    take_back(rows[0])
    without_log()
    open_first()
    db.session.commit()
    assert "leaf.none" in codes()
    newer = issue(1)
    monkeypatch.setattr(adopting, "BATCH", 2)
    with pytest.raises(KeyboardInterrupt):  # killed after the first two, and begun again
        adopt_all(lambda _count: (_ for _ in ()).throw(KeyboardInterrupt))
    db.session.rollback()
    assert adopt_all() == 5 + 5 + 1 - 2
    sign_head()
    assert codes() == set()
    late = db.session.scalars(select(LogLeaf).where(LogLeaf.before_log)).all()
    assert [one.kind for one in late].count("issued") == 5
    assert newer[0].id not in {one.certificate_id for one in late}
    assert json.loads(leaf_of(late[0]).text)["before_log"] is True
    assert kinds().count("adopted") == 1
    assert adopt_all() == 0
    assert inclusion_of(rows[1].id, rows[1].facts)["facts"]["number"] == rows[1].number


def test_one_that_waits_for_its_document_since_before_the_log_is_logged_then_printed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = quick_printing(monkeypatch)
    (row,) = issue(1)
    without_log()
    open_first()
    db.session.commit()
    list(making.batches())
    assert made == [row.number]
    sign_head()
    assert codes() == set()


def test_a_row_put_in_after_the_log_was_opened_is_not_adopted(app: Flask) -> None:
    issue(1)
    db.session.execute(delete(LogLeaf).where(LogLeaf.kind == "issued"))
    db.session.execute(update(Log).values(size=1))
    db.session.commit()
    assert adopt_all() == 0
    assert "leaf.none" in codes()


def test_an_upgraded_installation_opens_its_log_over_what_it_holds(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The migration that brings the log leaves every table before it as it was."""
    quick_printing(monkeypatch)
    rows = printed(2)
    without_log()
    assert schema.version() == schema.head()
    assert (open_first() or "").startswith("127.0.0.1:8000/log/1-")
    db.session.commit()
    assert open_first() is None
    opened = db.session.scalars(select(LogLeaf.content).where(LogLeaf.position == 0)).one()
    assert opened is not None
    assert opened["before"] == {
        "certificates": rows[-1].id,
        "documents": db.session.scalar(select(func.max(CertificateDocument.id))),
        "revocations": 0,
    }


def test_erasing_people_leaves_leaves_that_open_to_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)
    rows = printed(3)
    take_back(rows[0])
    take_back(rows[1])
    record_status(rows[0].id, "renewed", by="a number")
    holder = db.session.scalars(
        select(Enrolment.person_id).where(Enrolment.id == rows[0].enrolment_id)
    ).one()
    officer = db.session.scalars(
        select(Revocation.revoked_by).where(Revocation.certificate_id == rows[1].id)
    ).one()
    sign_head()
    gone = rows[0].id
    erase_person([holder, officer])
    db.session.commit()
    of_it = select(LogLeaf).where(LogLeaf.certificate_id == gone)
    leaves = db.session.scalars(of_it.order_by(LogLeaf.log_id, LogLeaf.position)).all()
    assert [one.kind for one in leaves] == ["issued", "document", "revoked", "renewed", "erased"]
    assert {one.salt for one in leaves[:-1]} == {None}
    assert {one.content for one in leaves[:-1]} == {None}
    sign_head()
    assert codes() == set()
    assert db.session.scalar(select(Revocation.revoked_by)) is None


def test_who_holds_one_that_counts_and_was_taken_back_is_not_erased(app: Flask) -> None:
    """The list of revocations is made from the register: it would say that all is well again."""
    sample, real = issue(2)
    for row in (sample, real):
        take_back(row)
    by_hand("UPDATE certificates SET is_test = :no WHERE id = :id", no=False, id=real.id)
    people = {one.id: one.person_id for one in db.session.scalars(select(Enrolment))}
    with pytest.raises(Refused, match=real.number):
        erase_person([people[real.enrolment_id]])
    erase_person([people[sample.enrolment_id]])
    db.session.commit()
    assert db.session.scalars(select(Certificate.number)).all() == [real.number]


def test_a_name_taken_from_a_revocation_without_an_erasure_is_found(app: Flask) -> None:
    (row,) = issue(1)
    take_back(row)
    assert codes() == set()
    db.session.execute(update(Revocation).values(revoked_by=None))
    db.session.commit()
    assert codes() == {"revoked.altered"}


def test_people_without_certificates_are_erased_without_a_word(app: Flask) -> None:
    person = an_officer(Role.CENTRAL_OFFICER)
    db.session.commit()
    erase_person([person.id])
    db.session.commit()
    assert kinds() == []
    assert db.session.get(Person, person.id) is not None


def test_a_database_of_an_older_version_gets_its_log(tmp_path: Path) -> None:
    """As it was released before there was a log: upgraded, opened and filled by the worker."""
    app = create_app(settings_for(tmp_path / "data"))
    frozen = sample_facts()
    with app.app_context():
        command.upgrade(schema._alembic(), "0005")
        with db.engine.connect() as connection:
            connection.rollback()
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute("BEGIN IMMEDIATE")
            raw.execute(
                "INSERT INTO certificates (id, created_at, enrolment_id, generation, number,"
                " holder, holder_fold, issued_on, expires_on, is_test, facts)"
                " VALUES (5, '2026-10-01 01:02:03.000004', 1, 0, ?, ?, 'x', ?, NULL, 1, ?)",
                (frozen.number, frozen.holder, frozen.issued_on.isoformat(), frozen.to_json()),
            )
            prefix, year, sequence, *_ = frozen.number.split("-")
            raw.execute(
                "INSERT INTO number_series (prefix, year_be, last) VALUES (?, ?, ?)",
                (prefix, int(year), int(sequence)),
            )
            raw.execute(
                "INSERT INTO certificate_documents (id, created_at, certificate_id, level, sha256,"
                " size, storage_key, key_id)"
                " VALUES (7, '2026-10-01 01:02:04.000000', 5, 'B-B', 'ab', 9, 'a/b.pdf', 'cd')"
            )
            raw.execute(
                "INSERT INTO revocations (id, created_at, certificate_id, revocation_class, reason)"
                " VALUES (3, '2026-10-02 01:02:03.000000', 5, 'misconduct', 'why')"
            )
            raw.execute("COMMIT")
        schema.upgrade()
        db.session.remove()
        open_first()
        db.session.commit()
        assert codes() == {"leaf.none"}
        keep_log()
        db.session.commit()
        assert codes() == set()
        late = db.session.scalars(select(LogLeaf.kind).where(LogLeaf.before_log)).all()
        assert sorted(late) == ["document", "issued", "revoked"]
        db.session.remove()
        db.engine.dispose()
