"""Learners of somebody's area: searched, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from lms.access import Actor, Permission
from lms.curricula.models import Curriculum, Edition
from lms.curricula.outline import Outline, outline
from lms.learning.models import Enrolment
from lms.learning.progress import Progress
from lms.learning.queries import progress_of_all
from lms.people import units
from lms.people.models import Person
from lms.people.register import searched
from lms.web import Page, paged

STATES = ("", "learning", "completed")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters in the address; what makes no sense is left out."""

    words: str
    curriculum: str
    state: str

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        """From the query of the address."""
        state = args.get("state", "")
        return cls(
            args.get("q", "")[:200].strip(),
            args.get("curriculum", "")[:80],
            state if state in STATES else "",
        )


@dataclass(frozen=True, slots=True)
class Learner:
    """A row of the list."""

    enrolment: Enrolment
    edition: Outline
    progress: Progress


def learners(actor: Actor, asked: Asked) -> Page[Learner]:
    """Three queries, however many learners there are."""
    found = paged(_query(actor, asked))
    progress = progress_of_all(found.rows)
    rows = [Learner(one, outline(one.edition_id), progress[one.id]) for one in found.rows]
    return Page(rows, found.number, found.size, found.total)


def _query(actor: Actor, asked: Asked) -> Select[Enrolment]:
    query: Select[Any] = (
        select(Enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(contains_eager(Enrolment.person).contains_eager(Person.unit))
        .where(Enrolment.withdrawn_at.is_(None), units.below(actor, Permission.SEE_PEOPLE))
        .order_by(Person.sort_key, Person.id, Enrolment.id)
    )
    if asked.curriculum:
        query = query.join(Edition, Edition.id == Enrolment.edition_id)
        query = query.join(Curriculum, Curriculum.id == Edition.curriculum_id)
        query = query.where(Curriculum.slug == asked.curriculum)
    if asked.state:
        completed = asked.state == "completed"
        query = query.where(Enrolment.completed_at.is_not(None) == completed)
    found: Select[Any] = searched(query, asked.words)
    return found
