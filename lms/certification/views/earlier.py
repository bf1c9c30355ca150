"""ทะเบียนเดิม: what was imported, searched by officers; one paper, its scans, and striking it."""

from __future__ import annotations

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import audit
from lms.access import Permission, may, signed_in
from lms.certification.earlier import importing, queries
from lms.certification.earlier.forms import StrikeForm
from lms.certification.earlier.scan_files import ENDINGS, PDF
from lms.certification.earlier.scanning import scan_key
from lms.certification.views.blueprint import blueprint
from lms.errors import NotFound
from lms.people.views.recorded import recorded
from lms.storage import Missing, store
from lms.web import page, paged


@blueprint.get("/certificates/earlier")
@may(Permission.SEE_CERTIFICATES)
def earlier() -> ResponseReturnValue:
    """The old register of the officer's area."""
    words = request.args.get("q", "")[:200]
    found = paged(queries.certificates(signed_in(), words))
    return page("certification/earlier.html", found=found, words=words)


@blueprint.get("/certificates/earlier/<int:earlier_id>")
@may(Permission.SEE_CERTIFICATES)
def earlier_one(earlier_id: int) -> ResponseReturnValue:
    """One paper: where it came from, its scans, and whether it counts."""
    found = queries.certificate(signed_in(), queries.SEE, earlier_id)
    return page("certification/earlier_one.html", one=found, form=StrikeForm())


@blueprint.post("/certificates/earlier/<int:earlier_id>/strike")
@may(Permission.KEEP_EARLIER)
def strike_earlier(earlier_id: int) -> ResponseReturnValue:
    """ขีดฆ่า one paper, with a reason; it stays to be seen and counts no more."""
    actor = signed_in()
    found = queries.certificate(actor, queries.KEEP, earlier_id)
    form = StrikeForm()
    if not form.validate_on_submit():
        return page("certification/earlier_one.html", one=found, form=form), 422
    struck = importing.strike_certificate(actor, earlier_id, form.reason.data)
    flash(_("ขีดฆ่าแล้ว ผู้ตรวจจะไม่พบรายการนี้อีก") if struck else _("ขีดฆ่าไว้ก่อนแล้ว"), "good")
    return redirect(url_for("certification.earlier_one", earlier_id=earlier_id))


@blueprint.get("/certificates/earlier/scans/<int:scan_id>")
@recorded
@may(Permission.SEE_CERTIFICATES)
def earlier_scan(scan_id: int) -> ResponseReturnValue:
    """A scan, for officers of its area; that one has looked is kept. A PDF is never shown here."""
    actor = signed_in()
    found = queries.scan(actor, scan_id)
    audit.record(actor, "earlier_scan_seen", "earlier_certificate", found.certificate_id)
    try:
        answer = Response(store().get(scan_key(found.sha256)), content_type=found.media_type)
    except Missing:
        raise NotFound from None
    how = "attachment" if found.media_type == PDF else "inline"
    name = f"scan-{found.certificate_id}-{found.id}.{ENDINGS[found.media_type]}"
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer
