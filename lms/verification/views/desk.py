"""The desk: type a number, scan a code, or drop a file."""

from __future__ import annotations

import re

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import public
from lms.certification.number import parse
from lms.verification.views.blueprint import blueprint
from lms.verification.views.number import site
from lms.web import page, scanner_page

_NOT_IN_ADDRESS = re.compile(r"[^0-9A-Za-z\u0e50-\u0e59-]+")
_LONGEST = 60


@blueprint.route("/verify", methods=["GET", "POST"])
@public
def desk() -> ResponseReturnValue:
    """ตรวจสอบวุฒิบัตร; a number that was typed goes on to its own address."""
    typed = request.values.get("number")
    if typed is None:
        return page("verification/desk.html")
    number = parse(typed)
    canonical = str(number) if number else _NOT_IN_ADDRESS.sub("-", typed)[:_LONGEST].strip("-")
    if canonical:
        return redirect(url_for("verification.number", number=canonical), 303)
    message = _("พิมพ์เลขที่วุฒิบัตร เช่น DEMO-2569-0001234-7QK4-M")
    return page("verification/desk.html", error=message), 422


@blueprint.get("/verify/scan")
@public
def scan() -> ResponseReturnValue:
    """The camera page."""
    scanner_page()
    return page("verification/scan.html", site=site())
