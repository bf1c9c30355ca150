"""ขอเข้าร่วม: somebody asks to be in the register; an officer of the place decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select, update
from sqlalchemy.orm import contains_eager, joinedload

from lms import audit
from lms.access import Actor, Permission
from lms.clock import now
from lms.db import db
from lms.errors import Busy, NotFound
from lms.people import register, units
from lms.people.models import JoinRequest, OrgUnit, Person, RequestState
from lms.people.phones import e164
from lms.people.register import PersonFacts
from lms.thai import fold

_ABOVE = joinedload(OrgUnit.parent).joinedload(OrgUnit.parent)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks with; empty is None."""

    title: str
    first_name: str
    middle_name: str | None
    last_name: str | None
    latin_name: str | None
    phone: str | None
    email: str | None
    unit_id: int
    message: str | None


def ask(wish: Wish) -> tuple[JoinRequest, bool]:
    """Keep a request; the same one asked again is found, and not kept twice (False)."""
    # The unit's row is held, so that two clicks at once are one after the other.
    db.session.execute(select(OrgUnit.id).where(OrgUnit.id == wish.unit_id).with_for_update())
    phone = e164(wish.phone) if wish.phone else None
    email = wish.email.casefold() if wish.email else None
    waiting = db.session.scalars(
        select(JoinRequest)
        .where(
            JoinRequest.state == RequestState.OPEN,
            JoinRequest.unit_id == wish.unit_id,
            JoinRequest.phone == phone if phone else JoinRequest.email == email,
        )
        .order_by(JoinRequest.id)
        .limit(50)
    )
    for earlier in waiting:
        if _called(earlier) == _called(wish):
            return earlier, False
    kept = JoinRequest(
        title=wish.title,
        first_name=" ".join(part for part in (wish.first_name, wish.middle_name) if part)[:200],
        last_name=wish.last_name,
        latin_name=wish.latin_name.upper() if wish.latin_name else None,
        phone=phone,
        email=email,
        unit_id=wish.unit_id,
        message=wish.message,
    )
    db.session.add(kept)
    db.session.flush()
    return kept, True


def _called(wish: Any) -> str:
    middle = getattr(wish, "middle_name", None) or ""
    return fold(f"{wish.first_name}{middle}{wish.last_name or ''}")


def waiting_in_area(actor: Actor) -> Select[JoinRequest]:
    """Open requests of the actor's area, oldest first."""
    return (
        select(JoinRequest)
        .join(JoinRequest.unit)
        .options(contains_eager(JoinRequest.unit).options(_ABOVE))
        .where(JoinRequest.state == RequestState.OPEN, units.below(actor, Permission.MANAGE_PEOPLE))
        .order_by(JoinRequest.id)
    )


def load(actor: Actor, request_id: int) -> JoinRequest:
    """A request of the actor's area, open or decided; a stranger's is not found."""
    found = db.session.scalar(
        select(JoinRequest)
        .join(JoinRequest.unit)
        .options(contains_eager(JoinRequest.unit).options(_ABOVE))
        .where(JoinRequest.id == request_id, units.below(actor, Permission.MANAGE_PEOPLE))
    )
    if found is None:
        raise NotFound
    return found


def perhaps_known(actor: Actor, asked: JoinRequest) -> list[Person]:
    """Persons of the actor's area with the same telephone, or the same name."""
    people = register.in_area(actor, Permission.MANAGE_PEOPLE)
    name = fold(f"{asked.first_name}{asked.last_name or ''}")
    ways = [Person.name_fold.startswith(name, autoescape=True)]
    if asked.phone:
        ways.append(Person.phone == asked.phone)
    if asked.email:
        ways.append(Person.email == asked.email)
    found: dict[int, Person] = {}
    for way in ways:
        found |= {person.id: person for person in db.session.scalars(people.where(way).limit(10))}
    return list(found.values())


def accept(actor: Actor, asked: JoinRequest, person_id: int | None) -> Person:
    """Enter the person, or link the request to somebody who is in the register already."""
    _decide(actor, asked, RequestState.ACCEPTED)
    if person_id is not None:
        person = register.load(actor, person_id, Permission.MANAGE_PEOPLE)
        person.phone = person.phone or asked.phone
        person.email = person.email or asked.email
    else:
        facts = PersonFacts(
            title=asked.title,
            first_name=asked.first_name,
            last_name=asked.last_name,
            unit_id=asked.unit_id,
            latin_name=asked.latin_name,
            phone=asked.phone,
            email=asked.email,
        )
        person = register.enter(facts, actor)
    asked.person_id = person.id
    audit.record(actor, "join_accepted", "person", person.id, request=asked.id)
    return person


def decline(actor: Actor, asked: JoinRequest, reason: str) -> None:
    """Say no, with the reason."""
    _decide(actor, asked, RequestState.DECLINED)
    asked.reason = reason
    audit.record(actor, "join_declined", "join_request", asked.id, reason=reason)


def _decide(actor: Actor, asked: JoinRequest, state: RequestState) -> None:
    """Only one officer's decision counts."""
    decided = db.session.scalar(
        update(JoinRequest)
        .where(JoinRequest.id == asked.id, JoinRequest.state == RequestState.OPEN)
        .values(state=state, decided_by=actor.person_id, decided_at=now())
        .returning(JoinRequest.id)
    )
    if decided is None:
        raise Busy(_("คำขอนี้มีผู้พิจารณาแล้ว"))
    db.session.refresh(asked, ["state", "decided_by", "decided_at"])
