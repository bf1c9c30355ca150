"""Messages: all of them, and opening one: it is read then, and leads where it points."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from lms.access import Permission, may, own_page, signed_in
from lms.notices import services
from lms.web import page

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@may(Permission.USE_ACCOUNT)
def notices() -> ResponseReturnValue:
    """ข้อความ, the newest first."""
    return page("notices/notices.html", found=services.everything(signed_in()))


@blueprint.post("/notices/<int:notice_id>/open")
@may(Permission.USE_ACCOUNT)
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark it read and go there."""
    return redirect(own_page(services.mark_read(signed_in(), notice_id)) or "/")
