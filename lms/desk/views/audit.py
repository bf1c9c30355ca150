"""บันทึกการใช้งานระบบ: who did what, when, to whom."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from lms.access import Permission, may, signed_in
from lms.desk import record
from lms.desk.acts import ACTS, act_words, subject_words
from lms.desk.views.blueprint import blueprint
from lms.web import page


@blueprint.get("/audit")
@may(Permission.SEE_AUDIT)
def audit() -> ResponseReturnValue:
    """A table with filters by act and date."""
    asked = record.Asked.of(request.args)
    return page(
        "desk/audit.html",
        found=record.entries(signed_in(), asked),
        asked=asked,
        acts=ACTS,
        act_words=act_words,
        subject_words=subject_words,
    )
