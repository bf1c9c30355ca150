"""The register's four answers, what is not an answer of the register, and their words.

Pure: knows neither Flask nor the database. The words are Thai msgids, put into the reader's
language where they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.standing import standing

SUPERSEDED = "superseded"


def N_(words: str) -> str:  # noqa: N802 - the name by which Babel finds these words
    return words


class Status(StrEnum):
    """What the register says of a number."""

    VALID = "valid"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_FOUND = "not_found"


class DocumentState(StrEnum):
    """What is said of a file; only `match` lets the register's word be its headline."""

    MATCH = "match"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


UNDECIDED = "undecided"  # the register was not asked, or could not answer

WORDS = {
    Status.VALID: N_("มีผล"),
    Status.REVOKED: N_("ถูกเพิกถอน"),
    Status.EXPIRED: N_("หมดอายุ"),
    Status.NOT_FOUND: N_("ไม่พบข้อมูล"),
    DocumentState.ALTERED: N_("ไฟล์นี้ไม่ตรงกับต้นฉบับ"),
    DocumentState.UNKNOWN: N_("ไม่พบไฟล์นี้ในทะเบียน"),
    DocumentState.UNREADABLE: N_("อ่านไฟล์นี้ไม่ได้"),
    UNDECIDED: N_("ยังตรวจไม่ได้"),
}

# What the public reads of a revocation; the reason itself is for officers.
CLASSES = {
    "issued_in_error": N_("ออกโดยผิดพลาด"),
    "misconduct": N_("มีเหตุอันสมควรเพิกถอน"),
    "holder_request": N_("ผู้ถือวุฒิบัตรขอยกเลิก"),
    SUPERSEDED: N_("ยกเลิกเพราะออกฉบับแก้ไขแล้ว"),
}

KINDS = {
    CertificateKind.WUTTHIBAT: N_("วุฒิบัตร"),
    CertificateKind.KIATTIBAT: N_("เกียรติบัตร"),
    CertificateKind.PRAKATSANIYABAT: N_("ประกาศนียบัตร"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One certificate as the register knows it; `reason` is for officers of its area."""

    certificate_id: int
    enrolment_id: int
    facts: CertificateFacts
    is_test: bool
    document_sha256: str | None  # of the newest file; None while it is being made
    document_key: str | None
    revoked_on: date | None = None
    revocation_class: str | None = None
    reason: str | None = None
    replaced_by: str | None = None  # the corrected copy, or what an appeal led to
    renewed_by: str | None = None
    logged_at: datetime | None = None  # when its issue was written into the log
    logged_late: bool = False  # it is older than the log


@dataclass(frozen=True, slots=True)
class Answer:
    """The register's answer for a number, as of a day."""

    status: Status
    entry: Entry | None = None

    @property
    def words(self) -> str:
        """One of the four."""
        return WORDS[self.status]

    @property
    def is_test(self) -> bool:
        """Whether it is headed "เอกสารทดสอบ ไม่มีผลทางราชการ"."""
        return self.entry is not None and self.entry.is_test


NOT_FOUND = Answer(Status.NOT_FOUND)


def judge(entry: Entry | None, today: date) -> Answer:
    """The answer on a calendar day in Thailand; of a revocation that is to come it says nothing."""
    if entry is None:
        return NOT_FOUND
    if entry.revoked_on is not None and today < entry.revoked_on:
        entry = replace(entry, revoked_on=None, revocation_class=None, reason=None)
    return Answer(Status(standing(entry.facts.expires_on, today, entry.revoked_on)), entry)


def as_json(answer: Answer) -> dict[str, Any]:
    """For machines: no more than the paper, and every key whatever the answer."""
    return {"status": answer.status.value} | (_fields(answer.entry) if answer.entry else _NOTHING)


def without_answer(**said: Any) -> dict[str, Any]:
    """The same keys when the register has not answered."""
    return {"status": None} | _NOTHING | said


def _fields(entry: Entry) -> dict[str, Any]:
    facts = entry.facts
    return {
        "number": facts.number,
        "holder": facts.holder,
        "latin_name": facts.latin_name,
        "curriculum": facts.curriculum_th,
        "curriculum_en": facts.curriculum_en,
        "kind": facts.kind.value,
        "hours": facts.hours,
        "issued_on": facts.issued_on.isoformat(),
        "expires_on": _iso(facts.expires_on),
        "issuer": facts.issuer_th,
        "signatory": facts.signatory_name,
        "signatories": facts.signatories,
        "document_sha256": entry.document_sha256,
        "test": entry.is_test,
        "sample_curriculum": facts.sample_curriculum,
        "revoked_on": _iso(entry.revoked_on),
        "reason": entry.revocation_class,
        "replaces": facts.replaces,
        "replaced_by": entry.replaced_by if entry.revocation_class else None,
        "renewed_by": entry.renewed_by,
        "register": "ours",
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_NOTHING: dict[str, Any] = dict.fromkeys(
    (
        "number",
        "holder",
        "latin_name",
        "curriculum",
        "curriculum_en",
        "kind",
        "hours",
        "issued_on",
        "expires_on",
        "issuer",
        "signatory",
        "signatories",
        "document_sha256",
        "test",
        "sample_curriculum",
        "revoked_on",
        "reason",
        "replaces",
        "replaced_by",
        "renewed_by",
        "register",
    )
)
