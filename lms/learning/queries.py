"""Enrolments and progress, found through the right."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Numeric,
    Row,
    Select,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager

from lms.access import Actor, Permission
from lms.curricula.outline import Outline, outline, published
from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Enrolment, LessonProgress, Result, ResultKind
from lms.learning.progress import Facts, ModuleRule, Progress, Rules, progress
from lms.people import units
from lms.people.models import Person

_LESSON = "lesson"


@cache
def _mine() -> Select[Enrolment]:
    """Written down once, for it is asked on every page of a learner; `person` is filled in."""
    return (
        select(Enrolment)
        .where(Enrolment.person_id == bindparam("person"), Enrolment.withdrawn_at.is_(None))
        .order_by(Enrolment.last_at.desc().nulls_last(), Enrolment.id.desc())
    )


def own_enrolments(actor: Actor) -> list[Enrolment]:
    """The actor's enrolments, the one last worked on first."""
    return enrolments_of(actor.person_id)


def enrolments_of(person_id: int) -> list[Enrolment]:
    """The same of anybody; whoever asks has the right to."""
    return list(db.session.scalars(_mine(), {"person": person_id}))


def found_enrolment(actor: Actor | None, slug: str) -> Enrolment | None:
    """The actor's enrolment in a curriculum, in whichever edition they last worked."""
    return enrolment_of(actor.person_id, slug) if actor else None


def enrolment_of(person_id: int, slug: str) -> Enrolment | None:
    """The same of anybody; whoever asks has the right to."""
    theirs = enrolments_of(person_id)
    return next((one for one in theirs if outline(one.edition_id).slug == slug), None)


def own_enrolment(actor: Actor, slug: str) -> Enrolment:
    """The same, for acts that need one; raises NotFound."""
    found = found_enrolment(actor, slug)
    if found is None:
        raise NotFound
    return found


def enrolment_in_area(actor: Actor, permission: Permission, enrolment_id: int) -> Enrolment:
    """Somebody's enrolment, for an officer of their area; a stranger's is not found."""
    found = db.session.scalar(
        select(Enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(contains_eager(Enrolment.person).contains_eager(Person.unit))
        .where(Enrolment.id == enrolment_id, units.below(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def unmet_prerequisites(actor: Actor | None, edition: Outline) -> list[Outline]:
    """Curricula that the actor must have completed before this one may be begun."""
    return unmet_by(actor.person_id if actor else None, edition)


def unmet_by(person_id: int | None, edition: Outline) -> list[Outline]:
    """The same of anybody; None is somebody who is not signed in."""
    if not edition.prerequisites:
        return []
    theirs = [] if person_id is None else enrolments_of(person_id)
    done = {outline(one.edition_id).slug for one in theirs if one.completed_at}
    return [
        one for one in published() if one.slug in edition.prerequisites and one.slug not in done
    ]


def own_progress(actor: Actor | None) -> dict[str, Progress]:
    """How far the actor is, by the slugs of their curricula; two queries."""
    mine = own_enrolments(actor) if actor else []
    found = progress_of_all(mine)
    return {outline(one.edition_id).slug: found[one.id] for one in reversed(mine)}


def place_in(enrolment: Enrolment, lesson_id: int) -> str | None:
    """The id of the block of a lesson that was last on the screen."""
    return db.session.scalar(
        select(LessonProgress.place).where(
            LessonProgress.enrolment_id == enrolment.id, LessonProgress.lesson_id == lesson_id
        )
    )


def progress_of(enrolment: Enrolment) -> Progress:
    """How far one enrolment is; one query."""
    return progress_of_all([enrolment])[enrolment.id]


def progress_of_all(enrolments: Iterable[Enrolment]) -> dict[int, Progress]:
    """How far several enrolments are, by their ids; one query however many they are."""
    wanted = {enrolment.id: enrolment.edition_id for enrolment in enrolments}
    rows: dict[int, list[Row[Any]]] = {one: [] for one in wanted}
    if wanted:
        for row in db.session.execute(_facts_of_these(), {"ids": list(wanted)}):
            rows[row.enrolment_id].append(row)
    return {
        one: progress(rules_of(outline(edition)), _facts(rows[one]))
        for one, edition in wanted.items()
    }


@cache
def _facts_of_these() -> Any:
    """(enrolment, what, lesson or result, percent, finished or passed) of lessons and results.

    Written down once, for it is asked on most pages; `ids` is filled in.
    """
    ids: BindParameter[list[int]] = bindparam("ids", expanding=True)
    percent = cast(null(), Numeric(6, 3, asdecimal=False))
    lessons = select(
        LessonProgress.enrolment_id.label("enrolment_id"),
        literal(_LESSON).label("what"),
        LessonProgress.lesson_id.label("number"),
        percent.label("percent"),
        LessonProgress.finished_at.is_not(None).label("good"),
    ).where(LessonProgress.enrolment_id.in_(ids))
    results = select(
        Result.enrolment_id, Result.kind, Result.id, Result.percent, Result.passed
    ).where(Result.enrolment_id.in_(ids))
    return union_all(lessons, results)


def rules_of(edition: Outline) -> Rules:
    """What progress asks of an edition."""
    return Rules(
        modules=tuple(
            ModuleRule(m.slug, tuple(lesson.id for lesson in m.lessons), m.requires)
            for m in edition.modules
        ),
        has_post_test=edition.post_test is not None,
        has_practicum=edition.assignment is not None,
    )


def _facts(rows: list[Row[Any]]) -> Facts:
    lessons = [row for row in rows if row.what == _LESSON]
    post = [row for row in rows if row.what == ResultKind.POST_TEST]
    return Facts(
        finished_lessons={row.number for row in lessons if row.good},
        opened_lessons={row.number for row in lessons},
        pre_test=_best(row for row in rows if row.what == ResultKind.PRE_TEST),
        post_test=_best(post),
        post_test_passed=any(row.good for row in post),
        practicum_passed=any(row.good for row in rows if row.what == ResultKind.PRACTICUM),
    )


def _best(results: Iterable[Row[Any]]) -> float | None:
    return max((float(row.percent) for row in results if row.percent is not None), default=None)
