"""The few places each kind of person goes to: beside the site's name, and in their own menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l

from lms.access import Actor, Permission, current_actor
from lms.desk import beside
from lms.people.units import everywhere


@dataclass(frozen=True, slots=True)
class Place:
    """A page that whoever holds the permission finds in the navigation."""

    label: Any
    endpoint: str
    permission: Permission
    for_the_country: bool = False  # not for whoever holds it for an area or one curriculum

    def open_to(self, actor: Actor) -> bool:
        """Whether this person finds something there."""
        if self.for_the_country:
            whole = actor.curricula(self.permission) is None
            return whole and everywhere(actor, self.permission)
        return actor.may(self.permission)


PLACES = (
    Place(_l("หลักสูตรทั้งหมด"), "learning.catalogue", Permission.LEARN),
    Place(_l("ตรวจงาน"), "assessment.queue", Permission.GRADE),
    Place(_l("เนื้อหาหลักสูตร"), "learning.catalogue", Permission.SEE_CONTENT),
    Place(_l("ทะเบียน"), "people.people", Permission.SEE_PEOPLE),
    Place(_l("ผู้เข้ารับการอบรม"), "learning.learners", Permission.SEE_PEOPLE),
    Place(_l("รุ่น"), "learning.cohorts", Permission.SEE_PEOPLE),
    Place(_l("วุฒิบัตรที่ออกแล้ว"), "certification.issued", Permission.SEE_CERTIFICATES),
    Place(_l("เพิกถอน แก้ไข ต่ออายุ"), "certification.cases", Permission.SEE_CERTIFICATES),
    Place(_l("ทะเบียนเดิม"), "certification.earlier", Permission.SEE_CERTIFICATES),
    Place(_l("ออกวุฒิบัตรหลายฉบับ"), "certification.bulk_issues", Permission.APPROVE),
    Place(_l("ผู้ออกวุฒิบัตร"), "certification.issuer", Permission.MANAGE_ISSUER, True),
    Place(_l("ตรวจสอบวุฒิบัตร"), "verification.desk", Permission.CHECK),
    Place(_l("บันทึกการใช้งานระบบ"), "desk.audit", Permission.SEE_AUDIT),
)
PERSON_PLACES = (
    (_l("ข้อความ"), "notices.notices"),
    (_l("ข้อมูลของฉัน"), "people.profile_page"),
    (_l("เปลี่ยนรหัส"), "people.change_secret"),
)


def register(app: Flask) -> None:
    """Every page finds `nav` and `person_links`."""
    app.context_processor(_links)
    beside.register(app)


def _links() -> dict[str, Any]:
    actor = current_actor()
    if actor is None:
        return {}
    return {
        "nav": navigation(actor),
        "person_links": [(label, url_for(endpoint)) for label, endpoint in PERSON_PLACES],
    }


def navigation(actor: Actor) -> list[tuple[Any, str, bool]]:
    """(label, address, whether it is this page) of the places this person may go to."""
    home = (_l("หน้าแรก"), url_for("desk.home"), request.endpoint == "desk.home")
    shown, found = {"desk.home"}, [home]
    for place in PLACES:
        if place.endpoint not in shown and place.open_to(actor):
            shown.add(place.endpoint)
            here = request.endpoint == place.endpoint
            found.append((place.label, url_for(place.endpoint), here))
    return found
