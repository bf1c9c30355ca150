"""A wallet's way on the running system: the credential, its issuer's keys, the list, a verdict."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from sqlalchemy import select

from tests.support.foreign import VERIFIERS, Verifier
from tests.support.live import Server, wait_for


@pytest.fixture(scope="module")
def token(live_server: Server) -> str:
    """The credential of somebody just issued to, once the system's own worker has printed it."""
    number, found = issued(live_server), []

    def is_printed() -> bool:
        try:
            with urlopen(f"{live_server.address}/verify/{number}/credential", timeout=30) as answer:
                found.append(answer.read().decode())
        except HTTPError:
            return False
        return True

    wait_for(is_printed, lambda: f"{number} was never printed\n{live_server.printed()}")
    return found[0]


def issued(server: Server) -> str:
    """A certificate in the register of the running system; its number."""
    from lms.app import create_app
    from lms.certification import issuing, services
    from lms.config import Settings
    from lms.curricula.models import Edition, IssueRule
    from lms.db import commit, db
    from lms.jobs import enqueue
    from lms.people.names import printed_name
    from tests.builders import a_completed, a_volunteer, actor_of

    port = urlsplit(server.address).port
    app = create_app(Settings.from_env({"LMS_DATA": str(server.data), "PORT": str(port)}))
    with app.app_context():
        person = a_volunteer(first_name="ผู้ถือกระเป๋า")
        automatic = select(Edition).filter_by(issue_rule=IssueRule.AUTOMATIC).order_by(Edition.id)
        enrolment = a_completed(person, db.session.scalars(automatic).first())
        services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
        db.session.flush()
        certificate = issuing.issue(enrolment.id)
        assert certificate is not None
        number = certificate.number
        enqueue("certification.make_documents")  # as the worker that issues does
        commit()
        db.engine.dispose()
    return number


@pytest.mark.parametrize("verifier", VERIFIERS, ids=lambda one: one.__name__)
def test_what_the_system_issued_is_accepted_and_with_a_letter_changed_refused(
    live_server: Server, token: str, verifier: Verifier
) -> None:
    address = live_server.address
    assert verifier(token, address, address) == ""
    head, body, signature = token.split(".")
    changed = f"{head}.{body[:-9]}{'A' if body[-9] != 'A' else 'B'}{body[-8:]}.{signature}"
    assert verifier(changed, address, address)
