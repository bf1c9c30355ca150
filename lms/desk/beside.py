"""What pages of learning show of the parts above them; templates ask for it by name."""

from __future__ import annotations

from functools import cache

from flask import Flask
from sqlalchemy import Select, bindparam, select

from lms.assessment.models import Work, WorkState
from lms.certification.queries import status_line
from lms.db import db
from lms.learning.models import Enrolment
from lms.learning.progress import Progress

# states of the work → the tags that pages show
_TAGS = {
    WorkState.DRAFT: "active",
    WorkState.SUBMITTED: "waiting",
    WorkState.RETURNED: "returned",
    WorkState.PASSED: "passed",
}


def register(app: Flask) -> None:
    """Give templates these names."""
    app.jinja_env.globals.update(practicum_state=practicum_state, certificate_line=status_line)


@cache
def _state() -> Select[WorkState]:
    return select(Work.state).where(Work.enrolment_id == bindparam("enrolment"))


def practicum_state(enrolment: Enrolment, progress: Progress) -> str:
    """Where the practicum stands, as a tag; no query once it has passed."""
    if progress.facts.practicum_passed:
        return "passed"
    state = db.session.scalar(_state(), {"enrolment": enrolment.id})
    return _TAGS[WorkState(state)] if state else "todo"
