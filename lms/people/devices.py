"""Signed-in browsers: opened, found again by their cookie, ended for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager, joinedload

from lms.access import Role
from lms.clock import now
from lms.db import db
from lms.people.actors import AccountActor, HeldGrant
from lms.people.models import Account, OrgUnit, Person, RoleGrant, SignedInDevice
from lms.people.names import display_name
from lms.people.units import contact_of

KEPT = timedelta(days=30)
SHARED = timedelta(hours=12)


def digest(secret: str) -> str:
    """SHA-256 in hex; for secrets of full strength only, never for a PIN."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_device(account: Account, device_cookie: str, *, kept: bool, browser: str | None) -> str:
    """Sign a browser in; the token returned goes into its cookie and nowhere else."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignedInDevice(
            account_id=account.id,
            token_digest=digest(token),
            device_digest=digest(device_cookie),
            kept=kept,
            browser=(browser or "")[:200] or None,
            expires_at=now() + (KEPT if kept else SHARED),
        )
    )
    db.session.flush()
    return token


def end_device(token: str) -> None:
    """Sign one browser out, on the server."""
    db.session.execute(
        update(SignedInDevice)
        .where(SignedInDevice.token_digest == digest(token), SignedInDevice.ended_at.is_(None))
        .values(ended_at=now())
    )


def end_all_devices(account_id: int) -> None:
    """Sign every browser of an account out: its secret has changed, or it is closed."""
    db.session.execute(
        update(SignedInDevice)
        .where(SignedInDevice.account_id == account_id, SignedInDevice.ended_at.is_(None))
        .values(ended_at=now())
    )


def knows(account_id: int, device_cookie: str) -> bool:
    """Whether this device has ever signed in to this account."""
    found = db.session.scalar(
        select(SignedInDevice.id)
        .where(
            SignedInDevice.account_id == account_id,
            SignedInDevice.device_digest == digest(device_cookie),
        )
        .limit(1)
    )
    return found is not None


def actor_of(token: str) -> AccountActor | None:
    """Whoever the cookie's token stands for, in two queries; None once it has ended."""
    row = db.session.scalar(
        select(SignedInDevice)
        .join(Account, Account.id == SignedInDevice.account_id)
        .join(Account.person)
        .join(Person.unit)
        .options(
            contains_eager(SignedInDevice.account)
            .contains_eager(Account.person)
            .contains_eager(Person.unit)
            .joinedload(OrgUnit.parent)
            .joinedload(OrgUnit.parent)
            .joinedload(OrgUnit.parent)
        )
        .where(
            SignedInDevice.token_digest == digest(token),
            SignedInDevice.ended_at.is_(None),
            SignedInDevice.expires_at > now(),
            Account.disabled_at.is_(None),
        )
    )
    if row is None or not hmac.compare_digest(row.token_digest, digest(token)):
        return None
    person = row.account.person
    return AccountActor(
        token=token,
        device_id=row.id,
        account_id=row.account_id,
        person_id=person.id,
        display_name=display_name(person),
        first_name=person.first_name,
        unit_id=person.unit_id,
        unit_path=person.unit.path,
        language=person.language,
        text_size=person.text_size,
        timezone=person.timezone,
        contact=contact_of(person.unit),
        grants=grants_of(person.id),
    )


def grants_of(person_id: int) -> tuple[HeldGrant, ...]:
    """The roles a person holds now."""
    rows = db.session.scalars(
        select(RoleGrant)
        .options(joinedload(RoleGrant.unit))
        .where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return tuple(HeldGrant(Role(row.role), row.unit.path, row.curriculum) for row in rows)
