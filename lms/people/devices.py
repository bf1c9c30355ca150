"""Signed-in browsers: opened, found again by their cookie, ended for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, select, update
from sqlalchemy.orm import aliased

from lms.access import Role
from lms.clock import now
from lms.db import db
from lms.people.actors import AccountActor, HeldGrant
from lms.people.models import Account, OrgUnit, Person, RoleGrant, SignedInDevice
from lms.people.units import contact_among
from lms.thai import display_name

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


def end_every_device() -> None:
    """Sign everybody out: who was signed in when a backup was made need not be now."""
    db.session.execute(
        update(SignedInDevice).where(SignedInDevice.ended_at.is_(None)).values(ended_at=now())
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
    """Whoever the cookie's token stands for, in one query; None once it has ended."""
    wanted = digest(token)
    found = db.session.execute(_recognition(), {"digest": wanted, "moment": now()}).all()
    if not found or not hmac.compare_digest(found[0].token_digest, wanted):
        return None
    row = found[0]
    return AccountActor(
        token=token,
        device_id=row.id,
        account_id=row.account_id,
        person_id=row.person_id,
        display_name=display_name(row.title, row.first_name, row.middle_name, row.last_name),
        first_name=row.first_name,
        unit_id=row.unit_id,
        unit_path=row.path,
        language=row.language,
        text_size=row.text_size,
        timezone=row.timezone,
        contact=contact_among([_Office(*row[at : at + 7]) for at in range(0, 28, 7)]),
        grants=tuple(
            HeldGrant(Role(one.role), one.held_path, one.curriculum) for one in found if one.role
        ),
    )


class _Office(NamedTuple):
    """A unit as somebody who wants to call it sees it; all None above the country."""

    name_th: str
    name_en: str
    office_th: str | None
    office_en: str | None
    phone: str | None
    hours: str | None
    line_url: str | None


@cache
def _recognition() -> Select[Any]:
    """A row for each role held (one without a role for nobody), written down once.

    Every page begins with it: plain columns of one statement take a quarter of the time that
    objects and their relationships take.
    """
    own, above, higher, country, held = (aliased(OrgUnit) for _ in range(5))
    offices = (
        getattr(unit, name) for unit in (own, above, higher, country) for name in _Office._fields
    )
    return (
        select(
            *offices,
            SignedInDevice.id,
            SignedInDevice.account_id,
            SignedInDevice.token_digest,
            Account.person_id,
            Person.title,
            Person.first_name,
            Person.middle_name,
            Person.last_name,
            Person.unit_id,
            Person.language,
            Person.text_size,
            Person.timezone,
            own.path,
            RoleGrant.role,
            RoleGrant.curriculum,
            held.path.label("held_path"),
        )
        .join(Account, Account.id == SignedInDevice.account_id)
        .join(Person, Person.id == Account.person_id)
        .join(own, own.id == Person.unit_id)
        .outerjoin(above, above.id == own.parent_id)
        .outerjoin(higher, higher.id == above.parent_id)
        .outerjoin(country, country.id == higher.parent_id)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, RoleGrant.ended_at.is_(None)))
        .outerjoin(held, held.id == RoleGrant.unit_id)
        .where(
            SignedInDevice.token_digest == bindparam("digest"),
            SignedInDevice.ended_at.is_(None),
            SignedInDevice.expires_at > bindparam("moment"),
            Account.disabled_at.is_(None),
        )
        .order_by(RoleGrant.id)
    )
