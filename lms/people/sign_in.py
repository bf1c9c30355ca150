"""Signing in: who is meant, whether the secret is right, and the cookie that follows."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user

from lms import audit
from lms.access import current_actor
from lms.config import current_settings
from lms.db import db, reading_first, release
from lms.people import accounts, devices, throttle, units
from lms.people.actors import AccountActor
from lms.people.models import Account, Person
from lms.people.secrets import hash_secret, matches
from lms.web import Contact, contact, in_readers_language

DEVICE_COOKIE = "device"
UNIT_COOKIE = "unit"
DEVICE_YEARS = 2


class Outcome(StrEnum):
    """What came of a try."""

    SIGNED_IN = "signed_in"
    WRONG = "wrong"  # unknown name and wrong secret alike
    LOCKED = "locked"
    WHICH = "which"  # several share the phone: ask the volunteer number


@dataclass(frozen=True, slots=True)
class Try:
    """The answer to one try at signing in."""

    outcome: Outcome
    tries_left: int = 0
    locked_until: datetime | None = None


def register(app: Flask) -> None:
    """Flask-Login with our server-side devices behind it."""
    manager = LoginManager(app)
    manager.session_protection = None  # the row decides, and phones change networks
    manager.user_loader(_load)
    app.after_request(_keep_cookies)


def _load(token: str) -> AccountActor | None:
    with reading_first():
        return devices.actor_of(token)


def device_cookie() -> str:
    """This browser's own random name; made at the first visit of a sign-in page."""
    name: str | None = request.cookies.get(DEVICE_COOKIE) or g.get("device_cookie")
    if not name or len(name) > 64:
        name = g.device_cookie = secrets.token_urlsafe(24)
    return name


def _keep_cookies(response: Response) -> Response:
    for cookie, value in (
        (DEVICE_COOKIE, g.get("device_cookie")),
        (UNIT_COOKIE, g.get("unit_cookie")),
    ):
        if value:
            response.set_cookie(
                cookie,
                value,
                max_age=DEVICE_YEARS * 365 * 24 * 3600,
                httponly=True,
                samesite="Lax",
                secure=current_settings().https,
            )
    return response


def contact_here() -> Contact:
    """Whom to call from this device: the unit of whoever signed in to keep it, else ours."""
    unit_id = request.cookies.get(UNIT_COOKIE, "")
    known = unit_id.isascii() and unit_id.isdigit() and len(unit_id) < 9
    return contact_of(int(unit_id)) if known else contact()


def contact_of(unit_id: int) -> Contact:
    """Whom somebody of this unit may call, who is not signed in."""
    found = units.nearest_contact(unit_id)
    return in_readers_language(found) if found else contact()


def attempt(identifier: str, secret: str, number: str | None, *, kept: bool) -> Try:
    """One try; signs this browser in when it is right."""
    found = accounts.candidates(identifier)
    if len(found) > 1:
        if not number:
            return Try(Outcome.WHICH)
        found = accounts.narrowed(found, number)
    meant = found[0] if len(found) == 1 else None
    key = f"account:{meant.account_id}" if meant else f"typed:{accounts.canonical(identifier)}"
    device = device_cookie()
    known = meant is not None and devices.knows(meant.account_id, device)
    if until := throttle.locked_until(key, device, known=known):
        return Try(Outcome.LOCKED, locked_until=until)
    release()  # hashing is slow on purpose; nobody else's answer waits for it
    right = matches(meant.secret_hash if meant else None, secret)
    if meant is None or not right:
        left = throttle.failed(key, device, known=known)
        until = throttle.locked_until(key, device, known=known)
        return Try(Outcome.LOCKED if until else Outcome.WRONG, left, until)
    if until := throttle.locked_until(key, device, known=known):  # many tries at once
        return Try(Outcome.LOCKED, locked_until=until)
    throttle.succeeded(key, device)
    sign_in(db.session.get_one(Account, meant.account_id), kept=kept)
    return Try(Outcome.SIGNED_IN)


def sign_in(account: Account, *, kept: bool) -> None:
    """Sign this browser in to an account whose owner has just proved themselves."""
    cookie = device_cookie()
    if isinstance(before := current_actor(), AccountActor):
        devices.end_device(before.token)
    token = devices.open_device(account, cookie, kept=kept, browser=request.user_agent.string)
    session.clear()
    session.permanent = kept
    # The same for this account on this device, so that a page left open before the
    # session ran out can still send what was typed on it.
    session["csrf_token"] = _csrf_of(account.id, cookie)
    actor = devices.actor_of(token)
    if actor is not None:
        login_user(actor)
        g.unit_cookie = str(actor.unit_id) if kept else ""
        audit.record(actor, "signed_in", "person", account.person_id)


def change_secret(account: Account, current: str, chosen: str) -> Try | None:
    """Exchange the secret of somebody who is signed in; the fault when `current` is wrong."""
    account_id, secret_hash = account.id, account.secret_hash
    key, device = f"current:{account_id}", device_cookie()
    if until := throttle.locked_until(key, device, known=True):
        return Try(Outcome.LOCKED, locked_until=until)
    release()
    if not matches(secret_hash, current):
        left = throttle.failed(key, device, known=True)
        until = throttle.locked_until(key, device, known=True)
        return Try(Outcome.LOCKED if until else Outcome.WRONG, left, until)
    chosen_hash = hash_secret(chosen)
    throttle.succeeded(key, device)
    account = db.session.get_one(Account, account_id)
    person = db.session.get_one(Person, account.person_id)
    sign_in(accounts.set_secret(person, account.secret_kind, chosen_hash), kept=session.permanent)
    return None


def sign_out(actor: AccountActor) -> None:
    """End this browser's session on the server and forget its cookie."""
    devices.end_device(actor.token)
    logout_user()
    session.clear()


def _csrf_of(account_id: int, cookie: str) -> str:
    key = current_app.secret_key
    assert isinstance(key, bytes)
    return hmac.new(key, f"csrf:{account_id}:{cookie}".encode(), "sha256").hexdigest()
