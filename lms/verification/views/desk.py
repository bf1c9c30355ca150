"""The desk: type a number, scan a code, or drop a file."""

from __future__ import annotations

import re

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import current_actor, public
from lms.certification.number import parse
from lms.errors import wants_json
from lms.verification.earlier import looks_earlier
from lms.verification.listing import NoNumbers, of_text
from lms.verification.qr import check_qr, is_signed, qr_as_json
from lms.verification.views.blueprint import blueprint
from lms.verification.views.listing import answer_list, limits
from lms.verification.views.number import shown_of, site
from lms.verification.views.record import named, record
from lms.web import no_store, page, scanner_page

_NOT_IN_ADDRESS = re.compile(r"[^0-9A-Za-z\u0e50-\u0e59-]+")
_LONGEST = 60


@blueprint.route("/verify", methods=["GET", "POST"])
@public
def desk() -> ResponseReturnValue:
    """ตรวจสอบวุฒิบัตร; a number that was typed goes on to its own address."""
    typed = request.values.get("number")
    if typed is None:
        return page("verification/desk.html", **limits())
    if request.method == "POST":
        answer = _of_several(typed) or _of_qr(typed)
        if answer is not None:
            return answer
    number = parse(typed)
    if number is None and looks_earlier(typed):
        return redirect(url_for("verification.earlier", number=typed[:_LONGEST]), 303)
    canonical = str(number) if number else _NOT_IN_ADDRESS.sub("-", typed)[:_LONGEST].strip("-")
    if canonical:
        return redirect(url_for("verification.number", number=canonical), 303)
    message = _("พิมพ์เลขที่วุฒิบัตร เช่น DEMO-2569-0001234-7QK4-M")
    return page("verification/desk.html", error=message, **limits()), 422


def _of_several(typed: str) -> ResponseReturnValue | None:
    """The answers to a pasted list; None for a single number."""
    try:
        listing = of_text(typed)
    except NoNumbers:
        return None
    return answer_list(listing, current_actor()) if len(listing.rows) > 1 else None


def _of_qr(typed: str) -> ResponseReturnValue | None:
    """The answer to a QR's text with its signature; None for anything else."""
    if not is_signed(typed):
        return None
    no_store()
    actor = current_actor()
    found = check_qr(typed, actor, request.remote_addr or "")
    if wants_json():
        return jsonify(qr_as_json(found))
    words = {"proof": found.judgement.proof, "fields": named(found.fields)}
    record_of = record(actor, _("คิวอาร์โค้ด"))
    shown = shown_of(found.answer, actor)
    return page("verification/qr.html", found=found, record=record_of, **words, **shown)


@blueprint.get("/verify/scan")
@public
def scan() -> ResponseReturnValue:
    """The camera page."""
    scanner_page()
    return page("verification/scan.html", site=site())
