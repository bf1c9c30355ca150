"""What people do before issue: confirm the name, approve."""

from __future__ import annotations

from flask_babel import gettext as _

from lms import audit
from lms.access import Actor, Permission
from lms.certification import due
from lms.certification.design import designs_that_need, load_design
from lms.certification.fitting import unprintable
from lms.certification.models import (
    Approval,
    NameConfirmation,
)
from lms.clock import now
from lms.curricula.outline import outline
from lms.db import db, insert_once
from lms.errors import Busy, Invalid
from lms.jobs import enqueue
from lms.learning.models import Enrolment
from lms.learning.queries import enrolment_in_area
from lms.notices.services import tell
from lms.people.models import Person
from lms.people.profile import give_latin_name

WAKE = "certification.issue_due"


def needs_latin_name(enrolment: Enrolment) -> bool:
    """Whether the certificate cannot be printed without the holder's Latin name."""
    return outline(enrolment.edition_id).design in designs_that_need("latin_name")


def give_own_latin_name(actor: Actor, latin_name: str) -> None:
    """The holder tells their Latin name; they confirm it when they have seen it as it prints."""
    give_latin_name(actor, db.session.get_one(Person, actor.person_id), latin_name)


def confirm_own_name(
    actor: Actor, enrolment: Enrolment, shown: str, latin_shown: str | None = None
) -> None:
    """The holder says that the name is right; `shown` is what the page showed."""
    person = db.session.get_one(Person, actor.person_id)
    if needs_latin_name(enrolment) and (latin_shown or None) != person.latin_name:
        raise Busy(_name_changed())
    _confirm(actor, enrolment, person, shown, for_holder=False, note=None)


def confirm_name_for(
    actor: Actor, enrolment_id: int, shown: str, note: str | None, latin_name: str | None = None
) -> None:
    """An officer confirms for somebody without a phone; it is recorded who and why."""
    enrolment = enrolment_in_area(actor, Permission.CONFIRM_NAMES, enrolment_id)
    if not note:
        raise Invalid(_("โปรดบันทึกว่ายืนยันแทนอย่างไร เช่น อ่านชื่อให้ฟังทางโทรศัพท์"))
    if latin_name and needs_latin_name(enrolment):
        give_latin_name(actor, enrolment.person, latin_name)
    _confirm(actor, enrolment, enrolment.person, shown, for_holder=True, note=note)


def _confirm(
    actor: Actor,
    enrolment: Enrolment,
    person: Person,
    shown: str,
    *,
    for_holder: bool,
    note: str | None,
) -> None:
    name = person.full_name
    if shown != name:
        raise Busy(_name_changed())
    if enrolment.completed_at is None:
        raise Invalid(_("ยืนยันชื่อได้เมื่อเรียนครบหลักสูตรแล้ว"))
    if needs_latin_name(enrolment) and not person.latin_name:
        raise Invalid(_("วุฒิบัตรนี้พิมพ์ชื่อภาษาอังกฤษ โปรดกรอกชื่อภาษาอังกฤษก่อนยืนยัน"))
    if letters := _not_printable(f"{name}{person.latin_name or ''}", enrolment):
        raise Invalid(_("ตัวอักษร “%(letters)s” พิมพ์บนวุฒิบัตรไม่ได้ โปรดขอแก้ไขชื่อ", letters=letters))
    if due.confirmation_of(enrolment.id) is not None:
        return
    db.session.add(
        NameConfirmation(
            enrolment_id=enrolment.id,
            name=name,
            latin_name=person.latin_name,
            confirmed_by=actor.person_id,
            for_holder=for_holder,
            note=note,
        )
    )
    audit.record(actor, "name_confirmed", "enrolment", enrolment.id, name=name, note=note)
    enqueue(WAKE)


def _name_changed() -> str:
    words: str = _("ชื่อในทะเบียนเพิ่งเปลี่ยน โปรดตรวจชื่อที่จะพิมพ์อีกครั้ง")
    return words


def _not_printable(name: str, enrolment: Enrolment) -> str:
    design = load_design(outline(enrolment.edition_id).design)
    return unprintable(name, design.fonts / design.slots["holder"].font)


def approve(actor: Actor, enrolment_ids: list[int]) -> int:
    """Approve those of the list that wait for this actor; returns how many were approved."""
    waiting = due.waiting_for_approval(actor).where(Enrolment.id.in_(enrolment_ids))
    approved = 0
    for enrolment in db.session.scalars(waiting).unique():
        if not insert_once(
            Approval, enrolment_id=enrolment.id, approved_by=actor.person_id, created_at=now()
        ):
            continue
        approved += 1
        audit.record(actor, "certificate_approved", "enrolment", enrolment.id)
        tell(
            enrolment.person_id,
            "approved",
            f"approved:{enrolment.id}",
            None,
            curriculum=enrolment.edition.name_th,
        )
    if approved:
        enqueue(WAKE)
    return approved
