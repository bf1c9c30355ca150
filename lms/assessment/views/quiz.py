"""The page before a test, and beginning it."""

from __future__ import annotations

from http import HTTPStatus

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from lms.access import Permission, may, signed_in
from lms.assessment.queries import attempts as queries
from lms.assessment.quiz_rules import attempts_allowed, opening
from lms.assessment.services import attempts
from lms.assessment.views.blueprint import blueprint
from lms.curricula.models import QuizKind
from lms.curricula.outline import outline
from lms.learning.queries import own_enrolment
from lms.web import page

_TEST = "/curricula/<slug>/tests/<any(pre, post):kind>"


@blueprint.get(_TEST)
@may(Permission.LEARN)
def quiz(slug: str, kind: str) -> ResponseReturnValue:
    """แบบทดสอบก่อนอบรม / หลังอบรม: what it asks, what was done, whether it may be begun."""
    enrolment = own_enrolment(signed_in(), slug)
    edition = outline(enrolment.edition_id)
    test = queries.quiz_of(edition, QuizKind(kind))
    done = queries.tried(enrolment.id, test.id)
    standing = queries.standing(enrolment, test.kind, done)
    allowed = attempts_allowed(test.kind, edition.attempts_allowed)
    return page(
        "assessment/quiz.html",
        edition=edition,
        test=test,
        done=done,
        standing=standing,
        allowed=allowed,
        opening=opening(test.kind, allowed, standing),
    )


@blueprint.post(_TEST)
@may(Permission.LEARN)
def start(slug: str, kind: str) -> ResponseReturnValue:
    """เริ่มทำ, or go on with the attempt under way."""
    enrolment = own_enrolment(signed_in(), slug)
    attempt, _opening = attempts.start(enrolment, QuizKind(kind))
    return redirect(url_for("assessment.attempt", attempt_id=attempt.id), HTTPStatus.SEE_OTHER)
