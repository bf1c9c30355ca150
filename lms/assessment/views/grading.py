"""The trainer's queue, and one submission on the screen with the rubric beside it."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Actor, Permission, may, signed_in
from lms.assessment import forms
from lms.assessment.models import Outcome, Submission
from lms.assessment.queries import grading as queries
from lms.assessment.queries.briefs import brief
from lms.assessment.queries.practicum import photos_of
from lms.assessment.rubric import Flaw, flaws, read_levels
from lms.assessment.services import grading
from lms.assessment.services.grading import AlreadyDecided, HeldByOther
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.moments import hour
from lms.curricula.outline import outline
from lms.people.models import Person
from lms.people.names import display_name
from lms.web import page

_SUBMISSION = "/grading/<int:submission_id>"


@blueprint.get("/grading")
@may(Permission.GRADE)
def queue() -> ResponseReturnValue:
    """งานรอตรวจ, oldest first."""
    actor = signed_in()
    slug = request.args.get("curriculum") or None
    counts = queries.waiting_by_curriculum(actor)
    return page(
        "assessment/queue.html",
        counts=[(one, outline(one.edition_id)) for one in counts],
        total=sum(one.count for one in counts),
        chosen=slug,
        queue=queries.queue(actor, slug),
        is_held=queries.is_held,
        display_name=display_name,
    )


@blueprint.post("/grading/next")
@may(Permission.GRADE)
def grade_next() -> ResponseReturnValue:
    """ตรวจงานถัดไป: the oldest that nobody holds."""
    return _to_next(signed_in(), after=0)


@blueprint.get(_SUBMISSION)
@may(Permission.GRADE)
def grade(submission_id: int) -> ResponseReturnValue:
    """One submission; graded or held by somebody else, it can be read but not judged."""
    actor = signed_in()
    return _page(actor, queries.gradable(actor, submission_id), forms.GradingForm(formdata=None))


def _page(
    actor: Actor, submission: Submission, form: forms.GradingForm, faults: tuple[str, ...] = ()
) -> ResponseReturnValue:
    task = brief(submission.work.assignment_id)
    until = grading.held_until(submission)
    shown = page(
        "assessment/grade.html",
        submission=submission,
        author=display_name(submission.work.enrolment.person),
        edition=outline(submission.work.enrolment.edition_id),
        brief=task,
        photos=photos_of(submission) if submission.photo_ids else [],
        earlier=queries.earlier(submission) if submission.number > 1 else [],
        form=form,
        faults=faults,
        levels=read_levels(task.rubric, forms.levels()),
        mine=until is not None and submission.claimed_by == actor.person_id,
        until=hour(until) if until else None,
        holder=_name(submission.holder) if until else None,
        decided_by=_name(submission.grading.trainer) if submission.grading else None,
    )
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if faults or form.errors else HTTPStatus.OK


def _name(person: Person | None) -> str:
    return display_name(person) if person else ""


@blueprint.post(f"{_SUBMISSION}/claim")
@may(Permission.GRADE)
def claim(submission_id: int) -> ResponseReturnValue:
    """รับตรวจ: nobody else judges it for half an hour."""
    actor = signed_in()
    submission = queries.gradable(actor, submission_id)
    if not grading.claim(actor, submission):
        flash(_("วิทยากรอีกคนรับตรวจงานนี้ไปก่อนแล้ว"), "warn")
    return redirect(url_for("assessment.grade", submission_id=submission_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"{_SUBMISSION}/release")
@may(Permission.GRADE)
def release_claim(submission_id: int) -> ResponseReturnValue:
    """คืนงานเข้าคิว."""
    actor = signed_in()
    grading.let_go(actor, queries.gradable(actor, submission_id, to_write=True))
    flash(_("คืนงานเข้าคิวแล้ว วิทยากรคนอื่นตรวจได้"), "info")
    return redirect(url_for("assessment.queue"), HTTPStatus.SEE_OTHER)


@blueprint.post(_SUBMISSION)
@may(Permission.GRADE)
def decide(submission_id: int) -> ResponseReturnValue:
    """ผ่าน or ส่งคืนให้แก้ไข; then the next one."""
    actor = signed_in()
    submission = queries.gradable(actor, submission_id, to_write=True)
    form = forms.GradingForm()
    outcome = forms.outcome()
    if _decided_by(actor, submission, outcome):
        return _to_next(actor, submission_id)
    rubric = brief(submission.work.assignment_id).rubric
    levels = read_levels(rubric, forms.levels())
    comment = form.comment.data or ""
    found = flaws(rubric, levels, comment, passing=outcome is Outcome.PASS)
    if not form.validate() or found:
        said = tuple(_words(flaw, rubric.pass_points, sum(levels.values())) for flaw in found)
        return _page(actor, submission, form, said)
    try:
        grading.decide(actor, submission, outcome, levels, comment)
    except (AlreadyDecided, HeldByOther):
        return _second(actor, submission_id, comment)
    flash(_("บันทึกผลแล้ว ผู้ส่งงานได้รับแจ้งแล้ว"), "good")
    return _to_next(actor, submission_id)


def _decided_by(actor: Actor, submission: Submission, outcome: Outcome) -> bool:
    """Whether this very decision was sent before: a second click."""
    made = submission.grading
    return made is not None and (made.trainer_id, made.outcome) == (actor.person_id, outcome)


def _words(flaw: Flaw, needed: int, given: int) -> str:
    words: str
    match flaw:
        case Flaw.UNJUDGED:
            words = _("เลือกระดับให้ครบทุกเกณฑ์ก่อนให้ผ่าน")
        case Flaw.TOO_FEW:
            words = _(
                "ได้ %(given)d คะแนน ต้องได้อย่างน้อย %(needed)d จึงให้ผ่านได้ หรือเลือกส่งคืนให้แก้ไข",
                given=given,
                needed=needed,
            )
        case Flaw.NO_COMMENT:
            words = _("เขียนข้อเสนอแนะก่อนส่งคืน เพื่อให้ผู้ส่งงานรู้ว่าต้องแก้อะไร")
    return words


def _second(actor: Actor, submission_id: int, comment: str) -> ResponseReturnValue:
    """Somebody else was first: what they decided, and what this trainer wrote, to be copied."""
    submission = queries.gradable(actor, submission_id)
    until = grading.held_until(submission)
    made = submission.grading
    shown = page(
        "assessment/decided.html",
        submission=submission,
        author=display_name(submission.work.enrolment.person),
        decided_by=_name(made.trainer) if made else None,
        holder=_name(submission.holder) if until and not made else None,
        until=hour(until) if until else None,
        comment=comment,
    )
    return shown, HTTPStatus.CONFLICT


def _to_next(actor: Actor, after: int) -> ResponseReturnValue:
    """To the next submission, claimed on the way; to the queue when none is left."""
    slug = request.form.get("curriculum") or None
    following = queries.next_waiting(actor, after, slug)
    if following is None:
        return redirect(url_for("assessment.queue", curriculum=slug), HTTPStatus.SEE_OTHER)
    grading.claim(actor, queries.gradable(actor, following))
    return redirect(
        url_for("assessment.grade", submission_id=following, curriculum=slug), HTTPStatus.SEE_OTHER
    )
