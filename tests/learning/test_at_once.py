"""Twenty presses at the same moment count once, on both databases."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from lms.curricula.models import Edition
from lms.db import db
from lms.learning import services
from lms.learning.models import Enrolment, LessonProgress, Result, ResultKind
from lms.notices.models import Notice
from lms.people.models import Person
from tests.builders import an_enrolment, sign_in

PAGE = "/curricula/first-aid"


def browsers(app: Flask, person: Person, count: int) -> list:
    """Signed in, each on a device of its own."""
    made = []
    for _ in range(count):
        client = app.test_client()
        sign_in(client, person)
        made.append(client)
    db.session.commit()
    return made


def press(clients: list, path: str) -> list[int]:
    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(lambda client: client.post(path).status_code, clients))


def test_enrolling(app, learner):
    answers = press(browsers(app, learner, 8), f"{PAGE}/enrol")

    assert set(answers) == {302}
    assert db.session.scalar(select(func.count()).select_from(Enrolment)) == 1


def test_the_last_lesson_and_a_result_arriving_together_complete_once(app, learner, course):
    enrolment = an_enrolment(learner, db.session.get_one(Edition, course.edition_id))
    first, second = course.lessons
    services.finish_lesson(enrolment, first.id)
    services.record_result(enrolment.id, ResultKind.PRACTICUM, "grading:1", None, True)
    number = enrolment.id
    clients = browsers(app, learner, 3)

    def result(source: str) -> None:
        with app.app_context():
            services.record_result(number, ResultKind.POST_TEST, source, 80.0, True)
            db.session.commit()

    with ThreadPoolExecutor(6) as pool:
        waits = [pool.submit(result, f"attempt:{one % 2}") for one in range(3)]
        waits += [
            pool.submit(client.post, f"{PAGE}/{second.module_slug}/{second.slug}/finish")
            for client in clients
        ]
        for wait in waits:
            wait.result()
    db.session.expire_all()

    assert db.session.get_one(Enrolment, number).completed_at is not None
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 1
    assert db.session.scalar(select(func.count()).select_from(LessonProgress)) == 2
    assert db.session.scalar(select(func.count()).select_from(Result)) == 3
