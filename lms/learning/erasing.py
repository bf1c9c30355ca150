"""Taking people away: demo people, and whoever asks for it. Called by the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from lms.db import db
from lms.learning.models import Cohort, CohortPlace, Enrolment, LessonProgress, Result


def erase_person(person_ids: Sequence[int]) -> None:
    """Remove these people's enrolments; what later parts hang on them must be gone before."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id.in_(person_ids))
    for statement in (
        delete(LessonProgress).where(LessonProgress.enrolment_id.in_(enrolments)),
        delete(Result).where(Result.enrolment_id.in_(enrolments)),
        delete(CohortPlace).where(CohortPlace.enrolment_id.in_(enrolments)),
        update(CohortPlace).where(CohortPlace.placed_by.in_(person_ids)).values(placed_by=None),
        update(Cohort).where(Cohort.opened_by.in_(person_ids)).values(opened_by=None),
        delete(Enrolment).where(Enrolment.person_id.in_(person_ids)),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
