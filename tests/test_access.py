"""Roles, permissions, and where somebody may be sent."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.access import TABLE, Permission, Role, own_page

CHANGES = {
    Permission.LEARN,
    Permission.GRADE,
    Permission.MANAGE_PEOPLE,
    Permission.CONFIRM_NAMES,
    Permission.APPROVE,
    Permission.REVOKE,
    Permission.KEEP_EARLIER,
    Permission.GRANT_ROLES,
    Permission.MANAGE_ISSUER,
}


def test_the_auditor_reads_and_changes_nothing() -> None:
    assert TABLE[Role.AUDITOR].isdisjoint(CHANGES)


def test_only_the_centre_approves_and_revokes() -> None:
    for permission in (Permission.APPROVE, Permission.REVOKE):
        assert {role for role in Role if permission in TABLE[role]} == {Role.CENTRAL_OFFICER}


def test_the_issuer_is_set_by_the_centre_and_the_administrator() -> None:
    setting = {role for role in Role if Permission.MANAGE_ISSUER in TABLE[role]}
    assert setting == {Role.CENTRAL_OFFICER, Role.ADMINISTRATOR}


def test_a_volunteer_sees_nobody_else() -> None:
    assert TABLE[Role.VOLUNTEER] == {Permission.USE_ACCOUNT, Permission.LEARN}


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("/curricula", "/curricula"),
        ("/people?q=ก", "/people?q=ก"),
        ("http://localhost/profile", "/profile"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example", None),
        ("javascript:alert(1)", None),
        ("/x\r\nSet-Cookie: a=b", None),
        ("http://localhost.evil.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_nobody_is_sent_away_from_this_site(
    app: Flask, asked: str | None, sent: str | None
) -> None:
    with app.test_request_context("/"):
        assert own_page(asked) == sent
