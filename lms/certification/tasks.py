"""Work in the background: issue what is ready, then print and sign it."""

from __future__ import annotations

import logging

from lms.certification import claims, due, issuing, making
from lms.config import current_settings
from lms.db import commit, db
from lms.jobs import enqueue, periodic

log = logging.getLogger(__name__)

BATCH = 200


@periodic("certification.issue_due")
def issue_due() -> None:
    """Issue every certificate that is ready, a batch in a transaction."""
    if reasons := issuing.why_not(current_settings()):
        log.warning("issuing is refused: %s", "; ".join(reasons))
        return
    last = 0
    while batch := due.ready(BATCH, after=last):
        db.session.rollback()
        last = batch[-1]
        if issue_batch(batch):
            enqueue("certification.make_documents")
            commit()


def issue_batch(enrolment_ids: list[int]) -> int:
    """One that cannot be issued does not hold up the others; how many were issued."""
    try:
        issued = len(issuing.issue_all(enrolment_ids))
        commit()
    except Exception:
        db.session.rollback()
        if len(enrolment_ids) > 1:
            return sum(issue_batch([one]) for one in enrolment_ids)
        log.exception("enrolment %s is ready and could not be issued", enrolment_ids[0])
        return 0
    return issued


@periodic("certification.make_documents")
def make_documents() -> None:
    """Print and sign every certificate that has no document yet."""
    claims.release_dead()
    last = 0
    while batch := claims.take(after=last):
        last = batch[-1]
        try:
            making.make(batch)
        except Exception:
            log.exception("%s certificates have no document yet", len(batch))
            return
