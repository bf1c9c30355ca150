"""Reading a lesson, keeping one's place in it, and finishing it."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.curricula.summary_card import summary_card
from lms.curricula.texts import lesson_text
from lms.learning import readings, services
from lms.learning.queries import progress_of
from lms.learning.resume import next_lesson
from lms.learning.views.blueprint import blueprint
from lms.web import page


@blueprint.get("/curricula/<slug>/<module>/<lesson>")
@may(Permission.USE_ACCOUNT)
def lesson(slug: str, module: str, lesson: str) -> ResponseReturnValue:
    """บทเรียน."""
    reading = readings.reading(signed_in(), slug, module, lesson)
    if reading is None:
        flash(_("ลงทะเบียนอบรมหลักสูตรนี้ก่อน แล้วจึงเปิดบทเรียนได้"), "info")
        return redirect(url_for("learning.curriculum", slug=slug))
    if reading.waits_for:
        return page("learning/closed.html", reading=reading), HTTPStatus.FORBIDDEN
    text = lesson_text(reading.lesson.id)
    services.visit(reading)
    return page("learning/lesson.html", reading=reading, text=text)


@blueprint.get("/curricula/<slug>/<module>/card")
@may(Permission.USE_ACCOUNT)
def card(slug: str, module: str) -> ResponseReturnValue:
    """บัตรสรุปของหน่วย, to be printed."""
    edition, found = readings.open_module(signed_in(), slug, module)
    return page("learning/card.html", edition=edition, module=found, card=summary_card(found.id))


@blueprint.post("/curricula/<slug>/<module>/<lesson>/finish")
@may(Permission.LEARN)
def finish(slug: str, module: str, lesson: str) -> ResponseReturnValue:
    """อ่านจบแล้ว: on to the next lesson that is open, or to what comes after the lessons."""
    reading = readings.own_reading(signed_in(), slug, module, lesson)
    services.finish_lesson(reading.enrolment, reading.lesson.id)
    after = next_lesson(reading.edition, progress_of(reading.enrolment), reading.lesson.id)
    if after is None:
        flash(_("อ่านครบทุกบทแล้ว ต่อไปดูสิ่งที่ยังขาดที่หน้านี้"), "good")
        return redirect(url_for("learning.curriculum", slug=slug))
    return redirect(
        url_for("learning.lesson", slug=slug, module=after.module_slug, lesson=after.slug)
    )


@blueprint.post("/curricula/<slug>/<module>/<lesson>/place")
@may(Permission.LEARN)
def place(slug: str, module: str, lesson: str) -> ResponseReturnValue:
    """Sent by the page itself while it is read: the id of the paragraph on the screen."""
    reading = readings.own_reading(signed_in(), slug, module, lesson)
    services.keep_place(reading.enrolment, reading.lesson.id, request.form.get("place", ""))
    return "", HTTPStatus.NO_CONTENT
