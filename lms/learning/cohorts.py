"""รุ่น: opened by an officer for a unit, filled with its people, issued together."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms import audit
from lms.access import Actor, Permission
from lms.clock import now, today
from lms.curricula.models import Curriculum
from lms.curricula.outline import Outline, outline, published
from lms.db import db, insert_once
from lms.errors import Busy, Invalid, NotFound
from lms.learning import services
from lms.learning.learners import Learner
from lms.learning.models import Cohort, CohortPlace, Enrolment
from lms.learning.queries import progress_of_all
from lms.people import register, units
from lms.people.models import OrgUnit, Person, UnitKind
from lms.thai import fiscal_year, one_line
from lms.web import Page, paged

MOST = 500  # lines that are read at once
_OPENING = (
    *(UnitKind.COUNTRY, UnitKind.PROVINCE, UnitKind.ABROAD),
    *(UnitKind.ORGANISATION, UnitKind.AGENCY),
)
_CODE = re.compile(r"(.{1,40})-([0-9]{4})-([0-9]{1,4})")


class Outcome(StrEnum):
    """What became of a volunteer number that was typed."""

    PLACED = "placed"
    HERE = "here"  # was in this รุ่น already
    ELSEWHERE = "elsewhere"  # is in another
    UNKNOWN = "unknown"  # nobody of this area has the number
    NOT_YET = "not_yet"  # something has to be completed before


@dataclass(frozen=True, slots=True)
class Line:
    """One typed number, whose it is, and what became of it."""

    typed: str
    outcome: Outcome
    person: Person | None = None


def cohorts(actor: Actor) -> Page[tuple[Cohort, int]]:
    """Those of the actor's area with how many are in each, the newest first; three queries."""
    found = paged(_in_area(actor, Permission.SEE_PEOPLE).order_by(Cohort.id.desc()))
    counted = (
        select(CohortPlace.cohort_id, func.count())
        .where(CohortPlace.cohort_id.in_([one.id for one in found.rows]))
        .group_by(CohortPlace.cohort_id)
    )
    counts = dict(db.session.execute(counted).all())
    rows = [(one, counts.get(one.id, 0)) for one in found.rows]
    return Page(rows, found.number, found.size, found.total)


def load(actor: Actor, permission: Permission, cohort_id: int) -> Cohort:
    """One of the actor's area; a stranger's is not found."""
    found = db.session.scalar(_in_area(actor, permission).where(Cohort.id == cohort_id))
    if found is None:
        raise NotFound
    return found


def by_code(curriculum_id: int, code: str) -> Cohort:
    """A curriculum's รุ่น by its code; raises NotFound."""
    parts = _CODE.fullmatch(one_line(code))
    query = select(Cohort).join(Cohort.unit).options(contains_eager(Cohort.unit))
    found = parts and db.session.scalar(
        query.where(
            Cohort.curriculum_id == curriculum_id,
            OrgUnit.code == parts[1],
            Cohort.fiscal_year == int(parts[2]),
            Cohort.number == int(parts[3]),
        ).order_by(Cohort.id)
    )
    if not found:
        raise NotFound
    return found


def numbers_of(enrolment_ids: Collection[int]) -> dict[int, int]:
    """By enrolment, the number of the รุ่น that it is in; one query."""
    query = select(CohortPlace.enrolment_id, Cohort.number).join(
        Cohort, Cohort.id == CohortPlace.cohort_id
    )
    rows = db.session.execute(query.where(CohortPlace.enrolment_id.in_(enrolment_ids)))
    return {row.enrolment_id: row.number for row in rows}


def _in_area(actor: Actor, permission: Permission) -> Select[Cohort]:
    return (
        select(Cohort)
        .join(Cohort.unit)
        .options(contains_eager(Cohort.unit), joinedload(Cohort.curriculum))
        .where(units.below(actor, permission))
    )


def units_for(actor: Actor) -> list[OrgUnit]:
    """Where this actor may open a รุ่น, the widest first, in Thai order."""
    own = OrgUnit.path.in_(actor.areas(Permission.MANAGE_PEOPLE))  # a district's officer, say
    query = select(OrgUnit).where(
        OrgUnit.kind.in_(_OPENING) | own, units.below(actor, Permission.MANAGE_PEOPLE)
    )
    return list(db.session.scalars(query.order_by(func.length(OrgUnit.path), OrgUnit.sort_key)))


