"""The practicum: reading the brief, writing, adding photographs, handing in."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Actor, Permission, may, signed_in
from lms.assessment import forms
from lms.assessment.models import Work
from lms.assessment.queries import practicum as queries
from lms.assessment.queries.practicum import Task
from lms.assessment.services import practicum
from lms.assessment.services.practicum import MovedOn, Upload
from lms.assessment.views import practicum_words as words
from lms.assessment.views.blueprint import blueprint
from lms.assessment.views.moments import hour
from lms.curricula.outline import outline
from lms.db import release
from lms.errors import NotFound, wants_json
from lms.forms import Form
from lms.storage import Missing, store
from lms.web import page

_PRACTICUM = "/curricula/<slug>/practicum"


@blueprint.get(_PRACTICUM, endpoint="practicum")
@may(Permission.LEARN)
def practicum_page(slug: str) -> ResponseReturnValue:
    """การฝึกปฏิบัติ."""
    task = queries.own_task(signed_in(), slug)
    form = forms.draft_form(task.brief.form, saved=task.work.draft if task.work else "")
    return _page(task, form, [])


def _page(
    task: Task, form: Form, faults: list[str], other: str | None = None
) -> ResponseReturnValue:
    shown = page(
        "assessment/practicum.html",
        edition=outline(task.enrolment.edition_id),
        task=task,
        form=form,
        faults=faults,
        other=other,
        version=practicum.version(task.work),
        editable=task.work is None or task.work.state in practicum.OPEN,
        saved_at=hour(task.work.draft_saved_at) if task.work and task.work.draft_saved_at else None,
    )
    return shown, HTTPStatus.UNPROCESSABLE_ENTITY if faults or form.errors else HTTPStatus.OK


@blueprint.post(_PRACTICUM)
@may(Permission.LEARN)
def keep_practicum(slug: str) -> ResponseReturnValue:
    """Save the draft with what was added to it; `act` says what else is wanted."""
    actor = signed_in()
    task = queries.own_task(actor, slug)
    form = forms.draft_form(task.brief.form)
    if not form.validate():
        return _page(task, form, [])
    files = forms.uploads(task.brief.photos_max + 1)
    release()
    uploads = practicum.read_uploads(files)
    task, work = practicum.open_work(actor, slug)
    if work.state not in practicum.OPEN:
        return _handed_in(slug)
    try:
        practicum.save_draft(
            work, forms.drafted(form, task.brief.form), request.form.get("seen", "")
        )
    except MovedOn:
        return _two_windows(task, form, work)
    return _and_then(actor, slug, task, work, form, uploads)


def _two_windows(task: Task, form: Form, work: Work) -> ResponseReturnValue:
    """Both texts are shown: the reader decides which one stays."""
    message = _("มีการบันทึกจากอีกหน้าต่างหนึ่งแล้ว ยังไม่ได้บันทึกข้อความในหน้านี้ โปรดเทียบสองฉบับ แล้วกดบันทึกอีกครั้ง")
    if wants_json():
        return jsonify(detail=message), HTTPStatus.CONFLICT
    return _page(task, form, [message], other=work.draft)


def _and_then(
    actor: Actor,
    slug: str,
    task: Task,
    work: Work,
    form: Form,
    uploads: list[Upload],
) -> ResponseReturnValue:
    if wants_json():
        saved = work.draft_saved_at
        return jsonify(seen=practicum.version(work), time=hour(saved) if saved else None)
    left_out = practicum.add_photos(task, work, uploads)
    practicum.remove_photo(work, forms.number(request.form.get("remove")))
    faults = words.of_uploads(uploads, left_out, task.brief.photos_max)
    if request.form.get("act") == "submit":
        lacks = practicum.lacks(task, work)
        words.at_fields(form, lacks, task, work)
        faults += words.of_lacks(lacks, task)
        if not faults and not lacks:
            practicum.hand_in(actor, work)
            return _handed_in(slug)
    if faults or form.errors:
        return _page(task, form, faults)
    flash(_("บันทึกร่างแล้ว ยังไม่ได้ส่งงาน"), "good")
    return redirect(url_for("assessment.practicum", slug=slug), HTTPStatus.SEE_OTHER)


def _handed_in(slug: str) -> ResponseReturnValue:
    if wants_json():
        message = _("ส่งงานแล้ว จึงแก้ไขไม่ได้จนกว่าวิทยากรจะตรวจ")
        return jsonify(detail=message), HTTPStatus.CONFLICT
    flash(_("ส่งงานแล้ว รอวิทยากรตรวจ"), "good")
    return redirect(url_for("assessment.practicum", slug=slug), HTTPStatus.SEE_OTHER)


@blueprint.get(f"{_PRACTICUM}/sheet")
@may(Permission.LEARN)
def blank_sheet(slug: str) -> ResponseReturnValue:
    """ใบงานเปล่า, to be printed and written on in the field."""
    task = queries.own_task(signed_in(), slug)
    if not task.brief.form:
        raise NotFound
    return page(
        "assessment/sheet.html", edition=outline(task.enrolment.edition_id), brief=task.brief
    )


@blueprint.get("/photos/<int:photo_id>/<any(large, small):size>")
@may(Permission.USE_ACCOUNT)
def photo(photo_id: int, size: str) -> ResponseReturnValue:
    """A photograph, for its owner, the trainers of its curriculum, the officers of its area."""
    found = queries.visible_photo(signed_in(), photo_id)
    key = found.storage_key if size == "large" else practicum.small_key(found.storage_key)
    try:
        response = Response(store().get(key), content_type="image/webp")
    except Missing:
        raise NotFound from None
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(f"{found.sha256}-{size}")
    return response.make_conditional(request)
