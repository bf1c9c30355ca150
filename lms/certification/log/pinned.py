"""Which rows of other tables the log holds fast: what led to a certificate, and what followed.

All of these are appended and never changed. A column added to one of them later is empty in the
rows that are older (what is empty is left out of a row's record), or stands in `free`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from lms.assessment.models import Attempt, Grading, Mark, Submission, Work
from lms.audit import AuditEntry
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierScan,
    EarlierStrike,
    Stage,
)
from lms.certification.lineage.models import CaseStep, CertificateCase, Duplicate, Replacement
from lms.certification.models import (
    Approval,
    Certificate,
    IssuerProfile,
    KeyRetirement,
    NameConfirmation,
    SignerCertificate,
)
from lms.learning.models import Enrolment, Result

People = Sequence[int]
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Pinned:
    """One such table.

    `touched` finds what goes, or loses a name, with people who are erased; without it nothing
    does. `final` is when a row of a small table changes no more, however long that takes; `moment`
    the column that says since when.
    """

    model: Any
    thai: str
    free: frozenset[str] = frozenset()
    touched: Callable[[People], Condition] | None = None
    final: Condition | None = None
    moment: str = "created_at"

    @property
    def name(self) -> str:
        """As the database calls it."""
        return str(self.model.__tablename__)

    @property
    def columns(self) -> list[Any]:
        """Those that are held fast."""
        return [one for one in self.model.__table__.columns if one.name not in self.free]

    def record(self, row: Any) -> dict[str, Any]:
        """What is held fast of a row; what is empty is left out."""
        values = {one.name: getattr(row, one.name) for one in self.columns}
        return {name: value for name, value in values.items() if value is not None}


def _enrolments(people: People) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.person_id.in_(people))


def _certificates(people: People) -> Select[int]:
    return select(Certificate.id).where(Certificate.enrolment_id.in_(_enrolments(people)))


def _cases(people: People) -> Select[int]:
    return select(CertificateCase.id).where(
        CertificateCase.certificate_id.in_(_certificates(people))
    )


def _attempts(people: People) -> Select[int]:
    return select(Attempt.id).where(Attempt.enrolment_id.in_(_enrolments(people)))


def _submissions(people: People) -> Select[int]:
    works = select(Work.id).where(Work.enrolment_id.in_(_enrolments(people)))
    return select(Submission.id).where(Submission.work_id.in_(works))


_WHILE_READING = frozenset(
    {
        *("file_key", "heading_row", "headings", "columns", "mapping", "done", "position"),
        *("counts", "noted_at", "stage_at", "fault"),
    }
)

PINNED: dict[str, Pinned] = {
    one.name: one
    for one in (
        Pinned(
            Result, "ผลการเรียน", touched=lambda them: Result.enrolment_id.in_(_enrolments(them))
        ),
        Pinned(
            Submission,
            "งานที่ส่ง",
            free=frozenset({"claimed_by", "claimed_at"}),  # a trainer's hold on it
            touched=lambda them: Submission.id.in_(_submissions(them)),
        ),
        Pinned(Mark, "คะแนนสอบ", touched=lambda them: Mark.attempt_id.in_(_attempts(them))),
        Pinned(
            Grading,
            "ผลการตรวจงาน",
            touched=lambda them: or_(
                Grading.submission_id.in_(_submissions(them)), Grading.trainer_id.in_(them)
            ),
        ),
        Pinned(
            NameConfirmation,
            "การยืนยันชื่อ",
            touched=lambda them: or_(
                NameConfirmation.enrolment_id.in_(_enrolments(them)),
                NameConfirmation.confirmed_by.in_(them),
            ),
        ),
        Pinned(
            Approval,
            "การอนุมัติ",
            touched=lambda them: or_(
                Approval.enrolment_id.in_(_enrolments(them)), Approval.approved_by.in_(them)
            ),
        ),
        Pinned(
            CertificateCase,
            "เรื่องของวุฒิบัตร",
            touched=lambda them: CertificateCase.certificate_id.in_(_certificates(them)),
        ),
        Pinned(
            CaseStep,
            "ขั้นตอนของเรื่อง",
            touched=lambda them: or_(
                CaseStep.case_id.in_(_cases(them)), CaseStep.actor_id.in_(them)
            ),
        ),
        Pinned(
            Replacement,
            "การออกแทนฉบับเดิม",
            touched=lambda them: or_(
                Replacement.old_id.in_(_certificates(them)),
                Replacement.new_id.in_(_certificates(them)),
            ),
        ),
        Pinned(
            Duplicate,
            "ใบแทน",
            touched=lambda them: or_(
                Duplicate.certificate_id.in_(_certificates(them)), Duplicate.given_by.in_(them)
            ),
        ),
        Pinned(
            IssuerProfile,
            "ผู้ออกวุฒิบัตร",
            final=IssuerProfile.draft.is_(None),
            moment="published_at",
            touched=lambda them: or_(
                IssuerProfile.saved_by.in_(them), IssuerProfile.published_by.in_(them)
            ),
        ),
        Pinned(SignerCertificate, "กุญแจลงลายมือชื่อ"),
        Pinned(KeyRetirement, "การเลิกใช้กุญแจ"),
        Pinned(
            EarlierImport,
            "การนำเข้าทะเบียนเดิม",
            free=_WHILE_READING,
            final=EarlierImport.stage == Stage.DONE,
            moment="finished_at",
            touched=lambda them: or_(
                EarlierImport.started_by.in_(them), EarlierImport.confirmed_by.in_(them)
            ),
        ),
        # Struck certificates lose their key; `check_strikes` sees that no other does.
        Pinned(EarlierCertificate, "วุฒิบัตรในทะเบียนเดิม", free=frozenset({"live_key"})),
        Pinned(
            EarlierStrike,
            "การขีดออกจากทะเบียนเดิม",
            touched=EarlierStrike.struck_by.in_,
        ),
        Pinned(EarlierScan, "ภาพสแกน"),
        Pinned(AuditEntry, "บันทึกการกระทำ", moment="at"),
    )
}