def next_number(curriculum_id: int, unit_id: int, year: int) -> int:
    """The number after the last of the year."""
    last = select(func.max(Cohort.number)).where(
        Cohort.curriculum_id == curriculum_id,
        Cohort.unit_id == unit_id,
        Cohort.fiscal_year == year,
    )
    return (db.session.scalar(last) or 0) + 1


def this_year() -> int:
    """ปีงบประมาณ of today."""
    return fiscal_year(today())


def open_cohort(actor: Actor, slug: str, unit_id: int, year: int, number: int | None) -> Cohort:
    """Open a รุ่น; without a number it takes the next. Raises Busy when there is that one."""
    edition = next((one for one in published() if one.slug == slug), None)
    unit = next((one for one in units_for(actor) if one.id == unit_id), None)
    if edition is None or unit is None:
        raise NotFound
    curriculum_id = db.session.scalars(select(Curriculum.id).filter_by(slug=slug)).one()
    key = {"curriculum_id": curriculum_id, "unit_id": unit.id, "fiscal_year": year}
    number = number or next_number(curriculum_id, unit.id, year)
    opened = insert_once(Cohort, **key, number=number, opened_by=actor.person_id, created_at=now())
    if not opened:
        raise Busy(_("รุ่นที่ %(number)s ของปีนี้เปิดไว้แล้ว", number=number))
    cohort_id = db.session.scalars(select(Cohort.id).filter_by(**key, number=number)).one()
    audit.record(actor, "cohort_opened", "cohort", cohort_id, curriculum=slug, number=number)
    return load(actor, Permission.MANAGE_PEOPLE, cohort_id)


def members(cohort: Cohort) -> Page[Learner]:
    """Who is in it and how far each is, in Thai order; three queries."""
    query = (
        select(Enrolment)
        .join(CohortPlace, CohortPlace.enrolment_id == Enrolment.id)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(contains_eager(Enrolment.person).contains_eager(Person.unit))
        .where(CohortPlace.cohort_id == cohort.id)
        .order_by(Person.sort_key, Person.id)
    )
    found = paged(query)
    progress = progress_of_all(found.rows)
    rows = [Learner(one, outline(one.edition_id), progress[one.id]) for one in found.rows]
    return Page(rows, found.number, found.size, found.total)


def fill(actor: Actor, cohort: Cohort, typed: str) -> list[Line]:
    """Place the people of these volunteer numbers, a line each; who is not enrolled yet is.

    Sent twice it changes nothing: whoever is in it already is told as such.
    """
    lines = list(dict.fromkeys(line for one in typed.splitlines() if (line := one_line(one))))
    if len(lines) > MOST:
        raise Invalid(_("ครั้งละไม่เกิน %(most)s คน โปรดแบ่งเป็นหลายครั้ง", most=MOST))
    edition = _edition_of(cohort)
    return [_placed(actor, cohort, edition, line) for line in lines]


def _edition_of(cohort: Cohort) -> Outline:
    found = next((one for one in published() if one.slug == cohort.curriculum.slug), None)
    if found is None:
        raise Invalid(_("หลักสูตรนี้ยังไม่เปิดรับลงทะเบียน"))
    return found


def _placed(actor: Actor, cohort: Cohort, edition: Outline, typed: str) -> Line:
    person = db.session.scalar(
        register.in_area(actor, Permission.MANAGE_PEOPLE).where(register.volunteer_number_is(typed))
    )
    if person is None:
        return Line(typed, Outcome.UNKNOWN)
    try:
        enrolment = services.enrol_for(actor, person.id, edition)
    except Invalid:
        return Line(typed, Outcome.NOT_YET, person)
    placed = insert_once(
        CohortPlace,
        enrolment_id=enrolment.id,
        cohort_id=cohort.id,
        placed_by=actor.person_id,
        created_at=now(),
    )
    if placed:
        audit.record(actor, "cohort_joined", "enrolment", enrolment.id, cohort=cohort.id)
        return Line(typed, Outcome.PLACED, person)
    there = db.session.get_one(CohortPlace, enrolment.id).cohort_id
    return Line(typed, Outcome.HERE if there == cohort.id else Outcome.ELSEWHERE, person)


def take_out(actor: Actor, cohort: Cohort, enrolment_id: int) -> None:
    """Out of the รุ่น; the enrolment and all that was learnt stay."""
    gone = db.session.execute(
        delete(CohortPlace).where(
            CohortPlace.enrolment_id == enrolment_id, CohortPlace.cohort_id == cohort.id
        )
    )
    if gone.rowcount:  # type: ignore[attr-defined]
        audit.record(actor, "cohort_left", "enrolment", enrolment_id, cohort=cohort.id)
