"""Which rows of other tables the log holds fast: what led to a certificate, and what followed.

All of these are appended and never changed. A column added to one of them later is empty in the
rows that are older (what is empty is left out of a row's record), or stands in `free`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, false, or_, select

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

    When people are erased, what is `theirs` goes, and what they are `named` in loses the name; of
    a table without either nothing does. `final` is when a row of a small table changes no more,
    however long that takes; `moment` the column that says since when.
    """

    model: Any
    thai: str
    free: frozenset[str] = frozenset()
    theirs: tuple[tuple[Any, Callable[[People], Select[int]]], ...] = ()  # column, what it is of
    named: tuple[Any, ...] = ()  # columns
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

    def touched(self, people: People) -> Condition:
        """Whether a row goes or loses a name with these people."""
        of_them = [column.in_(of(people)) for column, of in self.theirs]
        return or_(false(), *of_them, *(column.in_(people) for column in self.named))


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
        Pinned(Result, "ผลการเรียน", theirs=((Result.enrolment_id, _enrolments),)),
        Pinned(
            Submission,
            "งานที่ส่ง",
            free=frozenset({"claimed_by", "claimed_at"}),  # a trainer's hold on it
            theirs=((Submission.id, _submissions),),
        ),
        Pinned(Mark, "คะแนนสอบ", theirs=((Mark.attempt_id, _attempts),)),
        Pinned(
            Grading,
            "ผลการตรวจงาน",
            theirs=((Grading.submission_id, _submissions),),
            named=(Grading.trainer_id,),
        ),
        Pinned(
            NameConfirmation,
            "การยืนยันชื่อ",
            theirs=((NameConfirmation.enrolment_id, _enrolments),),
            named=(NameConfirmation.confirmed_by,),
        ),
        Pinned(
            Approval,
            "การอนุมัติ",
            theirs=((Approval.enrolment_id, _enrolments),),
            named=(Approval.approved_by,),
        ),
        Pinned(
            CertificateCase,
            "เรื่องของวุฒิบัตร",
            theirs=((CertificateCase.certificate_id, _certificates),),
        ),
        Pinned(
            CaseStep,
            "ขั้นตอนของเรื่อง",
            theirs=((CaseStep.case_id, _cases),),
            named=(CaseStep.actor_id,),
        ),
        Pinned(
            Replacement,
            "การออกแทนฉบับเดิม",
            theirs=((Replacement.old_id, _certificates), (Replacement.new_id, _certificates)),
        ),
        Pinned(
            Duplicate,
            "ใบแทน",
            theirs=((Duplicate.certificate_id, _certificates),),
            named=(Duplicate.given_by,),
        ),
        Pinned(
            IssuerProfile,
            "ผู้ออกวุฒิบัตร",
            named=(IssuerProfile.saved_by, IssuerProfile.published_by),
            final=IssuerProfile.draft.is_(None),
            moment="published_at",
        ),
        Pinned(SignerCertificate, "กุญแจลงลายมือชื่อ"),
        Pinned(KeyRetirement, "การเลิกใช้กุญแจ"),
        Pinned(
            EarlierImport,
            "การนำเข้าทะเบียนเดิม",
            free=_WHILE_READING,
            named=(EarlierImport.started_by, EarlierImport.confirmed_by),
            final=EarlierImport.stage == Stage.DONE,
            moment="finished_at",
        ),
        # Struck certificates lose their key; `check_strikes` sees that no other does.
        Pinned(EarlierCertificate, "วุฒิบัตรในทะเบียนเดิม", free=frozenset({"live_key"})),
        Pinned(EarlierStrike, "การขีดออกจากทะเบียนเดิม", named=(EarlierStrike.struck_by,)),
        Pinned(EarlierScan, "ภาพสแกน"),
        Pinned(AuditEntry, "บันทึกการกระทำ", moment="at"),
    )
}
