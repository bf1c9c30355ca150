"""บทบาท: giving and ending them; for administrators."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, Role, may, signed_in
from lms.desk.role_form import RoleForm
from lms.desk.views.blueprint import blueprint
from lms.people import directory, granting
from lms.people.words import ROLES
from lms.web import page


@blueprint.route("/people/<int:person_id>/roles", methods=["GET", "POST"])
@may(Permission.GRANT_ROLES)
def roles(person_id: int) -> ResponseReturnValue:
    """Roles held, and one more."""
    actor = signed_in()
    person = directory.one(actor, person_id, Permission.GRANT_ROLES)
    form = RoleForm()
    form.offer(actor.areas(Permission.GRANT_ROLES), country=True)
    form.offer_choices()
    if form.is_submitted() and not form.picking and form.validate():
        assert form.place.chosen is not None
        slug = form.curriculum.data or None
        granting.give(actor, person, Role(form.role.data), form.place.chosen, slug)
        flash(_("ให้บทบาทแล้ว หากเดิมใช้ PIN ให้พิมพ์ใบรหัสเพื่อตั้งรหัสผ่าน"), "good")
        return redirect(url_for("desk.roles", person_id=person.id))
    answer = page(
        "desk/roles.html",
        person=person,
        form=form,
        grants=directory.grants_of(person.id),
        words=ROLES,
    )
    return answer, 422 if form.errors else 200


@blueprint.post("/people/<int:person_id>/roles/<int:grant_id>/end")
@may(Permission.GRANT_ROLES)
def end_role(person_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back from now on."""
    actor = signed_in()
    granting.end(actor, granting.held(actor, person_id, grant_id))
    flash(_("ยุติบทบาทแล้ว"), "good")
    return redirect(url_for("desk.roles", person_id=person_id))
