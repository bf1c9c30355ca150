"""A page asks the database at most six times, and no more often when there is more to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from lms import audit
from lms.access import Role
from lms.certification.issuing import issue
from lms.certification.lineage.revoking import notify, propose
from lms.certification.models import IssuerProfile, IssueRun, RevocationClass
from lms.certification.queries import certificate_of
from lms.certification.services import approve, confirm_own_name
from lms.clock import now, today
from lms.curricula.models import Edition, IssueRule
from lms.curricula.outline import outline
from lms.db import db
from lms.learning import services
from lms.learning.models import Enrolment
from lms.notices.services import tell
from lms.people.models import Person
from lms.people.names import printed_name
from tests.builders import (
    a_module,
    a_person,
    a_volunteer,
    actor_of,
    an_edition,
    an_enrolment,
    an_officer,
)
from tests.builders import sign_in as sign_in_as
from tests.certification.issuers import a_profile

MOST = 6  # with the two that find who is signed in
SMALL, LARGE = 1, 12
COURSE = "/curricula/course-0"
LESSON = f"{COURSE}/01-first/01-lesson"
CARD = f"{COURSE}/01-first/card"


@contextmanager
def counted() -> Iterator[list[str]]:
    """Statements that the application sends; what opens a transaction is none."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def a_course(number: int, size: int, **facts: Any) -> Edition:
    """A course of `size` modules; each but the first waits for the first."""

    def fill(edition: Edition) -> None:
        for position in range(2, size + 1):
            a_module(edition, 2, position=position, requires=["01-first"])

    return an_edition(f"course-{number}", fill=fill, name_th=f"หลักสูตรที่ {number}", **facts)


def a_world(size: int) -> Person:
    """`size` of everything; somebody in the middle of it all."""
    person = a_volunteer()
    for number in range(size):
        edition = a_course(number, size)
        enrolment = an_enrolment(person, edition)
        services.finish_lesson(enrolment, outline(edition.id).lessons[0].id)
        if number % 3 == 1:
            enrolment.completed_at = now()
            a_certificate(person, enrolment)
        an_enrolment(a_person(first_name=f"ผู้เรียน {number}"), edition)
        tell(person.id, "work_passed", f"grading:{number}", title="งาน")
        audit.record(None, "enrolled", "enrolment", enrolment.id)
    return person


def a_certificate(person: Person, enrolment: Enrolment) -> None:
    """Confirmed, approved where that is the rule, and issued."""
    confirm_own_name(actor_of(person), enrolment, printed_name(person))
    approve(actor_of(an_officer(Role.CENTRAL_OFFICER)), [enrolment.id])
    db.session.flush()
    assert issue(enrolment.id) is not None


def asked(client: FlaskClient, path: str) -> int:
    """How often a page asks, once what never changes is in memory."""
    assert client.get(path).status_code == 200
    with counted() as sent:
        client.get(path)
    return len(sent)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("path", ["/", "/curricula", COURSE])
def test_a_stranger(client, app, path, size):
    a_world(size)

    assert asked(client, path) <= MOST


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("path", ["/", "/curricula", COURSE, LESSON, CARD, "/notices"])
def test_a_learner(client, app, path, size):
    sign_in_as(client, a_world(size))

    assert asked(client, path) <= MOST


def test_a_newcomer(client, app):
    a_world(SMALL)
    sign_in_as(client, a_volunteer(first_name="มาใหม่"))

    assert asked(client, "/") <= MOST
    assert asked(client, COURSE) <= MOST


def test_a_learner_who_has_completed(client, app):
    edition = a_course(0, LARGE, issue_rule=IssueRule.APPROVED)
    person = a_volunteer()
    enrolment = an_enrolment(person, edition)
    for lesson in outline(edition.id).lessons:
        services.finish_lesson(enrolment, lesson.id)
    assert enrolment.completed_at is not None
    a_certificate(person, enrolment)
    sign_in_as(client, person)

    assert asked(client, COURSE) <= MOST
    assert asked(client, "/") <= MOST


def test_the_first_visit_of_a_lesson_writes_within_the_same_six(client, app):
    """It notes the visit; the second time there is nothing to note."""
    edition = a_course(0, SMALL)
    one, two = a_volunteer(), a_volunteer(first_name="อื่น")
    for person in (one, two):
        an_enrolment(person, edition)
    sign_in_as(client, one)
    client.get(LESSON)  # the text is in memory now
    other = client.application.test_client()
    sign_in_as(other, two)

    with counted() as sent:
        other.get(LESSON)

    assert len(sent) <= MOST
    assert sum(not statement.startswith("SELECT") for statement in sent) == 2


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("path", ["/", "/learners", "/learners/1", "/audit"])
def test_an_auditor(client, app, path, size):
    a_world(size)
    sign_in_as(client, an_officer(Role.AUDITOR))

    assert asked(client, path) <= MOST


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PROVINCIAL_OFFICER, Role.CENTRAL_OFFICER])
def test_the_desk_of_staff(client, app, role):
    a_world(SMALL)
    sign_in_as(client, an_officer(role))

    assert asked(client, "/") <= MOST


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_an_officer_who_issues_in_bulk(client, app, size):
    a_world(size)
    central = an_officer(Role.CENTRAL_OFFICER)
    curricula = db.session.scalars(select(Edition.curriculum_id).order_by(Edition.id)).all()
    facts = {"started_by": central.id, "planned": 5, "noted_at": now(), "stretch_at": now()}
    db.session.add_all(IssueRun(curriculum_id=one, **facts) for one in curricula)
    sign_in_as(client, central)

    for path in ("", "/new/course-0", "/1"):
        assert asked(client, f"/certificates/runs{path}") <= MOST


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_who_sets_what_certificates_say_of_their_issuer(client, app, size):
    a_world(SMALL)
    central = an_officer(Role.CENTRAL_OFFICER)
    content = a_profile().to_plain()
    by = {"saved_by": central.id, "saved_at": now(), "published_by": central.id}
    for number in (None, *range(1, size + 1)):
        draft = True if number is None else None
        db.session.add(IssuerProfile(number=number, draft=draft, content=content, **by))
    sign_in_as(client, central)

    for path in ("", "/draft", "/preview", "/preview?version=1", "/publish"):
        assert asked(client, f"/certificates/issuer{path}") <= MOST


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_came_of_a_certificate(client, app, size):
    person, central = a_world(size), an_officer(Role.CENTRAL_OFFICER, first_name="เสนอ")
    certificates = []
    for number in range(size):
        enrolment = an_enrolment(person, a_course(size + number, 1, validity_months=1))
        enrolment.completed_at = now()
        a_certificate(person, enrolment)
        certificates.append(certificate_of(enrolment.id))
    case_ids = [
        propose(actor_of(central), one.id, RevocationClass.MISCONDUCT, "เหตุ", today()).id
        for one in certificates
    ]
    notify(actor_of(central), case_ids[0], "หนังสือ", today())
    one, case = certificates[0].id, case_ids[0]
    sign_in_as(client, an_officer(Role.CENTRAL_OFFICER))
    for path in (
        "",
        "/cases",
        "/expiring",
        f"/issued/{one}",
        f"/issued/{one}/revoke",
        f"/issued/{one}/appeal",
        f"/issued/{one}/renew",
        f"/issued/{one}/correct",
        f"/issued/{one}/duplicate",
        f"/cases/{case}",
        f"/{one}/history",
    ):
        assert asked(client, f"/certificates{path}") <= MOST, path
    sign_in_as(client, person)
    for path in ("", "/name", f"/cases/{case}", "/history"):
        assert asked(client, f"/certificates/{one}{path}") <= MOST, path
