"""A person asks for the name in the register to be corrected; an officer decides."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from sqlalchemy import Select, select, update
from sqlalchemy.orm import contains_eager

from lms import audit
from lms.access import Actor, Permission
from lms.clock import now
from lms.db import db
from lms.errors import Busy, NotFound
from lms.people import units
from lms.people.models import NameRequest, Person, RequestState
from lms.people.names import display_name, refresh_name_keys


@dataclass(frozen=True, slots=True)
class NewName:
    """A name as it should stand; empty is None."""

    title: str
    first_name: str
    middle_name: str | None
    last_name: str | None
    latin_name: str | None


def waiting_of(actor: Actor) -> NameRequest | None:
    """The actor's own request that is not decided yet."""
    return db.session.scalar(
        select(NameRequest)
        .where(NameRequest.person_id == actor.person_id, NameRequest.state == RequestState.OPEN)
        .order_by(NameRequest.id.desc())
        .limit(1)
    )


def ask(actor: Actor, name: NewName, message: str | None) -> NameRequest:
    """Ask; a request that still waits takes the new words, so that there is one at a time."""
    # The person's row is held, so that two clicks at once make one request.
    db.session.execute(select(Person.id).where(Person.id == actor.person_id).with_for_update())
    asked = waiting_of(actor) or NameRequest(person_id=actor.person_id)
    for part, value in asdict(name).items():
        setattr(asked, part, value)
    asked.latin_name = name.latin_name.upper() if name.latin_name else None
    asked.message = message
    db.session.add(asked)
    db.session.flush()
    audit.record(actor, "name_asked", "person", actor.person_id, request=asked.id)
    return asked


def _in_area(actor: Actor) -> Select[NameRequest]:
    return (
        select(NameRequest)
        .join(NameRequest.person)
        .join(Person.unit)
        .options(contains_eager(NameRequest.person).contains_eager(Person.unit))
        .where(units.below(actor, Permission.CONFIRM_NAMES))
        .order_by(NameRequest.id)
    )


def waiting_in_area(actor: Actor) -> Select[NameRequest]:
    """Open requests of the actor's area, oldest first."""
    return _in_area(actor).where(NameRequest.state == RequestState.OPEN)


def load(actor: Actor, request_id: int) -> NameRequest:
    """A request of the actor's area; a stranger's is not found."""
    found = db.session.scalar(_in_area(actor).where(NameRequest.id == request_id))
    if found is None:
        raise NotFound
    return found


def accept(actor: Actor, asked: NameRequest) -> str:
    """Change the name in the register; the record keeps the old and the new. Returns the new."""
    _decide(actor, asked, RequestState.ACCEPTED)
    person = asked.person
    before = display_name(person)
    person.title = asked.title
    person.first_name = asked.first_name
    person.middle_name = asked.middle_name
    person.last_name = asked.last_name
    person.latin_name = asked.latin_name
    refresh_name_keys(person)
    after = display_name(person)
    audit.record(actor, "name_changed", "person", person.id, old=before, new=after)
    return after


def decline(actor: Actor, asked: NameRequest, reason: str) -> None:
    """Leave the name as it is, with the reason."""
    _decide(actor, asked, RequestState.DECLINED)
    asked.reason = reason
    audit.record(actor, "name_declined", "person", asked.person_id, reason=reason)


def _decide(actor: Actor, asked: NameRequest, state: RequestState) -> None:
    """Only one officer's decision counts, and nobody decides about themselves."""
    if asked.person_id == actor.person_id:
        raise Busy(_("ท่านพิจารณาคำขอของตนเองไม่ได้ โปรดให้เจ้าหน้าที่ท่านอื่นพิจารณา"))
    decided = db.session.scalar(
        update(NameRequest)
        .where(NameRequest.id == asked.id, NameRequest.state == RequestState.OPEN)
        .values(state=state, decided_by=actor.person_id, decided_at=now())
        .returning(NameRequest.id)
    )
    if decided is None:
        raise Busy(_("คำขอนี้มีผู้พิจารณาแล้ว"))
    db.session.refresh(asked, ["state", "decided_by", "decided_at"])
