"""Every route of the application, with an address and a form for each."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.assessment.papers import ENOUGH
from tests.builders import PIN
from tests.invariants.world import Side

MEND_VALUE = """
The walk knows no {name!r} for the address {rule}.
Build one of the thing in tests/invariants/world.py, for both sides, and put its id into
`Side.values[{name!r}]`: the walk then tries the page as everybody.
"""
MEND_FORM = """
The walk knows no form for POST {rule} ({endpoint}).
Add to FORMS (tests/invariants/routes.py) what a browser would send; {{}} for a bare button.
"""

_NAME = {
    "title": "นาง",
    "first_name": "สมใจ",
    "middle_name": "",
    "last_name": "ดี",
    "latin_name": "",
}
_PLACE = {"province": "<unit>", "district": "", "subdistrict": ""}

# What a browser sends; <…> stands for a value of the side.
FORMS: dict[str, dict[str, Any]] = {
    "assessment.claim": {},
    "assessment.decide": {
        "outcome": "return",
        "comment": "โปรดแก้",
        "level-c1": "2",
        "level-c2": "2",
        "curriculum": "",
    },
    "assessment.grade_next": {"curriculum": ""},
    "assessment.keep_practicum": {
        "work-p1": ENOUGH,
        "work-p2": ENOUGH,
        "seen": "",
        "act": "save",
        "remove": "",
    },
    "assessment.release_claim": {},
    "assessment.save": {
        "seen": "",
        "go": "2",
        "key": "12345678",
        "position": "1",
        "a1-answer": "x",
    },
    "assessment.start": {},
    "assessment.submit": {},
    "certification.approve": {"enrolment": "<enrolment_id>"},
    "certification.confirm": {"name": "นางสาวเจ้าของ 1 ใจดี"},
    "certification.drop_issuer_draft": {"version": "new"},
    "certification.issuer_draft": {
        "version": "new",
        "issuer_th": "กรมทดสอบ",
        "issuer_en": "Department of Tests",
        "signatory_name": "นางสาวสมหญิง  ใจดี",
        "signatory_positions": "อธิบดี",
        "signatory_note": "คำสั่งที่ ๑",
        "signatory_since": "1 ต.ค. 2569",
        "wutthibat_given": "ขอมอบให้แก่",
    },
    "certification.publish_issuer": {"version": "new"},
    "certification.latin_name": {"latin_name": "SOMSRI JAIDEE"},
    "certification.confirm_for": {"name": "นางสาวเจ้าของ 1 ใจดี", "note": "อ่านให้ฟัง"},
    "certification.new_run": {"count": "1"},
    "certification.pause_run": {},
    "certification.resume_run": {},
    "certification.answer_for": {"words": "ไม่ได้ทำ", "how": "ด้วยวาจา"},
    "certification.correct": {"name": "นางสาวเจ้าของ 1 ใจดี"},
    "certification.correct_for": {"name": "นางสาวเจ้าของ 1 ใจดี", "note": "อ่านให้ฟัง"},
    "certification.decide": {"reasons": "ผิดคน", "written_day": "1 ต.ค. 2569"},
    "certification.decline": {"reason": "ไม่มีเหตุ"},
    "certification.duplicate": {"asked_by": "เจ้าของ", "why": "lost", "once": "<once>"},
    "certification.issue_replacement": {},
    "certification.learn_again": {},
    "certification.notify": {"way": "หนังสือ", "written_day": "1 ต.ค. 2569"},
    "certification.own_case": {"words": "ไม่ได้ทำ"},
    "certification.appeal": {
        "words": "ไม่ได้ทำ",
        "written_day": "1 ต.ค. 2569",
        "told_day": "1 ต.ค. 2569",
    },
    "certification.reinstate": {"reason": "อุทธรณ์ฟังขึ้น"},
    "certification.renew": {"reason": "ทำงานต่อเนื่อง"},
    "certification.revoke": {
        "kind": "misconduct",
        "reason": "เหตุผล",
        "written_day": "1 ต.ค. 2569",
    },
    "certification.withdraw": {"reason": "เสนอผิด"},
    "certification.confirm_earlier": {"seen": "1", "count": "1", "vouched": "y"},
    "certification.drop_earlier": {},
    "certification.earlier_columns": {
        "seen": "1",
        "heading_row": "1",
        "course": "",
        "number": "0",
        "full": "1",
    },
    "certification.new_earlier_import": {"unit": "<unit>", "source": "เล่ม 1", "curriculum": ""},
    "certification.send_scans": {},
    "certification.strike_earlier": {"reason": "คัดผิด"},
    "certification.strike_earlier_import": {"reason": "ผิดเล่ม"},
    "desk.accept_name": {},
    "desk.decline_name": {"reason": "ไม่มีหลักฐาน"},
    "desk.end_role": {},
    "desk.roles": {**_PLACE, "role": "volunteer", "curriculum": "", "pick": ""},
    "learning.fill_cohort": {"numbers": "CM0001"},
    "learning.enrol": {},
    "learning.finish": {},
    "learning.new_cohort": {"slug": "<slug>", "unit_id": "<unit>", "year": "2570", "number": ""},
    "learning.place": {"place": "p-1"},
    "learning.take_out_of_cohort": {},
    "notices.open_notice": {},
    "people.accept_join": {"person": ""},
    "people.change_secret": {"current": "ไม่ใช่", "secret": PIN, "again": PIN},
    "people.change_standing": {"standing": "lapsed", "since": "1 ต.ค. 2568", "note": "ย้าย"},
    "people.choose_secret": {"secret": PIN, "again": PIN, "device": "own"},
    "people.decline_join": {"reason": "ซ้ำ"},
    "people.edit_person": {
        **_NAME,
        **_PLACE,
        "phone": "",
        "email": "",
        "volunteer_number": "CM77",
        "national_id": "",
        "nationality": "TH",
        "pick": "",
    },
    "people.join": {
        **_NAME,
        **_PLACE,
        "phone": "081 111 1111",
        "email": "",
        "message": "ขอเข้าร่วม",
        "pick": "",
    },
    "people.name_request": {**_NAME, "message": "แต่งงาน"},
    "people.new_person": {
        **_NAME,
        **_PLACE,
        "phone": "",
        "email": "",
        "volunteer_number": "",
        "national_id": "",
        "nationality": "TH",
        "pick": "",
    },
    "people.preferences": {"language": "th", "text_size": "a", "next": "/curricula"},
    "people.print_slips": {"person": "<person_id>"},
    "people.profile_page": {
        "phone": "081 222 2222",
        "email": "",
        "latin_name": "SOMSRI",
        "timezone": "Asia/Bangkok",
    },
    "people.setup": {**_NAME, "code": "AAAA-BBBB-CCCC", "secret": PIN, "again": PIN},
    "people.sign_in_page": {
        "identifier": "CM9999",
        "number": "",
        "secret": "000000",
        "device": "own",
        "next": "/curricula",
    },
    "people.sign_out": {},
    "people.slip_page": {"identifier": "CM9999", "code": "12345678"},
    "verification.earlier": {"number": "7/2561", "name": "ใจเก่า"},
    "verification.desk": {"number": "<number>"},
    "verification.file": {},
    "verification.list_again": {"kept": "", "page": "1"},
}
ENDING = (
    "certification.strike_earlier",
    "certification.strike_earlier_import",
    "desk.end_role",
    "people.sign_out",
)
# The one argument that names things of two tables.
REQUESTS = {"people": "join", "desk": "naming"}


def rules_of(app: Flask, method: str) -> list[Rule]:
    """Every route that answers to a method; those that end somebody's use come last."""
    found = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    return sorted(found, key=lambda rule: (rule.endpoint in ENDING, rule.rule))


def address_of(rule: Rule, side: Side, **others: Any) -> str:
    """The path of a route with the things of a side."""
    values = {name: others.get(name, _value(rule, name, side)) for name in rule.arguments}
    built = rule.build(values)
    assert built is not None, f"{rule.rule}: {values} make no address"
    return built[1]


def _value(rule: Rule, name: str, side: Side) -> Any:
    if name == "request_id":
        name = REQUESTS[rule.endpoint.partition(".")[0]]
    assert name in side.values, MEND_VALUE.format(name=name, rule=rule.rule)
    return side.values[name]


def form_of(rule: Rule, side: Side) -> dict[str, Any]:
    """What a browser would send to a route."""
    assert rule.endpoint in FORMS, MEND_FORM.format(rule=rule.rule, endpoint=rule.endpoint)
    known = {f"<{name}>": str(value) for name, value in side.values.items()}
    known["<unit>"] = str(side.unit_id)
    return {
        name: known.get(value, value) if isinstance(value, str) else value
        for name, value in FORMS[rule.endpoint].items()
    }
