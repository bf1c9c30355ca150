"""พิมพ์ใบรหัสเข้าใช้: shown once, in the answer to the click that made them."""

from __future__ import annotations

from base64 import b64encode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.config import current_settings
from lms.people import printing
from lms.people.places import place_name
from lms.people.views.blueprint import blueprint
from lms.qr import qr_svg
from lms.web import no_store, page

AT_ONCE = 200


@blueprint.post("/people/slips")
@may(Permission.MANAGE_PEOPLE)
def print_slips() -> ResponseReturnValue:
    """Make slips for the chosen people and show them, this once, for printing."""
    no_store()
    actor = signed_in()
    chosen = [int(n) for n in request.form.getlist("person") if n.isascii() and n.isdigit()]
    chosen = [number for number in dict.fromkeys(chosen) if number < 2**31][:AT_ONCE]
    if not chosen:
        flash(_("เลือกบุคคลที่จะพิมพ์ใบรหัสเข้าใช้ก่อน"), "warn")
        return redirect(url_for("people.people"))
    made, refused = printing.make_slips(actor, chosen)
    return page(
        "people/slips.html",
        slips=made,
        refused=refused,
        picture=_picture,
        place_name=place_name,
        back_to=chosen[0] if len(chosen) == 1 else None,
    )


def _picture(token: str) -> str:
    address = f"{current_settings().public_url}{url_for('people.slip_scanned', token=token)}"
    return "data:image/svg+xml;base64," + b64encode(qr_svg(address)).decode("ascii")
