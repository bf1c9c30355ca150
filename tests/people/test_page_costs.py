"""Queries a page, whatever the size of the register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lms.access import Role
from lms.db import db
from tests.builders import a_country, a_person, a_volunteer, an_officer, sign_in

MOST = 6


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent while it lasts."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("size", [2, 30])
@pytest.mark.parametrize(
    "path", ["/people", "/people?q=สม&standing=active", "/people/{person}", "/people/new",
             "/people/{person}/edit", "/people/joins", "/people/names", "/people/{person}/roles"],
)  # fmt: skip
def test_an_administrators_pages_ask_little(app, client, path, size):
    people = [a_person(volunteer_number=f"CM{n:04}") for n in range(size)]
    sign_in(client, an_officer(Role.ADMINISTRATOR, a_country()))
    if path == "/people/names":
        sign_in(client, an_officer(Role.CENTRAL_OFFICER, a_country()))
    address = path.format(person=people[0].id)
    client.get(address)
    with counted() as sent:
        assert client.get(address).status_code == 200
    assert len(sent) <= MOST, "\n".join(sent)


@pytest.mark.parametrize("path", ["/profile", "/profile/secret", "/profile/name"])
def test_ones_own_pages_ask_little(app, client, path):
    sign_in(client, a_volunteer())
    client.get(path)
    with counted() as sent:
        assert client.get(path).status_code == 200
    assert len(sent) <= MOST, "\n".join(sent)


@pytest.mark.parametrize("path", ["/sign-in", "/slip", "/join", "/privacy", "/contacts"])
def test_public_pages_ask_next_to_nothing(app, client, path):
    a_country()
    client.get(path)
    with counted() as sent:
        assert client.get(path).status_code == 200
    assert len(sent) <= 2, "\n".join(sent)
