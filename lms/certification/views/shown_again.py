"""A form whose act was refused is shown again with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from lms.certification.lineage.models import CertificateCase
from lms.db import undo
from lms.errors import Busy, Invalid, Problem
from lms.forms import Form


def acted_or_shown(
    form: Form, act: Callable[[], ResponseReturnValue], shown: Callable[[], str]
) -> ResponseReturnValue:
    """What the act answers; the form's page until it is sent, and again when it is refused."""
    if form.validate_on_submit():
        try:
            return act()
        except (Busy, Invalid) as fault:
            status = _refused(form, fault)
    else:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return shown(), status


def proposed_or_shown(
    form: Form, propose: Callable[[], CertificateCase], said: str, shown: Callable[[], str]
) -> ResponseReturnValue:
    """A proposal leads to the page of its case and says what comes next."""

    def act() -> ResponseReturnValue:
        case = propose()
        flash(said, "good")
        return redirect(url_for("certification.case", case_id=case.id))

    return acted_or_shown(form, act, shown)


def _refused(form: Form, fault: Problem) -> HTTPStatus:
    """Nothing of the act is stored; the form says why. Whatever was loaded is loaded anew."""
    undo()
    form.form_errors = [*form.form_errors, fault.message]
    return fault.status
