"""What people change about themselves."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms import audit
from lms.access import Actor
from lms.db import db
from lms.errors import NotFound
from lms.people.models import OrgUnit, Person
from lms.people.names import refresh_name_keys
from lms.people.phones import e164


def own(actor: Actor) -> Person:
    """The signed-in person's own row."""
    person = db.session.scalar(
        select(Person)
        .options(joinedload(Person.unit).joinedload(OrgUnit.parent).joinedload(OrgUnit.parent))
        .where(Person.id == actor.person_id)
    )
    if person is None:
        raise NotFound
    return person


def remember(actor: Actor, *, language: str | None, text_size: str | None) -> None:
    """Keep a choice of language or text size with the person."""
    person = db.session.get_one(Person, actor.person_id)
    person.language = language or person.language
    person.text_size = text_size or person.text_size


def give_latin_name(actor: Actor, person: Person, latin_name: str) -> None:
    """Write down the name of the passport, in capitals; who may do so is asked before."""
    if person.latin_name != latin_name.upper():
        person.latin_name = latin_name.upper()
        refresh_name_keys(person)
        audit.record(actor, "profile_changed", "person", person.id)


def change(
    actor: Actor, phone: str | None, email: str | None, latin_name: str | None, timezone: str | None
) -> None:
    """Change how one is reached, the Latin name, and the time zone."""
    person = db.session.get_one(Person, actor.person_id)
    person.phone = e164(phone) if phone else None
    person.email = email.casefold() if email else None
    person.latin_name = latin_name.upper() if latin_name else None
    person.timezone = timezone
    refresh_name_keys(person)
    audit.record(actor, "profile_changed", "person", person.id)
