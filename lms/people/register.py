"""The register of persons: entered, found through the right, corrected, granted roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from lms import audit
from lms.access import Actor, Permission, Role
from lms.clock import now, today
from lms.db import db, like_literal
from lms.errors import Invalid, NotFound, Refused
from lms.keys import blind_index, encrypt
from lms.people import units
from lms.people.accounts import account_of, retire_pin, volunteer_number
from lms.people.actors import STAFF
from lms.people.cancelling import cancel_slips
from lms.people.devices import end_all_devices
from lms.people.models import OrgUnit, Person, RoleGrant, SecretKind, Standing, StandingChange
from lms.people.names import display_name, refresh_name_keys
from lms.people.national_id import read_national_id
from lms.people.phones import e164
from lms.thai import fold

# Columns whose change is named in the record; their values stay in the register.
_TOLD = ("latin_name", "volunteer_number", "phone", "email", "nationality", "born_on", "unit_id")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is entered about a person; empty is None."""

    title: str
    first_name: str
    last_name: str | None
    unit_id: int
    middle_name: str | None = None
    latin_name: str | None = None
    volunteer_number: str | None = None
    phone: str | None = None
    email: str | None = None
    national_id: str | None = None
    nationality: str = "TH"
    born_on: date | None = None
    is_demo: bool = False


def enter(facts: PersonFacts, actor: Actor | None, *, volunteer: bool = True) -> Person:
    """Enter a person: an active volunteer of a unit, or somebody who is staff only."""
    person = Person(unit_id=facts.unit_id, is_demo=facts.is_demo)
    write_facts(person, facts)
    store(person)
    audit.record(actor, "person_entered", "person", person.id)
    if volunteer:
        by = actor.person_id if actor else None
        db.session.add_all(
            [
                StandingChange(
                    person_id=person.id, standing=Standing.ACTIVE, since=today(), changed_by=by
                ),
                RoleGrant(
                    person_id=person.id,
                    role=Role.VOLUNTEER,
                    unit_id=person.unit_id,
                    granted_by=by,
                ),
            ]
        )
        db.session.flush()
    return person


def correct(person: Person, facts: PersonFacts, actor: Actor) -> None:
    """Change what the register says; the record names what was changed, and a name's old form."""
    before = {name: getattr(person, name) for name in _TOLD}
    old_name, old_unit = display_name(person), person.unit_id
    write_facts(person, facts)
    store(person)
    changed = [name for name in _TOLD if getattr(person, name) != before[name]]
    if facts.national_id:
        changed.append("national_id")
    if display_name(person) != old_name:
        audit.record(
            actor, "name_changed", "person", person.id, old=old_name, new=display_name(person)
        )
    if person.unit_id != old_unit:
        db.session.execute(
            update(RoleGrant)
            .where(
                RoleGrant.person_id == person.id,
                RoleGrant.role == Role.VOLUNTEER,
                RoleGrant.ended_at.is_(None),
            )
            .values(unit_id=person.unit_id)
        )
    audit.record(actor, "person_changed", "person", person.id, changed=changed)


def store(person: Person) -> None:
    """Write the row; a number that somebody took a moment before is told, not an error."""
    try:
        with db.session.begin_nested():
            db.session.add(person)
            db.session.flush()
    except IntegrityError:
        raise Invalid(_("เลขประจำตัวนี้มีผู้ใช้แล้ว โปรดตรวจเลขอีกครั้ง")) from None


def taken_by(actor: Actor, condition: Any, except_for: int | None = None) -> str | None:
    """Who has the number already: a name in the actor's area, "" elsewhere, None for nobody."""
    found = db.session.scalar(
        select(Person).where(condition, Person.id != (except_for or 0)).limit(1)
    )
    if found is None:
        return None
    near = in_area(actor, Permission.SEE_PEOPLE).where(Person.id == found.id)
    return display_name(found) if db.session.scalar(near) else ""


def national_id_is(text: str) -> Any:
    """The condition that finds an encrypted national ID."""
    return Person.national_id_index == blind_index("national-id", read_national_id(text))


def volunteer_number_is(text: str) -> Any:
    """The condition that finds a volunteer number."""
    return Person.volunteer_number == volunteer_number(text)


