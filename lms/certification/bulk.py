"""Issuing many: in batches, each a transaction; one that cannot be issued holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from lms.certification import due, issuing
from lms.certification.models import Certificate
from lms.config import current_settings
from lms.curricula.models import Curriculum, Edition
from lms.db import commit, db
from lms.errors import NotFound
from lms.learning.models import Enrolment

BATCH = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What issuing one curriculum's certificates would do now."""

    curriculum: Curriculum
    due: int
    name: int  # complete, but the name is not confirmed as it stands
    approval: int  # complete and confirmed, and waits for a central officer's approval
    learning: int
    issued: int
    refused: tuple[str, ...]  # why this installation may not issue, each with its remedy


def curriculum_of(slug: str) -> Curriculum:
    """A curriculum by its slug; raises NotFound."""
    found = db.session.scalar(select(Curriculum).where(Curriculum.slug == slug))
    if found is None:
        raise NotFound
    return found


def curricula() -> list[Curriculum]:
    """Every curriculum, in the order of the catalogue."""
    return list(db.session.scalars(select(Curriculum).order_by(Curriculum.position, Curriculum.id)))


def forecast(curriculum: Curriculum) -> Forecast:
    """Every enrolment of the curriculum, counted by what it waits for; one query."""
    state = case(
        (select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id).exists(), "issued"),
        (Enrolment.completed_at.is_(None), "learning"),
        (~due.name_is_confirmed(), "name"),
        (~due.may_be_issued(), "approval"),
        else_="due",
    )
    rows = db.session.execute(
        select(state, func.count())
        .select_from(Enrolment)
        .join(Enrolment.edition)
        .join(Enrolment.person)
        .where(Edition.curriculum_id == curriculum.id, Enrolment.withdrawn_at.is_(None))
        .group_by(state)
    )
    counts = {"due": 0, "name": 0, "approval": 0, "learning": 0, "issued": 0}
    counts.update((name, count) for name, count in rows)
    refused = tuple(issuing.why_not(current_settings()))
    return Forecast(curriculum=curriculum, refused=refused, **counts)


def issue_ready(curriculum_id: int | None = None, **about: Any) -> Iterator[tuple[int, int]]:
    """Issue whatever is ready; yields after each batch how many were tried and issued.

    Without a curriculum: all but those whose bulk issue an officer has in hand.
    """
    last = 0
    while batch := due.ready(BATCH, after=last, curriculum_id=curriculum_id):
        db.session.rollback()
        last = batch[-1]
        yield len(batch), issue_batch(batch, **about)


def issue_batch(
    enrolment_ids: list[int], then: Callable[[int], None] | None = None, **about: Any
) -> int:
    """Issue those that are ready, and store them; how many were issued.

    What `then` does with the count is stored in the same transaction.
    """
    try:
        issued = len(issuing.issue_all(enrolment_ids, **about))
        if then:
            then(issued)
        commit()
    except Exception:
        db.session.rollback()
        if len(enrolment_ids) > 1:
            middle = len(enrolment_ids) // 2
            halves = enrolment_ids[:middle], enrolment_ids[middle:]
            return sum(issue_batch(half, then, **about) for half in halves)
        log.exception("enrolment %s is ready and could not be issued", enrolment_ids[0])
        return 0
    return issued
