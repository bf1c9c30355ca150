"""Work in the background: issue what is ready, then print and sign it."""

from __future__ import annotations

import logging

from lms.certification import bulk, issuing, making, runs, turns
from lms.config import current_settings
from lms.db import commit
from lms.jobs import enqueue, periodic, task

log = logging.getLogger(__name__)


@periodic("certification.issue_due")
def issue_due() -> None:
    """Issue every certificate that is ready."""
    if reasons := issuing.why_not(current_settings()):
        log.warning("issuing is refused: %s", "; ".join(reasons))
        return
    for _, issued in bulk.issue_ready():
        if issued:
            enqueue("certification.make_documents")
            commit()


@periodic("certification.make_documents")
def make_documents() -> None:
    """Print and sign every certificate that has no document yet."""
    try:
        making.make_waiting()
    except Exception:
        log.exception("documents are not made now; the next minute tries again")


@periodic("certification.carry_on")
def carry_on() -> None:
    """Take up bulk issues that nobody carries on: their worker died, or the system was off."""
    turns.sweep()


@task(runs.TURN)
def run_turn(run_id: int, turn: int) -> None:
    """Some seconds of one bulk issue."""
    turns.take(run_id, turn)
