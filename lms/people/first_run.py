"""The first administrator: a one-time code in the terminal, a page that takes it once."""

from __future__ import annotations

import hmac
import secrets

from sqlalchemy import select, update

from lms import audit
from lms.access import Role
from lms.clock import now
from lms.config import current_settings
from lms.db import db
from lms.keys import blind_index
from lms.people import accounts, granting, register, units
from lms.people.models import Account, SecretKind, Setup
from lms.people.register import PersonFacts
from lms.people.secrets import hash_secret

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike


def invite() -> str | None:
    """While there is no administrator: a new code (earlier ones end) and where to type it."""
    if granting.there_is_an_administrator():
        return None
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    db.session.execute(update(Setup).where(Setup.used_at.is_(None)).values(used_at=now()))
    db.session.add(Setup(code_digest=_digest(code)))
    return f"{current_settings().public_url}/setup  {code}"


def is_open() -> bool:
    """Whether the page is there at all."""
    return not granting.there_is_an_administrator()


def is_code(typed: str) -> bool:
    """Whether this is the code that was printed last."""
    waiting = db.session.scalars(select(Setup.code_digest).where(Setup.used_at.is_(None))).all()
    return any(hmac.compare_digest(_digest(typed), digest) for digest in waiting)


def begin(facts: PersonFacts, password: str) -> Account | None:
    """Make the first administrator; None when somebody was quicker."""
    taken = db.session.scalar(
        update(Setup).where(Setup.used_at.is_(None)).values(used_at=now()).returning(Setup.id)
    )
    if taken is None or not is_open():
        return None
    person = register.enter(facts, None, volunteer=False)
    register.grant(person.id, Role.ADMINISTRATOR, units.root(), None)
    audit.record(None, "first_administrator", "person", person.id)
    return accounts.set_secret(person, SecretKind.PASSWORD, hash_secret(password))


def _digest(code: str) -> str:
    letters = "".join(c for c in code.upper() if c.isalnum())
    return blind_index("setup", letters)
