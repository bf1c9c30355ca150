"""Taking people away: demo people, and whoever asks for it. Called by the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from lms.db import db
from lms.learning.models import Enrolment, LessonProgress, Result


def erase_person(person_ids: Sequence[int]) -> None:
    """Remove these people's enrolments; what later parts hang on them must be gone before."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id.in_(person_ids))
    for statement in (
        delete(LessonProgress).where(LessonProgress.enrolment_id.in_(enrolments)),
        delete(Result).where(Result.enrolment_id.in_(enrolments)),
        delete(Enrolment).where(Enrolment.person_id.in_(person_ids)),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
