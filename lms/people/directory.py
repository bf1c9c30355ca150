"""The register as officers read it: lists, one person, and what has changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access import Actor, Permission
from lms.clock import now
from lms.db import db, like_literal
from lms.errors import NotFound
from lms.keys import decrypt
from lms.people import register, units
from lms.people.models import AccessSlip, OrgUnit, Person, RoleGrant, Standing, StandingChange
from lms.people.national_id import masked_national_id


@dataclass(frozen=True, slots=True)
class Sought:
    """What an officer looks for; empty means all."""

    words: str = ""
    unit: OrgUnit | None = None
    standing: Standing | None = None


def found(actor: Actor, sought: Sought) -> Select[Person]:
    """Persons of the actor's area that fit, in Thai order, with the places they belong to."""
    query = register.searched(register.in_area(actor, Permission.SEE_PEOPLE), sought.words)
    query = query.options(
        contains_eager(Person.unit).joinedload(OrgUnit.parent).joinedload(OrgUnit.parent)
    )
    if sought.unit is not None:
        below = f"{like_literal(sought.unit.path)}%"
        query = query.where(OrgUnit.path.like(below, escape="\\"))
    if sought.standing is not None:
        newest = select(func.max(StandingChange.id)).group_by(StandingChange.person_id)
        present = select(StandingChange.person_id).where(
            StandingChange.id.in_(newest), StandingChange.standing == sought.standing
        )
        query = query.where(Person.id.in_(present))
    return query


def standings_of(person_ids: list[int]) -> dict[int, Standing]:
    """The present standing of each; staff who are no volunteers have none."""
    newest = (
        select(func.max(StandingChange.id))
        .where(StandingChange.person_id.in_(person_ids))
        .group_by(StandingChange.person_id)
    )
    rows = db.session.execute(
        select(StandingChange.person_id, StandingChange.standing).where(
            StandingChange.id.in_(newest)
        )
    )
    return {person_id: Standing(standing) for person_id, standing in rows}


def one(actor: Actor, person_id: int, permission: Permission = Permission.SEE_PEOPLE) -> Person:
    """A person of the actor's area with place, account and standings; a stranger's is not found."""
    above = joinedload(OrgUnit.parent).joinedload(OrgUnit.parent)
    person = db.session.scalar(
        select(Person)
        .join(Person.unit)
        .options(
            contains_eager(Person.unit).options(above),
            joinedload(Person.account),
            selectinload(Person.standings),
        )
        .where(Person.id == person_id, units.below(actor, permission))
    )
    if person is None:
        raise NotFound
    return person


def grants_of(person_id: int) -> list[RoleGrant]:
    """Every role ever held, those held now first."""
    return list(
        db.session.scalars(
            select(RoleGrant)
            .options(joinedload(RoleGrant.unit))
            .where(RoleGrant.person_id == person_id)
            .order_by(RoleGrant.ended_at.desc().nulls_first(), RoleGrant.id)
        )
    )


def good_slip(person_id: int) -> AccessSlip | None:
    """The slip that would let this person in today."""
    return db.session.scalar(
        select(AccessSlip)
        .where(
            AccessSlip.person_id == person_id,
            AccessSlip.used_at.is_(None),
            AccessSlip.cancelled_at.is_(None),
            AccessSlip.expires_at > now(),
        )
        .order_by(AccessSlip.id.desc())
        .limit(1)
    )


def national_id_end(person: Person) -> str | None:
    """The national ID with all but its last digits hidden, None when there is none."""
    digits = decrypt(person.national_id_cipher) if person.national_id_cipher else None
    return masked_national_id(digits) if digits else None
