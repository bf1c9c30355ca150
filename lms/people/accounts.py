"""Accounts: found by what people type, their secret checked, set and changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from lms import audit
from lms.clock import now
from lms.db import db
from lms.people import devices
from lms.people.models import Account, Person, SecretKind
from lms.people.phones import e164
from lms.people.secrets import SecretHash
from lms.thai import arabic_digits


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that an identifier may mean; plain values, safe after `release()`."""

    account_id: int
    person_id: int
    secret_hash: str


def canonical(identifier: str) -> str:
    """What was typed, so that the same thing typed twice looks the same."""
    typed = "".join(arabic_digits(identifier).split()).casefold()
    return e164(typed) or typed if "@" not in typed else typed


def volunteer_number(text: str) -> str:
    """A volunteer number as it is stored: Arabic digits, capitals, no spaces."""
    return "".join(arabic_digits(text).split()).upper()


def candidates(identifier: str) -> list[Candidate]:
    """Open accounts that a volunteer number, phone or e-mail may mean; several share phones."""
    ways = [Person.volunteer_number == volunteer_number(identifier)]
    if "@" in identifier:
        ways.append(Person.email == "".join(identifier.split()).casefold())
    if phone := e164(identifier):
        ways.append(Person.phone == phone)
    rows = db.session.execute(
        select(Account.id, Account.person_id, Account.secret_hash)
        .join(Account.person)
        .where(or_(*ways), Account.disabled_at.is_(None))
        .order_by(Account.id)
        .limit(50)
    )
    return [Candidate(*row) for row in rows]


def narrowed(found: list[Candidate], number: str) -> list[Candidate]:
    """Of several on one phone, the one whose volunteer number was given."""
    ids = set(
        db.session.scalars(
            select(Person.id).where(
                Person.id.in_([c.person_id for c in found]),
                Person.volunteer_number == volunteer_number(number),
            )
        )
    )
    return [c for c in found if c.person_id in ids]


def account_of(person_id: int) -> Account | None:
    """A person's account, if they have one."""
    return db.session.scalar(select(Account).where(Account.person_id == person_id))


def set_secret(person: Person, kind: SecretKind, secret_hash: SecretHash) -> Account:
    """Give a person a new PIN or password, and sign every browser of theirs out."""
    account = account_of(person.id)
    if account is None:
        account = Account(person_id=person.id)
        db.session.add(account)
    account.secret_kind = kind
    account.secret_hash = secret_hash
    account.secret_set_at = now()
    db.session.flush()
    devices.end_all_devices(account.id)
    audit.record(None, "secret_set", "person", person.id, kind=kind)
    return account


def retire_pin(person_id: int) -> None:
    """Staff never use a PIN: who becomes staff chooses a password from a new slip."""
    account = account_of(person_id)
    if account is not None and account.secret_kind == SecretKind.PIN:
        account.secret_hash = ""  # nothing matches it
        devices.end_all_devices(account.id)
