"""ใบรหัสเข้าใช้: a printed slip for first sign-in and for reset, without e-mail."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from lms import audit
from lms.access import Actor
from lms.clock import now
from lms.db import db
from lms.keys import blind_index
from lms.people.accounts import volunteer_number
from lms.people.cancelling import cancel_slips
from lms.people.devices import digest
from lms.people.models import AccessSlip, Person
from lms.people.phones import e164
from lms.thai import arabic_digits

VALID = timedelta(days=30)
CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """What is printed once and stored nowhere: the QR's token and the eight digits."""

    slip: AccessSlip
    token: str
    code: str


def make(person: Person, actor: Actor | None) -> PrintedSlip:
    """A new slip; earlier ones of the same person stop working."""
    cancel_slips(person.id)
    token = secrets.token_urlsafe(24)
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH))
    slip = AccessSlip(
        person_id=person.id,
        token_digest=digest(token),
        code_digest=blind_index("slip", f"{person.id}:{code}"),
        made_by=actor.person_id if actor else None,
        expires_at=now() + VALID,
    )
    db.session.add(slip)
    db.session.flush()
    audit.record(actor, "slip_made", "person", person.id)
    return PrintedSlip(slip, token, code)


def by_token(token: str) -> AccessSlip | None:
    """The slip of a scanned QR, while it is good."""
    return _good(AccessSlip.token_digest == digest(token))


def by_id(slip_id: int) -> AccessSlip | None:
    """A slip that was shown earlier in this visit, while it is still good."""
    return _good(AccessSlip.id == slip_id)


def by_code(identifier: str, code: str) -> AccessSlip | None:
    """The slip of typed digits; the identifier is the slip's number, a phone or the like."""
    typed = "".join(c for c in arabic_digits(code) if c.isdigit())
    if len(typed) != CODE_LENGTH:
        return None
    keys = [blind_index("slip", f"{person_id}:{typed}") for person_id in _meant(identifier)]
    return _good(AccessSlip.code_digest.in_(keys)) if keys else None


def use(slip: AccessSlip) -> bool:
    """A slip works once; False when somebody was quicker, or has cancelled it meanwhile."""
    used = db.session.execute(
        update(AccessSlip)
        .where(
            AccessSlip.id == slip.id,
            AccessSlip.used_at.is_(None),
            AccessSlip.cancelled_at.is_(None),
        )
        .values(used_at=now())
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _meant(identifier: str) -> list[int]:
    ways = [Person.volunteer_number == volunteer_number(identifier)]
    if "@" in identifier:
        ways.append(Person.email == "".join(identifier.split()).casefold())
    if phone := e164(identifier):
        ways.append(Person.phone == phone)
    number = arabic_digits(identifier).strip()
    if number.isascii() and number.isdigit() and len(number) < 10:
        ways.append(Person.id.in_(select(AccessSlip.person_id).where(AccessSlip.id == int(number))))
    found: list[int] = []
    for way in ways:
        found.extend(db.session.scalars(select(Person.id).where(way).order_by(Person.id).limit(50)))
    return found


def _good(condition: object) -> AccessSlip | None:
    return db.session.scalar(
        select(AccessSlip)
        .options(joinedload(AccessSlip.person))
        .where(
            condition,  # type: ignore[arg-type]
            AccessSlip.used_at.is_(None),
            AccessSlip.cancelled_at.is_(None),
            AccessSlip.expires_at > now(),
        )
        .order_by(AccessSlip.id.desc())
        .limit(1)
    )
