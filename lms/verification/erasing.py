"""Taking people away: demo people, and whoever asks for it. Called by the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from lms.certification.models import Certificate
from lms.db import db
from lms.learning.models import Enrolment
from lms.verification.models import Check


def erase_person(person_ids: Sequence[int]) -> None:
    """Remove these officers' checks; others' checks forget which certificate they were of."""
    theirs = select(Certificate.id).join(Enrolment, Enrolment.id == Certificate.enrolment_id)
    for statement in (
        delete(Check).where(Check.officer_id.in_(person_ids)),
        update(Check)
        .where(Check.certificate_id.in_(theirs.where(Enrolment.person_id.in_(person_ids))))
        .values(certificate_id=None),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
