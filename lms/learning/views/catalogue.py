"""The catalogue, one curriculum, enrolling, and going on where one left."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Actor, Permission, current_actor, may, public, signed_in
from lms.curricula.models import QuizKind
from lms.curricula.outline import Outline, outline, published, published_of
from lms.learning import queries, services
from lms.learning.cards import path_of
from lms.learning.progress import Step
from lms.learning.readings import may_read
from lms.learning.resume import next_lesson, next_place
from lms.learning.views.blueprint import blueprint
from lms.web import page


@blueprint.get("/curricula")
@public
def catalogue() -> ResponseReturnValue:
    """หลักสูตรทั้งหมด."""
    mine = queries.own_progress(current_actor())
    return page("learning/catalogue.html", editions=published(), mine=mine)


@blueprint.get("/curricula/<slug>")
@public
def curriculum(slug: str) -> ResponseReturnValue:
    """One curriculum: its outline for strangers, the path of modules for its learners."""
    actor = current_actor()
    enrolment = queries.found_enrolment(actor, slug)
    if enrolment is None:
        return _introduction(actor, published_of(slug))
    edition = outline(enrolment.edition_id)
    progress = queries.progress_of(enrolment)
    following = next_lesson(edition, progress, enrolment.last_lesson_id)
    return page(
        "learning/curriculum.html",
        edition=edition,
        enrolment=enrolment,
        progress=progress,
        lessons_left=progress.left_of(edition.lessons),
        path=path_of(edition, progress, following.module_slug if following else None),
    )


def _introduction(actor: Actor | None, edition: Outline) -> ResponseReturnValue:
    return page(
        "learning/introduction.html",
        edition=edition,
        first=queries.unmet_prerequisites(actor, edition),
        may_enrol=actor is not None and actor.may(Permission.LEARN),
        may_read=may_read(actor, edition.slug),
    )


@blueprint.post("/curricula/<slug>/enrol")
@may(Permission.LEARN)
def enrol(slug: str) -> ResponseReturnValue:
    """ลงทะเบียนอบรม; a second press finds the first one's enrolment."""
    services.enrol(signed_in(), slug)
    flash(_("ลงทะเบียนอบรมแล้ว"), "good")
    return redirect(url_for("learning.curriculum", slug=slug))


@blueprint.get("/curricula/<slug>/resume")
@may(Permission.LEARN)
def resume(slug: str) -> ResponseReturnValue:
    """เรียนต่อ: to the exact place left, or to what is missing next."""
    enrolment = queries.own_enrolment(signed_in(), slug)
    target = next_place(
        outline(enrolment.edition_id),
        queries.progress_of(enrolment),
        enrolment.last_lesson_id,
    )
    if target.lesson is not None:
        return redirect(
            url_for(
                "learning.lesson",
                slug=slug,
                module=target.lesson.module_slug,
                lesson=target.lesson.slug,
                _anchor=queries.place_in(enrolment, target.lesson.id),
            )
        )
    if target.step is Step.POST_TEST:
        return redirect(url_for("assessment.quiz", slug=slug, kind=QuizKind.POST))
    if target.step is Step.PRACTICUM:
        return redirect(url_for("assessment.practicum", slug=slug))
    return redirect(url_for("learning.curriculum", slug=slug))
