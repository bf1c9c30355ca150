"""Roles, permissions, and the one table of who may do what."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from http import HTTPStatus
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from flask import current_app, flash, has_request_context, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from lms.errors import NotFound, respond, wants_json

P = ParamSpec("P")
R = TypeVar("R")


class Role(StrEnum):
    """What a person is here; a role is granted for a unit and everything below it."""

    VOLUNTEER = "volunteer"
    TRAINER = "trainer"
    PROVINCIAL_OFFICER = "provincial_officer"
    CENTRAL_OFFICER = "central_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """One thing that may be done. The comment is the sentence an officer would read."""

    LEARN = "learn"  # enrol, read, answer, hold certificates
    USE_ACCOUNT = "use_account"  # own profile, language, sign out
    SEE_CONTENT = "see_content"  # open any edition's content without enrolling
    GRADE = "grade"  # open the grading queue and grade practicum work
    SEE_PEOPLE = "see_people"  # find and open persons of one's area
    MANAGE_PEOPLE = "manage_people"  # register, correct, print slips, decide join requests
    CONFIRM_NAMES = "confirm_names"  # confirm a certificate name for somebody, decide corrections
    SEE_CERTIFICATES = "see_certificates"  # see who is due and what was issued in one's area
    APPROVE = "approve"  # approve certificates that wait for it
    REVOKE = "revoke"  # revoke a certificate
    MANAGE_ISSUER = "manage_issuer"  # set and publish what certificates say of their issuer
    KEEP_EARLIER = "keep_earlier"  # import earlier paper certificates of one's area, strike them
    CHECK = "check"  # verify as an officer; the check is recorded
    GRANT_ROLES = "grant_roles"  # give and take roles
    SEE_AUDIT = "see_audit"  # read the record of acts


_ANYBODY = frozenset({Permission.USE_ACCOUNT})

TABLE: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: _ANYBODY | {Permission.LEARN},
    Role.TRAINER: _ANYBODY | {Permission.SEE_CONTENT, Permission.GRADE, Permission.CHECK},
    Role.PROVINCIAL_OFFICER: _ANYBODY
    | {
        Permission.SEE_PEOPLE,
        Permission.MANAGE_PEOPLE,
        Permission.CONFIRM_NAMES,
        Permission.SEE_CERTIFICATES,
        Permission.KEEP_EARLIER,
        Permission.CHECK,
    },
    Role.CENTRAL_OFFICER: _ANYBODY
    | {
        Permission.SEE_CONTENT,
        Permission.SEE_PEOPLE,
        Permission.MANAGE_PEOPLE,
        Permission.CONFIRM_NAMES,
        Permission.SEE_CERTIFICATES,
        Permission.APPROVE,
        Permission.REVOKE,
        Permission.KEEP_EARLIER,
        Permission.MANAGE_ISSUER,
        Permission.CHECK,
    },
    Role.AUDITOR: _ANYBODY
    | {
        Permission.SEE_CONTENT,
        Permission.SEE_PEOPLE,
        Permission.SEE_CERTIFICATES,
        Permission.CHECK,
        Permission.SEE_AUDIT,
    },
    Role.ADMINISTRATOR: _ANYBODY
    | {
        Permission.SEE_PEOPLE,
        Permission.MANAGE_PEOPLE,
        Permission.GRANT_ROLES,
        Permission.MANAGE_ISSUER,
        Permission.SEE_AUDIT,
    },
}


class Grant(Protocol):
    """A role, where it holds, and for which curriculum (None: all)."""

    @property
    def role(self) -> Role: ...
    @property
    def unit_path(self) -> str: ...
    @property
    def curriculum(self) -> str | None: ...


class Actor(Protocol):
    """Whoever is signed in, as the parts below the people's part see them."""

    @property
    def person_id(self) -> int: ...
    @property
    def display_name(self) -> str: ...
    @property
    def grants(self) -> tuple[Grant, ...]: ...
    def may(self, permission: Permission) -> bool:
        """Whether any grant carries the permission, wherever it holds."""

    def areas(self, permission: Permission) -> tuple[str, ...]:
        """Paths of the units below which the permission holds."""

    def curricula(self, permission: Permission) -> frozenset[str] | None:
        """Slugs for which it holds; None means every curriculum."""


def allows(role: Role, permission: Permission) -> bool:
    """What the table says."""
    return permission in TABLE[role]


def may(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whoever holds the permission; others sign in, or find nothing here."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = current_actor()
            if actor is None:
                return cast("R", to_sign_in())
            if not actor.may(permission):
                raise NotFound
            return view(*args, **kwargs)

        guarded.__dict__["access"] = permission
        return guarded

    return guard


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Anybody may open it; said aloud, so that no view is open by forgetting."""
    view.__dict__["access"] = "public"
    return view


def current_actor() -> Actor | None:
    """Whoever is signed in, or None."""
    if not has_request_context() or not current_user.is_authenticated:
        return None
    return cast("Actor", current_user._get_current_object())


def signed_in() -> Actor:
    """Whoever is signed in; for views that @may has let through."""
    actor = current_actor()
    if actor is None:
        raise NotFound
    return actor


def is_public(endpoint: str | None) -> bool:
    """Whether a view is open to anybody."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", None) == "public"


def to_sign_in() -> Any:
    """To the sign-in page, and back to the page asked for (only pages of ours)."""
    if wants_json():
        return respond(HTTPStatus.UNAUTHORIZED, "")
    if request.method != "GET":
        flash(_("ยังไม่ได้บันทึก เข้าสู่ระบบแล้วโปรดส่งอีกครั้ง"), "warn")
    wanted = request.full_path.rstrip("?") if request.method == "GET" else (request.referrer or "")
    return redirect(url_for("people.sign_in_page", next=own_page(wanted)))


def own_page(address: str | None) -> str | None:
    """`address` as a path on this site, or None: nobody is sent away from here by a link."""
    if not address:
        return None
    if address.startswith(request.host_url):
        address = address[len(request.host_url) - 1 :]
    if not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return None if any(ord(c) < 32 for c in address) else address
