"""รุ่น: opened by an officer, filled with people, followed to their certificates."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.curricula.outline import published
from lms.errors import Busy, Invalid
from lms.learning import cohorts as found_in
from lms.learning.forms import CohortForm, FillForm
from lms.learning.models import Cohort
from lms.learning.views.blueprint import blueprint
from lms.people import units
from lms.people.names import display_name
from lms.web import page


@blueprint.get("/cohorts")
@may(Permission.SEE_PEOPLE)
def cohorts() -> ResponseReturnValue:
    """รุ่นที่เปิดในพื้นที่."""
    names = {one.slug: one for one in published()}
    return page("learning/cohorts.html", found=found_in.cohorts(signed_in()), editions=names)


@blueprint.route("/cohorts/new", methods=["GET", "POST"])
@may(Permission.MANAGE_PEOPLE)
def new_cohort() -> ResponseReturnValue:
    """เปิดรุ่น."""
    actor = signed_in()
    form, status = CohortForm(year=str(found_in.this_year())), 200
    form.offer(published(), found_in.units_for(actor))
    if form.validate_on_submit():
        chosen = form.slug.data, form.unit_id.data, form.the_year, form.the_number
        try:
            opened = found_in.open_cohort(actor, *chosen)
            return redirect(url_for("learning.cohort", cohort_id=opened.id))
        except Busy as there:
            form.number.errors = [*form.number.errors, there.message]
            status = there.status
    elif form.errors:
        status = 422
    return page("learning/new_cohort.html", form=form), status


@blueprint.get("/cohorts/<int:cohort_id>")
@may(Permission.SEE_PEOPLE)
def cohort(cohort_id: int) -> ResponseReturnValue:
    """Who is in it."""
    found = found_in.load(signed_in(), Permission.SEE_PEOPLE, cohort_id)
    return _page(found, FillForm(), [])


@blueprint.post("/cohorts/<int:cohort_id>/people")
@may(Permission.MANAGE_PEOPLE)
def fill_cohort(cohort_id: int) -> ResponseReturnValue:
    """เพิ่มเข้ารุ่น; what was not found stays typed."""
    actor, form = signed_in(), FillForm()
    found = found_in.load(actor, Permission.MANAGE_PEOPLE, cohort_id)
    if not form.validate_on_submit():
        return _page(found, form, []), 422
    try:
        lines = found_in.fill(actor, found, form.numbers.data)
    except Invalid as fault:
        form.numbers.errors = [*form.numbers.errors, fault.message]
        return _page(found, form, []), fault.status
    unknown = [one.typed for one in lines if one.outcome is found_in.Outcome.UNKNOWN]
    form.numbers.data = "\n".join(unknown)
    return _page(found, form, lines)


def _page(found: Cohort, form: FillForm, lines: list[found_in.Line]) -> str:
    actor = signed_in()
    areas = actor.areas(Permission.MANAGE_PEOPLE)
    return page(
        "learning/cohort.html",
        cohort=found,
        edition=next((one for one in published() if one.slug == found.curriculum.slug), None),
        form=form,
        lines=lines,
        outcomes=found_in.Outcome,
        members=found_in.members(found),
        may_manage=any(found.unit.path.startswith(area) for area in areas),
        may_issue=units.everywhere(actor, Permission.APPROVE),
        display_name=display_name,
    )


@blueprint.post("/cohorts/<int:cohort_id>/take-out/<int:enrolment_id>")
@may(Permission.MANAGE_PEOPLE)
def take_out_of_cohort(cohort_id: int, enrolment_id: int) -> ResponseReturnValue:
    """นำออกจากรุ่น."""
    actor = signed_in()
    found = found_in.load(actor, Permission.MANAGE_PEOPLE, cohort_id)
    found_in.take_out(actor, found, enrolment_id)
    flash(_("นำออกจากรุ่นแล้ว การลงทะเบียนและผลการเรียนยังอยู่"), "info")
    return redirect(url_for("learning.cohort", cohort_id=found.id))
