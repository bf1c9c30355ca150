"""What is logged of certificates, documents and revocations. Pure: rows in, entries out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.certification.log.leaves import Kind

# The columns that a leaf holds fast. A test sees to it that every column is here or below.
LOGGED = {
    "certificates": (
        *("id", "created_at", "enrolment_id", "generation", "number", "holder", "holder_fold"),
        *("issued_on", "expires_on", "is_test", "facts"),
    ),
    "certificate_documents": (
        *("id", "created_at", "certificate_id", "level", "sha256", "size", "storage_key"),
        *("picture_key", "key_id"),
    ),
    "revocations": (
        *("id", "created_at", "certificate_id", "revocation_class", "reason", "effective_on"),
    ),
}
ELSEWHERE = {"revocations": {"revoked_by"}}  # held by a commitment of its own

# What of a certificate's facts the commitment opens to its holder, and to whoever reads the PDF.
_SHOWN = (
    *("number", "kind", "holder", "curriculum_th", "hours", "issued_on", "expires_on"),
    *("issuer_th", "replaces", "sample", "test_key"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing to log.

    `content` is what the holder may see and check; `record` the row that keeps it; `actor_id`
    who did it, apart, since their name may have to be taken away. What no row keeps is kept
    beside the leaf.
    """

    kind: str
    content: Mapping[str, Any]
    record: Mapping[str, Any] | None = None
    actor_id: int | None = None
    certificate_id: int | None = None
    row_id: int | None = None
    keeps_content: bool = False
    before_log: bool = False


def issued(certificate: Any, *, before_log: bool = False) -> Entry:
    """A certificate was issued; the row is stored and has its id."""
    return Entry(
        kind=Kind.ISSUED,
        content=shown(certificate.facts),
        record=record_of("certificates", certificate),
        certificate_id=certificate.id,
        before_log=before_log,
    )


def shown(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of a certificate's facts, those that its leaf opens; the row itself holds all of them."""
    return {name: facts[name] for name in _SHOWN if facts.get(name) is not None}


def document(row: Any, *, before_log: bool = False) -> Entry:
    """A version of its document was signed or stamped."""
    return Entry(
        kind=Kind.DOCUMENT,
        content={"sha256": row.sha256, "level": row.level},
        record=record_of("certificate_documents", row),
        certificate_id=row.certificate_id,
        row_id=row.id,
        before_log=before_log,
    )


def revoked(row: Any, number: str, *, before_log: bool = False) -> Entry:
    """A certificate was taken back."""
    return Entry(
        kind=Kind.REVOKED,
        content={
            "number": number,
            "revocation_class": str(row.revocation_class),
            "effective_on": row.effective_on,
        },
        record=record_of("revocations", row),
        actor_id=row.revoked_by,
        certificate_id=row.certificate_id,
        row_id=row.id,
        before_log=before_log,
    )


def status(
    certificate_id: int, number: str, kind: str, effective_on: date | None, about: Mapping[str, Any]
) -> Entry:
    """Anything else that changed what the register says of a certificate."""
    content = {"number": number, "effective_on": effective_on, **about}
    return Entry(kind=kind, content=content, certificate_id=certificate_id, keeps_content=True)


def record_of(table: str, row: Any) -> dict[str, Any]:
    """The columns of a row that the leaf holds fast; what is empty is left out."""
    values = {name: getattr(row, name) for name in LOGGED[table]}
    return {name: value for name, value in values.items() if value is not None}
