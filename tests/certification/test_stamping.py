"""The worker has documents stamped: as rows of their own, whenever the authority answers."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.certification import erasing, issuing, services, signers, stamping
from lms.certification.models import Certificate, CertificateDocument, StampClaim
from lms.certification.signing import inspect
from lms.certification.time_stamps import Stamper
from lms.config import current_settings
from lms.db import db
from lms.people.models import Person
from lms.people.names import printed_name
from lms.storage import store
from lms.verification.answers import DocumentState, Status
from lms.verification.services import look_up
from tests.builders import a_completed, a_volunteer, actor_of, an_edition, perform
from tests.support.authority import TimeStampAuthority, time_stamp_authority
from tests.support.token import an_agency

pytestmark = pytest.mark.usefixtures("pages_compiled_once")


@pytest.fixture
def tsa(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An authority that this installation is set to ask, and that it trusts."""
    with time_stamp_authority() as here:
        roots, secrets = tmp_path / "tsa.pem", tmp_path / "secrets"
        roots.write_bytes(here.roots)
        secrets.mkdir(mode=0o700)
        changed = dataclasses.replace(
            current_settings(), tsa_url=here.url, tsa_roots=roots, secrets=secrets
        )
        monkeypatch.setitem(app.extensions, "settings", changed)
        yield here


def printed(app: Flask, *names: str, edition: Any = None) -> list[int]:
    """Certificates of so many people, each with the document that was signed at issue."""
    edition, ids = edition or an_edition(), []
    for name in names or ("สมศรี",):
        person = a_volunteer(first_name=name)
        enrolment = a_completed(person, edition)
        services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
        db.session.flush()
        certificate = issuing.issue(enrolment.id)
        assert certificate is not None
        ids.append(certificate.id)
    db.session.commit()
    perform(app, "certification.make_documents")
    return ids


def levels(certificate_id: int) -> list[str]:
    db.session.rollback()
    query = select(CertificateDocument.level).filter_by(certificate_id=certificate_id)
    return list(db.session.scalars(query.order_by(CertificateDocument.id)))


def stamp(app: Flask, after: timedelta = timedelta()) -> None:
    db.session.rollback()
    with clock.frozen(clock.now() + after):
        perform(app, stamping.TASK)


def test_a_stamped_document_is_a_row_and_a_file_of_its_own_and_either_verifies(
    app: Flask, tsa: TimeStampAuthority
) -> None:
    (certificate_id,) = printed(app)
    stamp(app)
    rows = db.session.scalars(
        select(CertificateDocument)
        .filter_by(certificate_id=certificate_id)
        .order_by(CertificateDocument.id)
    ).all()
    assert [row.level for row in rows] == ["B-B", "B-LT"]
    assert rows[0].storage_key != rows[1].storage_key
    contents = [store().get(row.storage_key) for row in rows]
    known = signers.known_certificates()
    assert contents[1].startswith(contents[0])
    for row, content in zip(rows, contents, strict=True):
        assert hashlib.sha256(content).hexdigest() == row.sha256
        assert len(content) == row.size <= 70_000
        assert inspect(content, known).ours
        found = look_up(content)
        assert found.state is DocumentState.MATCH
        assert found.answer.status is Status.VALID
    assert look_up(contents[1] + b"\n").state is not DocumentState.MATCH
    assert db.session.scalars(select(StampClaim)).all() == []


def test_the_holder_downloads_the_newest_and_sees_the_same_picture(
    app: Flask, tsa: TimeStampAuthority, client: Any
) -> None:
    from tests.builders import sign_in

    (certificate_id,) = printed(app)
    stamp(app)
    person = db.session.scalars(select(Person).filter_by(first_name="สมศรี")).one()
    sign_in(client, person)
    newest = db.session.scalars(select(CertificateDocument).filter_by(level="B-LT")).one()
    answer = client.get(f"/certificates/{certificate_id}/certificate.pdf")
    assert hashlib.sha256(answer.data).hexdigest() == newest.sha256


def test_stamping_again_stamps_nothing_twice(app: Flask, tsa: TimeStampAuthority) -> None:
    (certificate_id,) = printed(app)
    stamp(app)
    asked = len(tsa.asked)
    stamp(app, timedelta(days=2))
    assert levels(certificate_id) == ["B-B", "B-LT"]
    assert len(tsa.asked) == asked


def test_without_an_authority_nothing_is_stamped(app: Flask) -> None:
    (certificate_id,) = printed(app)
    stamp(app)
    assert levels(certificate_id) == ["B-B"]


def test_an_authority_that_is_down_is_asked_ever_less_and_holds_nobody_up(
    app: Flask, tsa: TimeStampAuthority
) -> None:
    tsa.broken = True
    first, _second = printed(app, "หนึ่ง", "สอง")
    assert levels(first) == ["B-B"], "issued and printed all the same"
    minute, passed, asked = timedelta(minutes=1), timedelta(), []
    start = clock.now()
    for _ in range(70):
        passed += minute
        with clock.frozen(start + passed + timedelta(seconds=1)):
            perform(app, stamping.TASK)
        if len(tsa.asked) > len(asked):
            asked.append(int(passed / minute))
    assert asked == [1, 2, 4, 8, 16, 32, 64], "once each, never for every document"
    tsa.broken = False
    with clock.frozen(start + timedelta(hours=3)):
        perform(app, stamping.TASK)
    assert levels(first) == levels(_second) == ["B-B", "B-LT"]
    assert stamping.not_stamped() == []


