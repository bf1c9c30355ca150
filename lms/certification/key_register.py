"""Every key that ever signed here: its public half, for ever, and the end of its work.

A key that is retired signs no more; what it signed stays as good as it was. A key that may be in
strange hands is believed no more: what it signed is ours only if the register holds its bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cryptography import x509
from sqlalchemy import func, select

from lms import audit, clock
from lms.certification.models import CertificateDocument, KeyRetirement, SignerCertificate
from lms.certification.signing_key import SigningError, SigningKey
from lms.db import db, insert_once

LEAST_DIGITS = 8  # of a key's id, when somebody types it


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One key, and what it did."""

    key_id: str
    certificate: x509.Certificate
    is_test: bool
    documents: int
    first: datetime | None
    last: datetime | None
    retired_on: date | None
    compromised_since: date | None


def remember_key(key: SigningKey) -> None:
    """Keep the public half for ever: documents are judged by it after the key is gone."""
    insert_once(
        SignerCertificate,
        key_id=key.key_id,
        pem=key.pem,
        is_test=key.is_test,
        created_at=clock.now(),
    )


def known_certificates() -> list[str]:
    """PEM certificates of every key that ever signed here."""
    rows = db.session.scalars(select(SignerCertificate.pem).order_by(SignerCertificate.id))
    return list(rows)


def trusted_certificates() -> list[str]:
    """Those by whose signature alone anybody may go: keys in strange hands are not among them."""
    rows = db.session.execute(
        select(SignerCertificate.key_id, SignerCertificate.pem).order_by(SignerCertificate.id)
    ).all()
    lost = compromised()
    return [row.pem for row in rows if row.key_id not in lost]


def compromised() -> frozenset[str]:
    """Ids of the keys that may be in strange hands."""
    return frozenset(key for key, row in _retirements().items() if row.compromised_since)


def is_retired(key_id: str) -> bool:
    """Whether the key's work has ended by today."""
    row = _retirements().get(key_id)
    return row is not None and (row.retired_on <= clock.today() or bool(row.compromised_since))


def _retirements() -> dict[str, KeyRetirement]:
    """The newest word on each key."""
    rows = db.session.scalars(select(KeyRetirement).order_by(KeyRetirement.id))
    return {row.key_id: row for row in rows}


def retire(typed: str, on: date, compromised_since: date | None = None) -> KeyRecord:
    """End a key's work; raises SigningError when it is not known which is meant."""
    key_id = _whole_id(typed)
    if compromised_since and compromised_since > clock.today():
        raise SigningError("a key cannot be known to be lost on a day to come")
    row = KeyRetirement(key_id=key_id, retired_on=on, compromised_since=compromised_since)
    db.session.add(row)
    db.session.flush()
    audit.record(
        None, "key_retired", "key", row.id, key_id=key_id, on=on.isoformat(),
        compromised_since=compromised_since.isoformat() if compromised_since else None,
    )  # fmt: skip
    return next(one for one in records() if one.key_id == key_id)


def _whole_id(typed: str) -> str:
    start = typed.strip().lower().rstrip("…")
    found = [one.key_id for one in records() if one.key_id.startswith(start)]
    if len(start) < LEAST_DIGITS or len(found) != 1:
        raise SigningError(
            f"{typed}: {len(found)} keys begin so; see lms keys list"
            f" · มีกุญแจขึ้นต้นเช่นนี้ {len(found)} ดอก ดูที่ lms keys list"
        )
    return found[0]


def records() -> list[KeyRecord]:
    """Every key, in the order in which they came."""
    signed = (
        select(
            CertificateDocument.key_id,
            func.count().label("count"),
            func.min(CertificateDocument.created_at).label("first"),
            func.max(CertificateDocument.created_at).label("last"),
        )
        .where(CertificateDocument.level == "B-B")
        .group_by(CertificateDocument.key_id)
    )
    work = {row.key_id: row for row in db.session.execute(signed)}
    ends = _retirements()
    found = []
    for row in db.session.scalars(select(SignerCertificate).order_by(SignerCertificate.id)):
        done, end = work.get(row.key_id), ends.get(row.key_id)
        found.append(
            KeyRecord(
                row.key_id,
                x509.load_pem_x509_certificate(row.pem.encode()),
                row.is_test,
                documents=done[1] if done else 0,
                first=done.first if done else None,
                last=done.last if done else None,
                retired_on=end.retired_on if end else None,
                compromised_since=end.compromised_since if end else None,
            )
        )
    return found
