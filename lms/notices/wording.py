"""What each kind of notice says, in the reader's language, at the time of reading."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

_WORDS = {
    "completed": _l("ท่านเรียนครบหลักสูตร “%(curriculum)s” แล้ว โปรดตรวจชื่อที่จะพิมพ์"),
    "approved": _l("วุฒิบัตรหลักสูตร “%(curriculum)s” ได้รับอนุมัติแล้ว"),
    "issued": _l("วุฒิบัตรหลักสูตร “%(curriculum)s” ออกแล้ว ดาวน์โหลดได้"),
    "revoked": _l("วุฒิบัตรเลขที่ %(number)s ถูกเพิกถอน อ่านเหตุผลและวิธีอุทธรณ์"),
    "revocation_notified": _l("มีข้อเสนอให้เพิกถอนวุฒิบัตรเลขที่ %(number)s โปรดอ่านและตอบภายในกำหนด"),
    "case_declined": _l("เรื่องเสนอเพิกถอนวุฒิบัตรเลขที่ %(number)s ยุติแล้ว วุฒิบัตรมีผลเช่นเดิม"),
    "appeal_entered": _l("บันทึกอุทธรณ์ของท่านเรื่องวุฒิบัตรเลขที่ %(number)s แล้ว"),
    "appeal_withdrawn": _l("อุทธรณ์เรื่องวุฒิบัตรเลขที่ %(number)s ถูกถอนออกจากบันทึก อ่านเหตุผล"),
    "appeal_dismissed": _l("ยกอุทธรณ์เรื่องวุฒิบัตรเลขที่ %(number)s อ่านเหตุผล"),
    "replacement_declined": _l("ยังไม่ออกวุฒิบัตรใหม่แทนเลขที่ %(number)s โปรดติดต่อเจ้าหน้าที่"),
    "corrected": _l("ออกฉบับแก้ไขแล้ว เลขที่ %(number)s แทนเลขที่ %(old)s ซึ่งใช้ไม่ได้แล้ว"),
    "renewed": _l("ต่ออายุวุฒิบัตรแล้ว เลขที่ใหม่ %(number)s ต่อจากเลขที่ %(old)s"),
    "reinstated": _l("ออกวุฒิบัตรใหม่ เลขที่ %(number)s แทนเลขที่ %(old)s ตามผลการพิจารณา"),
    "expires_soon": _l("วุฒิบัตรเลขที่ %(number)s ใช้ได้ถึงวันที่ %(day)s อ่านวิธีต่ออายุ"),
    "expired": _l("วุฒิบัตรเลขที่ %(number)s หมดอายุแล้วเมื่อวันที่ %(day)s อ่านวิธีต่ออายุ"),
    "work_passed": _l("งานฝึกปฏิบัติ “%(title)s” ผ่านแล้ว"),
    "work_returned": _l("งานฝึกปฏิบัติ “%(title)s” ส่งคืนให้แก้ไข โปรดอ่านข้อเสนอแนะ"),
    "name_accepted": _l("แก้ไขชื่อในทะเบียนเป็น %(name)s แล้ว"),
    "name_declined": _l("ยังไม่แก้ไขชื่อ: %(reason)s"),
}


def say(kind: str, values: dict[str, Any]) -> str:
    """The words of a notice; an unknown kind, or a missing value, is a KeyError."""
    return str(_WORDS[kind]) % values
