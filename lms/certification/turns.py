"""A worker's turn at a bulk issue: a few seconds of issuing and printing, then others' work.

Turns are numbered and each is taken once, so that two workers, or a message that came twice,
do not carry one bulk issue on side by side. The row says how far it is; whatever stops a
worker, the sweep of the next minute takes the next turn.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from lms import audit, clock
from lms.certification import bulk, claims, due, making, runs
from lms.certification.models import Certificate, DocumentClaim, IssueRun
from lms.curricula.models import Edition
from lms.db import commit, db
from lms.jobs import enqueue
from lms.learning.models import Enrolment

SECONDS = 6.0  # a turn; the worker has other work too
AHEAD = 1_000  # so many may be issued and not printed: whoever pauses expects it to stop
MANY = 200  # so many that wait for printing are worth every core
log = logging.getLogger(__name__)


def sweep() -> None:
    """Take up what nobody carries on; a new stretch, for the time between does not count."""
    moment = clock.now()
    unfinished = or_(IssueRun.paused_at.is_(None), IssueRun.printed < IssueRun.issued)
    stale = select(IssueRun.id, IssueRun.turn).where(
        IssueRun.finished_at.is_(None), unfinished, IssueRun.noted_at < moment - runs.STALE
    )
    for run_id, turn in db.session.execute(stale).all():
        _set(run_id, noted_at=moment, stretch_at=moment, stretch_printed=IssueRun.printed)
        enqueue(runs.TURN, run_id, turn)


def take(run_id: int, turn: int) -> None:
    """Carry on for some seconds, then queue the next turn."""
    if not _is_mine(run_id, turn):
        return
    ends = time.monotonic() + SECONDS
    try:
        claims.release_dead()
        goes_on = _step(run_id)
        while goes_on and time.monotonic() < ends:
            goes_on = _step(run_id)
    except Exception as fault:
        log.exception("the bulk issue %s does not get on", run_id)
        db.session.rollback()
        _set(run_id, fault=f"{type(fault).__name__}: {fault}"[:200])
        return  # the sweep tries again
    if goes_on:
        enqueue(runs.TURN, run_id, turn + 1)


def _is_mine(run_id: int, turn: int) -> bool:
    taken = _set(run_id, IssueRun.turn == turn, turn=turn + 1, noted_at=clock.now())
    commit()
    return taken


def _step(run_id: int) -> bool:
    """Issue a batch, or print one; False when there is nothing more to do for now."""
    run = db.session.get_one(IssueRun, run_id, populate_existing=True)
    if run.finished_at is not None:
        return False
    paused, floor, waiting = run.paused_at is not None, run.floor_id, run.issued - run.printed
    ids = _next(run) if waiting < AHEAD and not paused else []
    db.session.rollback()
    if waiting > MANY:
        making.call_helpers()
    if ids:
        _issue(run_id, ids)
    made = 0 if ids else making.make_some(after=floor)
    hopeful = _note(run_id)
    if ids or made:
        return True
    if hopeful or waiting >= AHEAD:
        time.sleep(0.3)  # others have them in hand
        return True
    if not paused:
        _finish(run_id)
    return False


def _next(run: IssueRun) -> list[int]:
    most = min(run.planned - run.issued, bulk.BATCH)
    if most <= 0:
        return []
    return due.ready(most, run.enrolment_id, run.curriculum_id, run.cohort_id)


def _issue(run_id: int, enrolment_ids: list[int]) -> None:
    """What was issued is counted in the same transaction: a kill loses neither."""

    def count(issued: int) -> None:
        _set(run_id, issued=IssueRun.issued + issued)

    bulk.issue_batch(enrolment_ids, then=count, run=run_id)
    _set(run_id, enrolment_id=enrolment_ids[-1])
    commit()


def _note(run_id: int) -> int:
    """Write down how far it is; how many of its certificates may yet get their document."""
    run = db.session.get_one(IssueRun, run_id, populate_existing=True)
    failed = func.count(DocumentClaim.fault)
    query = (
        select(func.count(), func.min(Certificate.id), failed)
        .select_from(Certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.edition)
        .outerjoin(DocumentClaim, DocumentClaim.certificate_id == Certificate.id)
        .where(Edition.curriculum_id == run.curriculum_id, Certificate.id > run.floor_id)
        .where(claims.undocumented())
    )
    waiting, first, hopeless = db.session.execute(query).one()
    newest = select(func.max(Certificate.id)).scalar_subquery()
    _set(
        run_id,
        printed=max(0, run.issued - waiting),
        floor_id=first - 1 if first else func.coalesce(newest, 0),
        noted_at=clock.now(),
        fault=None,
    )
    commit()
    return int(waiting - hopeless)


def _finish(run_id: int) -> None:
    if _set(run_id, finished_at=clock.now()):
        run = db.session.get_one(IssueRun, run_id, populate_existing=True)
        about = {"issued": run.issued, "printed": run.printed}
        audit.record(None, "issuing_finished", "issue_run", run_id, **about)
    commit()


def _set(run_id: int, *only: ColumnElement[bool], **values: Any) -> bool:
    """Change an open run's row, whatever else is changing it; False when there is none such."""
    changed = db.session.execute(
        update(IssueRun)
        .where(IssueRun.id == run_id, IssueRun.finished_at.is_(None), *only)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]
