"""What each kind of notice says, in the reader's language, at the time of reading."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _


def say(kind: str, values: dict[str, Any]) -> str:
    """The words of a notice."""
    match kind:
        case "completed":
            return _("ท่านเรียนครบหลักสูตร “%(curriculum)s” แล้ว โปรดตรวจชื่อที่จะพิมพ์", **values)
        case "approved":
            return _("วุฒิบัตรหลักสูตร “%(curriculum)s” ได้รับอนุมัติแล้ว", **values)
        case "issued":
            return _("วุฒิบัตรหลักสูตร “%(curriculum)s” ออกแล้ว ดาวน์โหลดได้", **values)
        case "revoked":
            return _("วุฒิบัตรเลขที่ %(number)s ถูกเพิกถอน โปรดติดต่อเจ้าหน้าที่", **values)
        case "work_passed":
            return _("งานฝึกปฏิบัติ “%(title)s” ผ่านแล้ว", **values)
        case "work_returned":
            return _("งานฝึกปฏิบัติ “%(title)s” ส่งคืนให้แก้ไข โปรดอ่านข้อเสนอแนะ", **values)
        case "name_accepted":
            return _("แก้ไขชื่อในทะเบียนเป็น %(name)s แล้ว", **values)
        case "name_declined":
            return _("ยังไม่แก้ไขชื่อ: %(reason)s", **values)
        case _:
            raise KeyError(kind)
