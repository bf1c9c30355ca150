"""What each kind of notice says, in the reader's language, at the time of reading."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

_WORDS = {
    "completed": _l("ท่านเรียนครบหลักสูตร “%(curriculum)s” แล้ว โปรดตรวจชื่อที่จะพิมพ์"),
    "approved": _l("วุฒิบัตรหลักสูตร “%(curriculum)s” ได้รับอนุมัติแล้ว"),
    "issued": _l("วุฒิบัตรหลักสูตร “%(curriculum)s” ออกแล้ว ดาวน์โหลดได้"),
    "revoked": _l("วุฒิบัตรเลขที่ %(number)s ถูกเพิกถอน โปรดติดต่อเจ้าหน้าที่"),
    "work_passed": _l("งานฝึกปฏิบัติ “%(title)s” ผ่านแล้ว"),
    "work_returned": _l("งานฝึกปฏิบัติ “%(title)s” ส่งคืนให้แก้ไข โปรดอ่านข้อเสนอแนะ"),
    "name_accepted": _l("แก้ไขชื่อในทะเบียนเป็น %(name)s แล้ว"),
    "name_declined": _l("ยังไม่แก้ไขชื่อ: %(reason)s"),
}


def say(kind: str, values: dict[str, Any]) -> str:
    """The words of a notice; an unknown kind, or a missing value, is a KeyError."""
    return str(_WORDS[kind]) % values
