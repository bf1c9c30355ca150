"""Certificates in the register, with one really signed document for all tests."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.lineage.models import Replacement, ReplacementKind
from lms.certification.models import (
    Certificate,
    CertificateDocument,
    Revocation,
    RevocationClass,
)
from lms.certification.number import new_number
from lms.certification.signers import remember
from lms.certification.signing import Signer, make_test_key
from lms.certification.time_stamps import Authority, Stamper
from lms.clock import now, today
from lms.db import db
from lms.people.models import Person
from lms.qr import verify_address
from lms.storage import store
from tests.builders import a_volunteer, an_edition, an_enrolment, an_officer
from tests.support.authority import time_stamp_authority
from tests.support.paper import signed_document

SITE = "https://opm.example.go.th"
ISSUED, EXPIRES = date(2026, 11, 22), date(2029, 11, 22)


@cache
def facts() -> CertificateFacts:
    """What stands on the one certificate that was really printed."""
    number = str(new_number("DEMO", 2569, 1234))
    return CertificateFacts(
        number=number,
        kind=CertificateKind.WUTTHIBAT,
        title="นางสาว",
        first="กัญญ์ณัฏฐ์",
        last="ฐิติญาณวิโรจน์",
        holder="นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์",
        latin_name="KANNAT THITIYANWIROT",
        curriculum_th="อพม. ผู้นำการเปลี่ยนแปลง",
        curriculum_en="Volunteer Leader of Change",
        hours=18,
        started_on=date(2026, 11, 1),
        completed_on=date(2026, 11, 20),
        issued_on=ISSUED,
        expires_on=EXPIRES,
        issuer_th="หน่วยงานตัวอย่าง",
        issuer_en="Sample Agency",
        signatory_name="นายตัวอย่าง  ลงนาม",
        signatory_positions=("ผู้อำนวยการหน่วยงานตัวอย่าง",),
        site_address=SITE,
        verify_url=verify_address(SITE, number),
    )


@cache
def our_signer() -> Signer:
    """The key of this installation."""
    return _signer()


@cache
def a_stranger() -> Signer:
    """Somebody else's key, self-made exactly like ours."""
    return _signer()


def _signer() -> Signer:
    with tempfile.TemporaryDirectory() as folder:
        make_test_key(Path(folder))
        return Signer(Path(folder))


@cache
def document() -> bytes:
    """The signed PDF of `facts()`; half a second to make."""
    return signed_document(facts(), our_signer())


@cache
def stamped() -> bytes:
    """The same document with an authority's time stamp."""
    with time_stamp_authority() as tsa:
        return Stamper(Authority(tsa.url, None, tsa.roots)).lengthen(document(), "B-B").pdf


@cache
def forged(**changes: Any) -> bytes:
    """The same page with other words on it, perfectly signed by the stranger."""
    return signed_document(dataclasses.replace(facts(), **changes), a_stranger())


def in_register(person: Person | None = None, *, printed: bool = True) -> Certificate:
    """The certificate of `facts()` in the register of this test."""
    certificate = registered(facts(), person)
    remember(our_signer())
    if printed:
        _with_document(certificate, document())
    db.session.flush()
    return certificate


def another(person: Person | None = None, **changes: Any) -> Certificate:
    """One more certificate, never printed unless a test does so."""
    series = changes.pop("sequence", 1235)
    number = changes.pop("number", None) or str(new_number("DEMO", 2569, series))
    return registered(dataclasses.replace(facts(), number=number, **changes), person)


def registered(
    frozen: CertificateFacts, person: Person | None = None, **columns: Any
) -> Certificate:
    """Facts as a row."""
    if "enrolment_id" not in columns:
        edition = an_edition(slug=f"for-{frozen.number.lower()}")
        columns["enrolment_id"] = an_enrolment(person or a_volunteer(), edition).id
    certificate = Certificate(
        number=frozen.number,
        holder=frozen.holder,
        holder_fold=frozen.holder,
        issued_on=frozen.issued_on,
        expires_on=frozen.expires_on,
        is_test=frozen.sample or frozen.test_key,
        facts=json.loads(frozen.to_json()),
        **columns,
    )
    db.session.add(certificate)
    db.session.flush()
    return certificate


def _with_document(certificate: Certificate, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    key = f"certificates/{certificate.number.lower()}/{digest[:16]}.pdf"
    store().put(key, content)
    db.session.add(
        CertificateDocument(
            certificate_id=certificate.id,
            level="B-B",
            sha256=digest,
            size=len(content),
            storage_key=key,
            key_id=our_signer().key.key_id,
        )
    )


def revoke(
    certificate: Certificate,
    kind: RevocationClass = RevocationClass.MISCONDUCT,
    reason: str = "ความลับของสำนวน",
    effective_on: date | None = None,
) -> None:
    """Taken back by some officer, from today on unless said."""
    db.session.add(
        Revocation(
            certificate_id=certificate.id,
            revocation_class=kind,
            reason=reason,
            effective_on=effective_on or today(),
            revoked_by=an_officer(first_name="ผู้เพิกถอน").id,
            created_at=now(),
        )
    )
    db.session.flush()


def replaced(
    old: Certificate, new: Certificate, kind: ReplacementKind = ReplacementKind.CORRECTION
) -> None:
    """`new` stands in the place of `old`."""
    db.session.add(Replacement(old_id=old.id, new_id=new.id, kind=kind))
    db.session.flush()
