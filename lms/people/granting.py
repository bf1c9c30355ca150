"""Giving and ending roles: within one's own area, and never the last administrator's."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from lms.access import Actor, Permission, Role
from lms.db import db
from lms.errors import NotFound, Refused
from lms.people import register, units
from lms.people.models import OrgUnit, Person, RoleGrant, UnitKind


def give(actor: Actor, person: Person, role: Role, unit: OrgUnit, curriculum: str | None) -> None:
    """Give a role; whoever had a PIN then needs a slip to choose a password."""
    register.grant(person.id, role, unit, actor, curriculum if role is Role.TRAINER else None)


def held(actor: Actor, person_id: int, grant_id: int) -> RoleGrant:
    """A role that is held, for a unit inside the actor's areas; else not found."""
    found = db.session.scalar(
        select(RoleGrant)
        .join(RoleGrant.unit)
        .options(contains_eager(RoleGrant.unit))
        .where(
            RoleGrant.id == grant_id,
            RoleGrant.person_id == person_id,
            RoleGrant.ended_at.is_(None),
            units.below(actor, Permission.GRANT_ROLES),
        )
    )
    if found is None:
        raise NotFound
    return found


def end(actor: Actor, given: RoleGrant) -> None:
    """Take a role back; somebody must stay who can give roles."""
    whole = given.unit.kind == UnitKind.COUNTRY
    if given.role == Role.ADMINISTRATOR and whole and administrators(given.unit) == 1:
        raise Refused(_("นี่คือผู้ดูแลระบบคนสุดท้าย ให้บทบาทแก่ผู้อื่นก่อน"))
    register.end_grant(given, actor)


def administrators(country: OrgUnit) -> int:
    """How many administer the whole installation."""
    # Their rows are held, so that two who end each other's role leave one.
    rows = db.session.scalars(
        select(RoleGrant.id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.unit_id == country.id,
            RoleGrant.ended_at.is_(None),
        )
        .with_for_update()
    )
    return len(rows.all())


def there_is_an_administrator() -> bool:
    """Whether anybody administers anything."""
    count = db.session.scalar(
        select(func.count())
        .select_from(RoleGrant)
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.ended_at.is_(None))
    )
    return bool(count)
