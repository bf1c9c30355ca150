"""Results count once, the best one holds, and completion is told and never taken back."""

import pytest
from sqlalchemy import func, select

from lms.curricula.models import Edition
from lms.db import db
from lms.learning import queries, services
from lms.learning.models import Enrolment, Result, ResultKind
from lms.notices.models import Notice
from tests.builders import an_enrolment


@pytest.fixture
def enrolment(learner, course) -> Enrolment:
    return an_enrolment(learner, db.session.get_one(Edition, course.edition_id))


def read_everything(enrolment, course):
    for lesson in course.lessons:
        services.finish_lesson(enrolment, lesson.id)


def test_a_result_told_twice_counts_once(enrolment):
    for _ in range(2):
        services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:1", 40.0, False)

    assert db.session.scalar(select(func.count()).select_from(Result)) == 1


def test_the_best_result_holds(enrolment):
    services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:1", 80.0, True)
    services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:2", 40.0, False)

    facts = queries.progress_of(enrolment).facts

    assert (facts.post_test, facts.post_test_passed) == (80.0, True)


def test_the_pre_test_is_recorded_and_counts_for_nothing(enrolment):
    services.record_result(enrolment.id, ResultKind.PRE_TEST, "attempt:1", 100.0, True)

    progress = queries.progress_of(enrolment)

    assert (progress.facts.pre_test, progress.steps_done) == (100.0, 0)


def test_the_last_step_completes_whichever_it_is(enrolment, course, learner):
    services.record_result(enrolment.id, ResultKind.PRACTICUM, "grading:1", None, True)
    services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:1", 80.0, True)
    assert enrolment.completed_at is None

    read_everything(enrolment, course)

    assert enrolment.completed_at is not None
    notice = db.session.scalars(select(Notice).where(Notice.person_id == learner.id)).one()
    assert notice.kind == "completed"
    assert course.name_th in notice.words


def test_completion_is_never_taken_back_and_told_once(enrolment, course):
    read_everything(enrolment, course)
    services.record_result(enrolment.id, ResultKind.PRACTICUM, "grading:1", None, True)
    services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:1", 80.0, True)
    moment = enrolment.completed_at

    services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:2", 0.0, False)

    assert enrolment.completed_at == moment
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 1


def test_a_failed_test_or_returned_work_does_not_complete(enrolment, course):
    read_everything(enrolment, course)
    services.record_result(enrolment.id, ResultKind.PRACTICUM, "grading:1", None, False)
    services.record_result(enrolment.id, ResultKind.POST_TEST, "attempt:1", 69.9, False)

    assert enrolment.completed_at is None
