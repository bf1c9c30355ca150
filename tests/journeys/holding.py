"""Somebody of the demo who holds a certificate already, put into a live server's register."""

from __future__ import annotations

from datetime import timedelta
from urllib.request import Request, urlopen

from lms import clock
from tests.support.live import Server, wait_for
from tests.support.settings import settings_for


def certified(server: Server, username: str, slug: str, days_ago: int = 0) -> str:
    """Issued so many days ago in the newest edition; its number, once its file is there."""
    from lms.app import create_app
    from lms.certification import issuing
    from lms.certification.models import NameConfirmation
    from lms.curricula.outline import published_of
    from lms.db import commit, db
    from lms.jobs import enqueue
    from lms.learning.models import Enrolment
    from lms.people.models import Person

    app = create_app(settings_for(server.data, LMS_PUBLIC_URL=server.address))
    with app.app_context(), clock.frozen(clock.now() - timedelta(days=days_ago)):
        person = db.session.query(Person).filter_by(volunteer_number=username).one()
        moment, edition = clock.now(), published_of(slug).edition_id
        enrolment = Enrolment(person_id=person.id, edition_id=edition, created_at=moment)
        enrolment.completed_at = moment
        db.session.add(enrolment)
        db.session.flush()
        db.session.add(
            NameConfirmation(
                enrolment_id=enrolment.id,
                name=person.full_name,
                confirmed_by=person.id,
                for_holder=False,
            )
        )
        db.session.flush()
        issued = issuing.issue(enrolment.id)
        assert issued is not None
        number = issued.number
        enqueue("certification.make_documents")  # as the worker that issues does
        commit()
        db.engine.dispose()
    wait_for_file(server, number)
    return number


def wait_for_file(server: Server, number: str) -> None:
    """Until the worker has made the document."""

    def ready() -> bool:
        asked = Request(f"{server.address}/verify/{number}", headers={"Accept": "application/json"})
        try:
            with urlopen(asked, timeout=10) as answer:
                return b'"document_sha256":null' not in answer.read().replace(b" ", b"")
        except OSError:  # refused, or not answered in time
            return False

    wait_for(ready, lambda: "no document was made")