def test_what_could_not_be_stamped_is_told_with_its_reason(
    app: Flask, tsa: TimeStampAuthority
) -> None:
    tsa.broken = True
    printed(app)
    stamp(app)
    (said,) = stamping.not_stamped()
    assert said.startswith("Unreachable: http://127.0.0.1")
    assert "503" in said


def test_a_revocation_list_that_is_away_leaves_a_b_t_which_becomes_a_b_lt(
    app: Flask, tsa: TimeStampAuthority
) -> None:
    agency = an_agency(crl_url=tsa.crl_url)
    agency.pem(current_settings().secrets)
    (certificate_id,) = printed(app)
    stamp(app)
    assert levels(certificate_id) == ["B-B", "B-T"]
    stamp(app, timedelta(minutes=5))
    assert levels(certificate_id) == ["B-B", "B-T"], "not in a hurry"
    tsa.crl = agency.crl
    stamp(app, timedelta(hours=1))
    assert levels(certificate_id) == ["B-B", "B-T", "B-LT"]
    for row in db.session.scalars(select(CertificateDocument)):
        assert look_up(store().get(row.storage_key)).state is DocumentState.MATCH


def test_one_that_cannot_be_stamped_does_not_hold_up_the_others(
    app: Flask, tsa: TimeStampAuthority
) -> None:
    bad, good = printed(app, "เสีย", "ดี")
    key = db.session.scalar(select(CertificateDocument.storage_key).filter_by(certificate_id=bad))
    store().delete(key or "")
    stamp(app)
    assert levels(bad) == ["B-B"]
    assert levels(good) == ["B-B", "B-LT"]


def test_a_dead_workers_hold_lapses(app: Flask, tsa: TimeStampAuthority) -> None:
    (certificate_id,) = printed(app)
    document_id = db.session.scalar(select(CertificateDocument.id))
    held = StampClaim(document_id=document_id, due_at=clock.now() + stamping.HOLD)
    db.session.add(held)
    db.session.commit()
    stamp(app)
    assert levels(certificate_id) == ["B-B"], "somebody may be at it"
    stamp(app, stamping.HOLD + timedelta(seconds=1))
    assert levels(certificate_id) == ["B-B", "B-LT"]


def test_of_two_workers_the_second_leaves_no_file_behind(
    app: Flask, tsa: TimeStampAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    (certificate_id,) = printed(app)
    first = stamping._claim()
    assert first is not None
    stamper = Stamper(stamping._authority(current_settings()))
    one, two = (stamping._made(first, stamper) for _ in range(2))
    assert one.pdf != two.pdf
    stamping._keep(first, one)
    stamping._keep(first, two)
    db.session.commit()
    assert levels(certificate_id) == ["B-B", "B-LT"]
    folder = first.storage_key.rpartition("/")[0]
    second = f"{folder}/{hashlib.sha256(two.pdf).hexdigest()[:16]}.pdf"
    assert not store().exists(second)


def test_what_would_no_longer_be_ours_is_not_kept(
    app: Flask, tsa: TimeStampAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    (certificate_id,) = printed(app)
    real = Stamper.lengthen

    def spoilt(self: Stamper, pdf: bytes, level: str) -> Any:
        made = real(self, pdf, level)
        return dataclasses.replace(made, pdf=made.pdf + b"\n")

    monkeypatch.setattr(Stamper, "lengthen", spoilt)
    stamp(app)
    assert levels(certificate_id) == ["B-B"]


def test_a_short_while_at_a_time_then_others_have_their_turn(
    app: Flask, tsa: TimeStampAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = printed(app, "หนึ่ง", "สอง", "สาม")
    queued: list[str] = []
    monkeypatch.setattr(stamping, "SPAN", -1.0)
    monkeypatch.setattr(stamping, "enqueue", queued.append)
    stamp(app)
    assert [len(levels(one)) for one in ids] == [2, 1, 1]
    assert queued == [stamping.TASK]


def test_the_password_is_read_from_a_private_file(app: Flask, tsa: TimeStampAuthority) -> None:
    tsa.password = "ข้าวเหนียว"
    app.extensions["settings"] = dataclasses.replace(current_settings(), tsa_user="opm")
    (certificate_id,) = printed(app)
    secret = current_settings().secrets / stamping.PASSWORD_FILE
    secret.write_text(tsa.password + "\n")
    secret.chmod(0o600)
    stamp(app)
    assert levels(certificate_id) == ["B-B", "B-LT"]


def test_who_is_erased_leaves_no_stamped_document(app: Flask, tsa: TimeStampAuthority) -> None:
    (certificate_id,) = printed(app)
    stamp(app)
    keys = list(db.session.scalars(select(CertificateDocument.storage_key)))
    certificate = db.session.get_one(Certificate, certificate_id)
    from lms.learning.models import Enrolment

    person_id = db.session.get_one(Enrolment, certificate.enrolment_id).person_id
    tried = StampClaim(
        document_id=db.session.scalar(select(CertificateDocument.id)), due_at=clock.now()
    )
    db.session.add(tried)
    db.session.flush()
    erasing.erase_person([person_id])
    from lms.db import commit

    commit()
    assert db.session.scalars(select(CertificateDocument)).all() == []
    assert not any(store().exists(key) for key in keys)
