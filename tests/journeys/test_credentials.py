"""A wallet's way on the running system: the credential, its issuer's keys, the list, a verdict."""

from __future__ import annotations

from urllib.request import urlopen

import pytest

from tests.journeys.holding import certified
from tests.support.foreign import VERIFIERS, Verifier
from tests.support.live import Server


@pytest.fixture(scope="module")
def token(live_server: Server) -> str:
    """The credential of somebody just issued to, once the system's own worker has printed it."""
    number = certified(live_server, "DEMO1001", "change-leader")
    with urlopen(f"{live_server.address}/verify/{number}/credential", timeout=30) as answer:
        content: bytes = answer.read()
    return content.decode()


@pytest.mark.parametrize("verifier", VERIFIERS, ids=lambda one: one.__name__)
def test_what_the_system_issued_is_accepted_and_with_a_letter_changed_refused(
    live_server: Server, token: str, verifier: Verifier
) -> None:
    address = live_server.address
    assert verifier(token, address, address) == ""
    head, body, signature = token.split(".")
    changed = f"{head}.{body[:-9]}{'A' if body[-9] != 'A' else 'B'}{body[-8:]}.{signature}"
    assert verifier(changed, address, address)
