"""Bulk issue for central officers: count first, confirm, watch, pause, go on."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.certification import bulk, runs
from lms.certification.forms import StartForm
from lms.certification.views.blueprint import blueprint
from lms.errors import Busy
from lms.learning import cohorts
from lms.web import page


@blueprint.get("/certificates/runs")
@may(Permission.APPROVE)
def bulk_issues() -> ResponseReturnValue:
    """What could be issued now, by curriculum, and every bulk issue so far."""
    return page(
        "certification/runs.html",
        curricula=bulk.curricula(),
        forecasts=bulk.forecasts(),
        runs=runs.recent(),
        nothing=bulk.Forecast(),
    )


@blueprint.route("/certificates/runs/new/<slug>", methods=["GET", "POST"])
@may(Permission.APPROVE)
def new_run(slug: str) -> ResponseReturnValue:
    """The counts first; to start, the count is repeated."""
    actor = signed_in()
    curriculum = bulk.curriculum_of(slug)
    code = request.args.get("cohort", "")
    cohort = cohorts.by_code(curriculum.id, code) if code else None
    form, status = StartForm(), 200
    if form.validate_on_submit():
        try:
            begun = runs.start(actor, slug, form.number, cohort)
            return redirect(url_for("certification.run", run_id=begun.id))
        except Busy as changed:
            form.count.errors = [*form.count.errors, changed.message]
            status = changed.status
    elif form.errors:
        status = 422
    return page(
        "certification/new_run.html",
        form=form,
        curriculum=curriculum,
        cohort=cohort,
        found=bulk.forecast(curriculum.id, cohort.id if cohort else None),
    ), status


@blueprint.get("/certificates/runs/<int:run_id>")
@may(Permission.APPROVE)
def run(run_id: int) -> ResponseReturnValue:
    """How far it is, how fast it goes, how long still; pause or go on."""
    found = runs.load(signed_in(), run_id)
    return page(
        "certification/run.html",
        run=found,
        pace=runs.pace_of(found),
        stalled=runs.is_stalled(found),
        curriculum=bulk.curriculum_of(found.curriculum.slug),
    )


@blueprint.post("/certificates/runs/<int:run_id>/pause")
@may(Permission.APPROVE)
def pause_run(run_id: int) -> ResponseReturnValue:
    """หยุดพัก."""
    runs.pause(signed_in(), run_id)
    flash(_("หยุดพักแล้ว ฉบับที่ออกเลขแล้วจะพิมพ์จนเสร็จ"), "info")
    return redirect(url_for("certification.run", run_id=run_id))


@blueprint.post("/certificates/runs/<int:run_id>/resume")
@may(Permission.APPROVE)
def resume_run(run_id: int) -> ResponseReturnValue:
    """ทำต่อ."""
    runs.resume(signed_in(), run_id)
    flash(_("ทำต่อแล้ว"), "good")
    return redirect(url_for("certification.run", run_id=run_id))
