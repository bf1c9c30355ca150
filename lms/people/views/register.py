"""ทะเบียน: finding people, one person's page, entering and correcting."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from lms import audit
from lms.access import Actor, Permission, may, signed_in
from lms.clock import today
from lms.people import directory, register
from lms.people.actors import STAFF
from lms.people.directory import Sought
from lms.people.models import Person, RoleGrant, Standing
from lms.people.phones import shown
from lms.people.places import place_name
from lms.people.register import PersonFacts
from lms.people.register_forms import STANDINGS, TITLES, PersonForm, StandingForm, row_number
from lms.people.unit_choice import choice
from lms.people.views.blueprint import blueprint
from lms.people.views.recorded import recorded
from lms.people.words import ROLES
from lms.web import page, paged, show_date


@blueprint.get("/people")
@may(Permission.SEE_PEOPLE)
def people() -> ResponseReturnValue:
    """Find people of one's area."""
    actor = signed_in()
    ids = [row_number(request.args.get(name)) for name in ("province", "district", "subdistrict")]
    areas = actor.areas(Permission.SEE_PEOPLE)
    place = choice(areas, (ids[0], ids[1], ids[2]), country=False)
    if len(place.first) == 1 and ids[0] is None:
        ids[0] = place.first[0].id
        place = choice(areas, (ids[0], ids[1], ids[2]), country=False)
    standing = request.args.get("standing", "")
    chosen = Standing(standing) if standing in set(Standing) else None
    sought = Sought(request.args.get("q", "")[:200], place.chosen, chosen)
    found = paged(directory.found(actor, sought))
    return page(
        "people/people.html",
        found=found,
        standings=directory.standings_of([person.id for person in found.rows]),
        sought=sought,
        place=place,
        chosen_ids=ids,
        words=STANDINGS,
        place_name=place_name,
        phone=shown,
    )


@blueprint.get("/people/<int:person_id>")
@recorded
@may(Permission.SEE_PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    """One person; that an officer has looked is kept."""
    actor = signed_in()
    found = directory.one(actor, person_id)
    audit.record(actor, "person_seen", "person", found.id)
    return _person_page(actor, found, StandingForm(since=show_date(today())).prepare(), 200)


def _person_page(
    actor: Actor, found: Person, form: StandingForm, status: int
) -> ResponseReturnValue:
    grants = directory.grants_of(found.id)
    answer = page(
        "people/person.html",
        person=found,
        form=form,
        grants=grants,
        slip=directory.good_slip(found.id),
        national_id=directory.national_id_end(found),
        words=STANDINGS,
        roles=ROLES,
        place=place_name(found.unit),
        phone=shown(found.phone),
        nationality=get_locale().territories.get(found.nationality, found.nationality),
        may_manage=_manages(actor, found, grants),
    )
    return answer, status


def _manages(actor: Actor, found: Person, grants: list[RoleGrant]) -> bool:
    if any(grant.role in STAFF and grant.ended_at is None for grant in grants):
        return register.may_manage_staff(actor, found)
    areas = actor.areas(Permission.MANAGE_PEOPLE)
    return any(found.unit.path.startswith(area) for area in areas)


@blueprint.route("/people/new", methods=["GET", "POST"])
@may(Permission.MANAGE_PEOPLE)
def new_person() -> ResponseReturnValue:
    """Enter somebody."""
    actor = signed_in()
    form = PersonForm()
    form.prepare(actor, None)
    form.offer(actor.areas(Permission.MANAGE_PEOPLE), country=True)
    if form.is_submitted() and not form.picking and form.validate():
        entered = register.enter(_facts(form), actor)
        flash(_("บันทึกแล้ว ขั้นต่อไปพิมพ์ใบรหัสเข้าใช้"), "good")
        return redirect(url_for("people.person", person_id=entered.id))
    return page("people/person_form.html", form=form, person=None, titles=TITLES), _status(form)


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@may(Permission.MANAGE_PEOPLE)
def edit_person(person_id: int) -> ResponseReturnValue:
    """Correct what the register says."""
    actor = signed_in()
    found = register.load(actor, person_id, Permission.MANAGE_PEOPLE)
    register.refuse_staff(actor, found)
    form = PersonForm(obj=_Shown(found))
    form.prepare(actor, found)
    areas = actor.areas(Permission.MANAGE_PEOPLE)
    form.offer(areas, found.unit, country=True)
    if form.is_submitted() and not form.picking and form.validate():
        register.correct(found, _facts(form, found), actor)
        flash(_("บันทึกการแก้ไขแล้ว"), "good")
        return redirect(url_for("people.person", person_id=found.id))
    shown_id = directory.national_id_end(found)
    answer = page(
        "people/person_form.html", form=form, person=found, titles=TITLES, national_id=shown_id
    )
    return answer, _status(form)


class _Shown:
    """A person as the boxes of the form show one: a readable telephone, no national ID."""

    def __init__(self, found: Person) -> None:
        for name in ("title", "first_name", "middle_name", "last_name", "latin_name", "email"):
            setattr(self, name, getattr(found, name))
        self.volunteer_number = found.volunteer_number
        self.nationality = found.nationality
        self.phone = shown(found.phone)


def _facts(form: PersonForm, person: Person | None = None) -> PersonFacts:
    assert form.place.chosen is not None
    return PersonFacts(
        title=form.title.data,
        first_name=form.first_name.data,
        middle_name=form.middle_name.data,
        last_name=form.last_name.data,
        latin_name=form.latin_name.data,
        volunteer_number=form.volunteer_number.data,
        phone=form.phone.data,
        email=form.email.data,
        national_id=form.national_id.data,
        nationality=form.nationality.data,
        unit_id=form.place.chosen.id,
        born_on=person.born_on if person else None,
    )


def _status(form: PersonForm) -> int:
    return 422 if form.errors else 200


@blueprint.post("/people/<int:person_id>/standing")
@may(Permission.MANAGE_PEOPLE)
def change_standing(person_id: int) -> ResponseReturnValue:
    """A change of standing, with its date."""
    actor = signed_in()
    found = directory.one(actor, person_id, Permission.MANAGE_PEOPLE)
    register.refuse_staff(actor, found)
    form = StandingForm().prepare()
    if not form.validate_on_submit():
        return _person_page(actor, found, form, 422)
    standing = Standing(form.standing.data)
    register.change_standing(found, standing, form.day, form.note.data, actor)
    flash(_("บันทึกสถานภาพแล้ว"), "good")
    return redirect(url_for("people.person", person_id=found.id))
