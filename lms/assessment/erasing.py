"""Taking people away: demo people, and whoever asks for it. Called by the desk."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from lms.assessment.models import Attempt, Grading, Mark, Photo, SavedAnswer, Submission, Work
from lms.assessment.services.practicum import small_key
from lms.db import after_commit, db
from lms.learning.models import Enrolment
from lms.storage import store


def erase_person(person_ids: Sequence[int]) -> None:
    """Remove what these people answered and handed in, and their names from what they graded."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id.in_(person_ids))
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(enrolments))
    works = select(Work.id).where(Work.enrolment_id.in_(enrolments))
    submissions = select(Submission.id).where(Submission.work_id.in_(works))
    keys = list(db.session.scalars(select(Photo.storage_key).where(Photo.work_id.in_(works))))
    for statement in (
        delete(SavedAnswer).where(SavedAnswer.attempt_id.in_(attempts)),
        delete(Mark).where(Mark.attempt_id.in_(attempts)),
        delete(Attempt).where(Attempt.enrolment_id.in_(enrolments)),
        delete(Grading).where(Grading.submission_id.in_(submissions)),
        delete(Submission).where(Submission.work_id.in_(works)),
        delete(Photo).where(Photo.work_id.in_(works)),
        delete(Work).where(Work.enrolment_id.in_(enrolments)),
        update(Grading).where(Grading.trainer_id.in_(person_ids)).values(trainer_id=None),
        update(Submission)
        .where(Submission.claimed_by.in_(person_ids))
        .values(claimed_by=None, claimed_at=None),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    after_commit(lambda: _remove_files(keys))


def _remove_files(keys: Sequence[str]) -> None:
    for key in keys:
        store().delete(key)
        store().delete(small_key(key))