def change_standing(
    person: Person, standing: Standing, since: date, note: str | None, actor: Actor
) -> None:
    """Append a change; who has died signs in no more, who comes back does again."""
    db.session.add(
        StandingChange(
            person_id=person.id,
            standing=standing,
            since=since,
            note=note,
            changed_by=actor.person_id,
        )
    )
    account = account_of(person.id)
    if account is not None:
        account.disabled_at = now() if standing == Standing.DECEASED else None
        if account.disabled_at:
            end_all_devices(account.id)
    if standing == Standing.DECEASED:
        cancel_slips(person.id)
    audit.record(actor, "standing_changed", "person", person.id, standing=standing)


def may_manage_staff(actor: Actor, person: Person) -> bool:
    """An officer who could reset or close an administrator would soon be one."""
    return any(person.unit.path.startswith(a) for a in actor.areas(Permission.GRANT_ROLES))


def refuse_staff(actor: Actor, person: Person) -> None:
    """Only an administrator changes those who hold more than a volunteer's role."""
    if secret_kind_of(person.id) == SecretKind.PASSWORD and not may_manage_staff(actor, person):
        raise Refused(_("บุคคลนี้เป็นเจ้าหน้าที่ ผู้ดูแลระบบเท่านั้นที่แก้ไขได้"))


def write_facts(person: Person, facts: PersonFacts) -> None:
    """Put facts into the row; the national ID only when one is given."""
    person.title = facts.title
    person.first_name = facts.first_name
    person.middle_name = facts.middle_name
    person.last_name = facts.last_name
    person.latin_name = facts.latin_name.upper() if facts.latin_name else None
    person.volunteer_number = (
        volunteer_number(facts.volunteer_number) if facts.volunteer_number else None
    )
    person.phone = e164(facts.phone) if facts.phone else None
    person.email = facts.email.casefold() if facts.email else None
    person.unit_id = facts.unit_id
    person.nationality = facts.nationality
    person.born_on = facts.born_on
    if facts.national_id:
        digits = read_national_id(facts.national_id)
        person.national_id_cipher = encrypt(digits)
        person.national_id_index = blind_index("national-id", digits)
    refresh_name_keys(person)


def in_area(actor: Actor, permission: Permission) -> Select[Person]:
    """Persons whom the actor may see, in Thai order, with their units."""
    return (
        select(Person)
        .join(Person.unit)
        .options(contains_eager(Person.unit))
        .where(units.below(actor, permission))
        .order_by(Person.sort_key, Person.id)
    )


def searched(query: Select[Person], words: str) -> Select[Person]:
    """Narrow to a part of a name, a volunteer number or a phone number."""
    typed = words.strip()
    if not typed:
        return query
    literal = like_literal(fold(typed))
    ways = [
        Person.name_fold.like(f"%{literal}%", escape="\\"),
        Person.volunteer_number == volunteer_number(typed),
    ]
    if phone := e164(typed):
        ways.append(Person.phone == phone)
    return query.where(or_(*ways))


def load(actor: Actor, person_id: int, permission: Permission = Permission.SEE_PEOPLE) -> Person:
    """A person in the actor's area; a stranger's is not found."""
    person = db.session.scalar(in_area(actor, permission).where(Person.id == person_id))
    if person is None:
        raise NotFound
    return person


def grant(
    person_id: int, role: Role, unit: OrgUnit, actor: Actor | None, curriculum: str | None = None
) -> RoleGrant:
    """Give a role for a unit and everything below it; giving it twice gives it once."""
    # The person's row is held, so that two clicks at once are one after the other.
    alone = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
    db.session.execute(alone)
    held = db.session.scalar(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.unit_id == unit.id,
            RoleGrant.curriculum.is_(None)
            if curriculum is None
            else RoleGrant.curriculum == curriculum,
            RoleGrant.ended_at.is_(None),
        )
    )
    if held is not None:
        return held
    given = RoleGrant(
        person_id=person_id,
        role=role,
        unit_id=unit.id,
        curriculum=curriculum,
        granted_by=actor.person_id if actor else None,
    )
    db.session.add(given)
    audit.record(actor, "role_granted", "person", person_id, role=role, unit=unit.id)
    db.session.flush()
    if role in STAFF:
        retire_pin(person_id)
        cancel_slips(person_id)  # one printed before would let its printer in as staff
    return given


def end_grant(given: RoleGrant, actor: Actor) -> None:
    """Take a role back from now on."""
    given.ended_at = now()
    audit.record(actor, "role_ended", "person", given.person_id, role=given.role)


def secret_kind_of(person_id: int) -> SecretKind:
    """Volunteers use a PIN; whoever holds any other role uses a password."""
    roles = db.session.scalars(
        select(RoleGrant.role).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    )
    return SecretKind.PASSWORD if STAFF & {Role(role) for role in roles} else SecretKind.PIN
