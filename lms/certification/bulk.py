"""Issuing many: in batches, each a transaction; one that cannot be issued holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from lms.certification import due, issuing
from lms.certification.models import Certificate, IssueRun
from lms.config import current_settings
from lms.curricula.models import Curriculum, Edition, EditionState
from lms.db import commit, db
from lms.errors import NotFound
from lms.learning.models import Enrolment

BATCH = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What issuing one curriculum's certificates would do now."""

    due: int = 0
    name: int = 0  # complete, but the name is not confirmed as it stands
    approval: int = 0  # complete and confirmed, and waits for a central officer's approval
    learning: int = 0
    issued: int = 0
    refused: tuple[str, ...] = ()  # why this installation may not issue, each with its remedy


@dataclass(frozen=True, slots=True)
class Named:
    """A curriculum, called as its newest edition is."""

    id: int
    slug: str
    name_th: str
    name_en: str
    open_run: int | None = None  # its bulk issue that is under way or paused


def curriculum_of(slug: str) -> Named:
    """A curriculum by its slug; raises NotFound."""
    for found in curricula():
        if found.slug == slug:
            return found
    raise NotFound


def curricula() -> list[Named]:
    """Every curriculum that ever had learners, in the order of the catalogue; one query."""
    open_run = (
        select(IssueRun.id)
        .where(IssueRun.curriculum_id == Curriculum.id, IssueRun.finished_at.is_(None))
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Curriculum.id, Curriculum.slug, Edition.name_th, Edition.name_en, open_run)
        .join(Edition, Edition.curriculum_id == Curriculum.id)
        .where(Edition.state != EditionState.DRAFT)
        .order_by(Curriculum.position, Curriculum.id, Edition.number)
    )
    return list({row.id: Named(*row) for row in rows}.values())


def forecast(curriculum_id: int, cohort_id: int | None = None) -> Forecast:
    """Every enrolment of the curriculum, or of one รุ่น, counted by what it waits for; one query."""
    found = forecasts(curriculum_id, cohort_id)
    return found.get(curriculum_id, Forecast(refused=_refused()))


def forecasts(
    curriculum_id: int | None = None, cohort_id: int | None = None
) -> dict[int, Forecast]:
    """The same of one curriculum, or of all, by their ids; one query."""
    state = case(
        (select(Certificate.id).where(Certificate.enrolment_id == Enrolment.id).exists(), "issued"),
        (Enrolment.completed_at.is_(None), "learning"),
        (~due.name_is_confirmed(), "name"),
        (~due.may_be_issued(), "approval"),
        else_="due",
    )
    query = (
        select(Edition.curriculum_id, state, func.count())
        .select_from(Enrolment)
        .join(Enrolment.edition)
        .join(Enrolment.person)
        .where(Enrolment.withdrawn_at.is_(None), due.in_cohort(cohort_id))
        .group_by(Edition.curriculum_id, state)
    )
    if curriculum_id is not None:
        query = query.where(Edition.curriculum_id == curriculum_id)
    counts: dict[int, dict[str, int]] = {}
    for curriculum, name, count in db.session.execute(query):
        counts.setdefault(curriculum, {})[name] = count
    refused = _refused()
    return {found: Forecast(refused=refused, **by_state) for found, by_state in counts.items()}


def _refused() -> tuple[str, ...]:
    return tuple(issuing.why_not(current_settings()))


def issue_ready(
    curriculum_id: int | None = None, cohort_id: int | None = None, **about: Any
) -> Iterator[tuple[int, int]]:
    """Issue whatever is ready; yields after each batch how many were tried and issued.

    Without a curriculum: all but those whose bulk issue an officer has in hand.
    """
    last = 0
    while batch := due.ready(BATCH, last, curriculum_id, cohort_id):
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
