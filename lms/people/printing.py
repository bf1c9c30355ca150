"""Slips for many people at once, each for somebody the actor may let in."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select

from lms.access import Actor, Permission
from lms.db import db
from lms.errors import NotFound
from lms.people import register, slips
from lms.people.actors import STAFF
from lms.people.directory import standings_of
from lms.people.models import Person, RoleGrant, Standing
from lms.people.slips import PrintedSlip


class Obstacle(StrEnum):
    """Why somebody gets no slip."""

    NOTHING_TO_TYPE = "nothing_to_type"  # no number, telephone or e-mail to sign in with later
    STAFF = "staff"  # only an administrator resets those who may do more than learn
    DEMISED = "demised"


def make_slips(
    actor: Actor, person_ids: list[int]
) -> tuple[list[tuple[Person, PrintedSlip]], list[tuple[Person, Obstacle]]]:
    """A new slip for each person, and who gets none and why; a stranger among them: not found."""
    people = db.session.scalars(
        register.in_area(actor, Permission.MANAGE_PEOPLE).where(Person.id.in_(person_ids))
    ).all()
    if len(people) != len(person_ids):
        raise NotFound
    staff = _staff_among(person_ids)
    standings = standings_of(person_ids)
    made: list[tuple[Person, PrintedSlip]] = []
    refused: list[tuple[Person, Obstacle]] = []
    for person in people:
        if standings.get(person.id) == Standing.DECEASED:
            refused.append((person, Obstacle.DEMISED))
        elif person.id in staff and not register.may_manage_staff(actor, person):
            refused.append((person, Obstacle.STAFF))
        elif not (person.volunteer_number or person.phone or person.email):
            refused.append((person, Obstacle.NOTHING_TO_TYPE))
        else:
            made.append((person, slips.make(person, actor)))
    return made, refused


def _staff_among(person_ids: list[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(RoleGrant.person_id).where(
                RoleGrant.person_id.in_(person_ids),
                RoleGrant.ended_at.is_(None),
                RoleGrant.role.in_(STAFF),
            )
        )
    )
