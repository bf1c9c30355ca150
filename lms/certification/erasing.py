"""Taking people away: demo people, and whoever asks for it. Called by the desk."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select, update

from lms.certification.earlier import erasing as earlier
from lms.certification.files import picture_key
from lms.certification.lineage.models import (
    CaseStep,
    CertificateCase,
    Duplicate,
    Replacement,
)
from lms.certification.log import erasing as log
from lms.certification.models import (
    Approval,
    Certificate,
    CertificateDocument,
    DocumentClaim,
    IssuerProfile,
    IssueRun,
    NameConfirmation,
    Revocation,
    StampClaim,
)
from lms.db import after_commit, db
from lms.errors import Refused
from lms.learning.models import Enrolment
from lms.storage import store


def erase_person(person_ids: Sequence[int]) -> None:
    """Remove these people's certificates, and their names from what they decided for others.

    Raises Refused when one that counts was taken back: its paper is out in the world, and the
    list that tells offline checkers of it is made from what would go.
    """
    enrolments = select(Enrolment.id).where(Enrolment.person_id.in_(person_ids))
    theirs = select(Certificate.id).where(Certificate.enrolment_id.in_(enrolments))
    _refuse_taken_back(theirs)
    documents = db.session.scalars(
        select(CertificateDocument).where(CertificateDocument.certificate_id.in_(theirs))
    )
    keys = [key for one in documents for key in (one.storage_key, picture_key(one))]
    gone, decided = list(db.session.scalars(theirs)), log.decided_by(person_ids)
    for statement in (
        delete(Revocation).where(Revocation.certificate_id.in_(theirs)),
        delete(Replacement).where(Replacement.old_id.in_(theirs) | Replacement.new_id.in_(theirs)),
        delete(CaseStep).where(CaseStep.case_id.in_(_cases_of(theirs))),
        delete(CertificateCase).where(CertificateCase.certificate_id.in_(theirs)),
        delete(Duplicate).where(Duplicate.certificate_id.in_(theirs)),
        delete(StampClaim).where(StampClaim.document_id.in_(_documents_of(theirs))),
        delete(CertificateDocument).where(CertificateDocument.certificate_id.in_(theirs)),
        delete(DocumentClaim).where(DocumentClaim.certificate_id.in_(theirs)),
        delete(Certificate).where(Certificate.enrolment_id.in_(enrolments)),
        delete(Approval).where(Approval.enrolment_id.in_(enrolments)),
        delete(NameConfirmation).where(NameConfirmation.enrolment_id.in_(enrolments)),
        update(Revocation).where(Revocation.revoked_by.in_(person_ids)).values(revoked_by=None),
        update(CaseStep).where(CaseStep.actor_id.in_(person_ids)).values(actor_id=None),
        update(Duplicate).where(Duplicate.given_by.in_(person_ids)).values(given_by=None),
        update(Approval).where(Approval.approved_by.in_(person_ids)).values(approved_by=None),
        update(IssueRun).where(IssueRun.started_by.in_(person_ids)).values(started_by=None),
        update(IssuerProfile).where(IssuerProfile.saved_by.in_(person_ids)).values(saved_by=None),
        update(IssuerProfile)
        .where(IssuerProfile.published_by.in_(person_ids))
        .values(published_by=None),
        update(NameConfirmation)
        .where(NameConfirmation.confirmed_by.in_(person_ids))
        .values(confirmed_by=None),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    earlier.forget(person_ids)
    log.forget(gone, decided)
    after_commit(lambda: _remove_files(keys))


def _refuse_taken_back(certificates: Select[int]) -> None:
    taken = select(Certificate.number).join(Revocation, Revocation.certificate_id == Certificate.id)
    of_them = Certificate.id.in_(certificates), Certificate.is_test.is_(False)
    if (number := db.session.scalar(taken.where(*of_them).limit(1))) is not None:
        raise Refused(_("วุฒิบัตร %(number)s ถูกเพิกถอนแล้ว ลบไม่ได้ ผู้ตรวจสอบต้องทราบต่อไป", number=number))


def _documents_of(certificates: Select[int]) -> Select[int]:
    return select(CertificateDocument.id).where(
        CertificateDocument.certificate_id.in_(certificates)
    )


def _cases_of(certificates: Select[int]) -> Select[int]:
    return select(CertificateCase.id).where(CertificateCase.certificate_id.in_(certificates))


def _remove_files(keys: Sequence[str]) -> None:
    for key in keys:
        store().delete(key)
