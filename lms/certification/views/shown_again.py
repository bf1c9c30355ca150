"""A form whose act was refused is shown again with what was typed."""

from __future__ import annotations

from http import HTTPStatus

from lms.db import undo
from lms.errors import Problem
from lms.forms import Form


def refused(form: Form, fault: Problem) -> HTTPStatus:
    """Nothing of the act is stored; the form says why. Whatever was loaded is loaded anew."""
    undo()
    form.form_errors = [*form.form_errors, fault.message]
    return fault.status
