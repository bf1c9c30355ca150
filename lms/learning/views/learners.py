"""Learners of an officer's area: how far each is and what is missing."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from lms.access import Permission, may, signed_in
from lms.curricula.outline import outline, published
from lms.learning import queries
from lms.learning.learners import Asked
from lms.learning.learners import learners as learners_of
from lms.learning.views.blueprint import blueprint
from lms.people.names import display_name
from lms.web import page


@blueprint.get("/learners")
@may(Permission.SEE_PEOPLE)
def learners() -> ResponseReturnValue:
    """ผู้เรียนในพื้นที่."""
    asked = Asked.of(request.args)
    found = learners_of(signed_in(), asked)
    return page(
        "learning/learners.html",
        found=found,
        asked=asked,
        editions=published(),
        display_name=display_name,
    )


@blueprint.get("/learners/<int:enrolment_id>")
@may(Permission.SEE_PEOPLE)
def learner(enrolment_id: int) -> ResponseReturnValue:
    """One learner in one curriculum."""
    enrolment = queries.enrolment_in_area(signed_in(), Permission.SEE_PEOPLE, enrolment_id)
    return page(
        "learning/learner.html",
        enrolment=enrolment,
        edition=outline(enrolment.edition_id),
        progress=queries.progress_of(enrolment),
        display_name=display_name,
    )
