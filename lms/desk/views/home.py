"""The first page: a greeting for strangers, home for volunteers, the desk for staff."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.access import Actor, Permission, current_actor, public
from lms.desk.homes import home_of
from lms.desk.views.blueprint import blueprint
from lms.desk.waiting import waiting_for
from lms.notices.services import unread
from lms.web import page


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """หน้าแรก."""
    actor = current_actor()
    if actor is None:
        return page("desk/greeting.html")
    if is_staff(actor):
        return page("desk/desk.html", waiting=waiting_for(actor), notices=unread(actor))
    return page("desk/home.html", home=home_of(actor))


def is_staff(actor: Actor) -> bool:
    """Whoever checks certificates or manages the register works here; others learn."""
    return actor.may(Permission.CHECK) or actor.may(Permission.SEE_PEOPLE)
