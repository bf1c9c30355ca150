"""A test under way: its questions, keeping answers, the summary, handing in, the review."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Actor, Permission, may, signed_in
from lms.assessment import forms
from lms.assessment.models import Attempt
from lms.assessment.queries import attempts as queries
from lms.assessment.queries.reviews import review_of
from lms.assessment.services import answers, attempts
from lms.assessment.services.answers import Closed
from lms.assessment.timing import seconds_left, takes_no_more
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.moments import hour
from lms.clock import now
from lms.curricula.outline import outline
from lms.db import release, write_in_this_request
from lms.errors import wants_json
from lms.web import page

_ATTEMPT = "/attempts/<int:attempt_id>"


@blueprint.get(_ATTEMPT)
@may(Permission.LEARN)
def attempt(attempt_id: int) -> ResponseReturnValue:
    """One question a screen, or all of them with ?all=1."""
    found = _up_to_date(signed_in(), attempt_id)
    if found.submitted_at is not None:
        return _to_review(attempt_id)
    rows = queries.saved_answers(found.id)
    lines = queries.sheet_of(found, rows)
    current = forms.number(request.args.get("q"), 1)
    return page(
        "assessment/attempt.html",
        **_about(found),
        lines=lines,
        current=min(max(current, 1), len(lines)),
        everything=request.args.get("all") == "1",
        seen=rows[-1].id if rows else 0,
        saved_at=hour(rows[-1].created_at) if rows else None,
    )


def _about(found: Attempt) -> dict[str, object]:
    edition = outline(found.enrolment.edition_id)
    return {
        "attempt": found,
        "edition": edition,
        "kind": queries.kind_of(found, edition),
        "left": seconds_left(found.deadline_at, now()),
        "ends_at": hour(found.deadline_at) if found.deadline_at else None,
    }


def _up_to_date(actor: Actor, attempt_id: int) -> Attempt:
    """The actor's attempt; one whose time is over is handed in on the way."""
    found = queries.own_attempt(actor, attempt_id)
    if found.submitted_at is None and takes_no_more(None, found.deadline_at, now()):
        release()
        write_in_this_request()
        found = queries.own_attempt(actor, attempt_id, to_write=True)
        attempts.hand_in_expired(found)
    return found


@blueprint.post(f"{_ATTEMPT}/answers")
@may(Permission.LEARN)
def save(attempt_id: int) -> ResponseReturnValue:
    """Keep answers: one, sent by the script when it is given, or a page's, sent by its button."""
    actor = signed_in()
    try:
        return _keep_one(actor, attempt_id) if wants_json() else _keep_page(actor, attempt_id)
    except Closed:
        return _too_late(queries.own_attempt(actor, attempt_id, to_write=True))


def _keep_one(actor: Actor, attempt_id: int) -> ResponseReturnValue:
    sitting = queries.own_sitting(actor, attempt_id)
    sent = forms.one_answer()
    receipt = answers.save_answer(sitting, sent.position, sent.key, sent.values)
    return jsonify(
        receipt=receipt.id,
        position=receipt.position,
        at=receipt.at.isoformat(),
        time=hour(receipt.at),
        left=seconds_left(sitting.deadline_at, now()),
    )


def _keep_page(actor: Actor, attempt_id: int) -> ResponseReturnValue:
    found = queries.own_attempt(actor, attempt_id, to_write=True)
    answers.save_sheet(found, forms.values(), forms.number(request.form.get("seen")))
    go = request.form.get("go", "")
    if go == "summary":
        target = url_for("assessment.summary", attempt_id=found.id)
    elif go == "all":
        target = url_for("assessment.attempt", attempt_id=found.id, all=1)
    else:
        target = url_for("assessment.attempt", attempt_id=found.id, q=forms.number(go, 1))
    return redirect(target, HTTPStatus.SEE_OTHER)


def _too_late(found: Attempt) -> ResponseReturnValue:
    """Say kindly that this answer came too late, and what was kept."""
    attempts.hand_in(found)
    kept = sum(line.response is not None for line in queries.answer_sheet(found))
    message = _(
        "หมดเวลาหรือส่งคำตอบไปแล้ว คำตอบล่าสุดนี้จึงไม่ได้บันทึก ที่บันทึกไว้และนำไปตรวจมี %(kept)d จาก %(whole)d ข้อ",
        kept=kept,
        whole=len(found.paper),
    )
    review = url_for("assessment.review", attempt_id=found.id)
    if wants_json():
        return jsonify(closed=True, detail=message, review=review), HTTPStatus.CONFLICT
    flash(message, "warn")
    return redirect(review, HTTPStatus.SEE_OTHER)


@blueprint.get(f"{_ATTEMPT}/summary")
@may(Permission.LEARN)
def summary(attempt_id: int) -> ResponseReturnValue:
    """ตรวจทานก่อนส่ง: what is unanswered, what is flagged."""
    found = _up_to_date(signed_in(), attempt_id)
    if found.submitted_at is not None:
        return _to_review(attempt_id)
    rows = queries.saved_answers(found.id)
    return page(
        "assessment/summary.html",
        **_about(found),
        lines=queries.sheet_of(found, rows),
        receipt=rows[-1] if rows else None,
        saved_at=hour(rows[-1].created_at) if rows else None,
    )


@blueprint.post(f"{_ATTEMPT}/submit")
@may(Permission.LEARN)
def submit(attempt_id: int) -> ResponseReturnValue:
    """ส่งคำตอบ; sending again shows the same result."""
    attempts.hand_in(queries.own_attempt(signed_in(), attempt_id, to_write=True))
    return _to_review(attempt_id)


@blueprint.get(f"{_ATTEMPT}/review")
@may(Permission.LEARN)
def review(attempt_id: int) -> ResponseReturnValue:
    """The result, and what there is to learn from it as far as the edition allows."""
    found = _up_to_date(signed_in(), attempt_id)
    if found.submitted_at is None:
        return redirect(url_for("assessment.attempt", attempt_id=attempt_id))
    return page("assessment/review.html", **_about(found), **review_of(found))


def _to_review(attempt_id: int) -> ResponseReturnValue:
    return redirect(url_for("assessment.review", attempt_id=attempt_id), HTTPStatus.SEE_OTHER)
