"""What is said of uploads that cannot be used and of work that cannot be handed in yet."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from lms.assessment.forms import WHOLE
from lms.assessment.models import Work
from lms.assessment.queries.practicum import Task
from lms.assessment.services.practicum import Lack, Upload
from lms.assessment.work_sheet import characters
from lms.forms import Form
from lms.images import Fault

_FAULTS: dict[Fault, Any] = {
    Fault.EMPTY: _l("ไฟล์ “%(name)s” ว่างเปล่า โปรดเลือกรูปอีกครั้ง"),
    Fault.TOO_HEAVY: _l("รูป “%(name)s” ใหญ่กว่า 12 MB โปรดลดขนาดหรือถ่ายใหม่ด้วยความละเอียดต่ำลง"),
    Fault.HEIF: _l(
        "รูป “%(name)s” เป็นแบบ HEIC ซึ่งยังรับไม่ได้ ที่ iPhone ตั้ง กล้อง › รูปแบบ › เข้ากันได้มากที่สุด"
        " แล้วถ่ายใหม่ หรือส่งภาพหน้าจอแทน"
    ),
    Fault.UNKNOWN: _l("ไฟล์ “%(name)s” ไม่ใช่รูปที่รับได้ โปรดใช้รูป JPEG, PNG หรือ WebP"),
    Fault.TOO_LARGE: _l("รูป “%(name)s” มีจำนวนจุดภาพมากเกินไป โปรดลดขนาดรูปแล้วส่งอีกครั้ง"),
    Fault.BROKEN: _l("เปิดรูป “%(name)s” ไม่ได้ ไฟล์อาจเสีย โปรดถ่ายหรือเลือกรูปอีกครั้ง"),
}


def of_uploads(uploads: list[Upload], left_out: list[Upload], most: int) -> list[str]:
    """One sentence for each file that was not kept."""
    said = [str(_FAULTS[one.fault]) % {"name": one.name} for one in uploads if one.fault]
    return said + [_no_room(one.name, most) for one in left_out]


def _no_room(name: str, most: int) -> str:
    words: str = _(
        "ส่งได้ไม่เกิน %(most)d รูป จึงยังไม่ได้เก็บ “%(name)s” นำรูปอื่นออกก่อน", most=most, name=name
    )
    return words


def of_lacks(lacks: list[Lack], task: Task) -> list[str]:
    """A sentence for what is missing and has no text field of its own."""
    if Lack.TOO_FEW_PHOTOS not in lacks:
        return []
    words = _("แนบภาพถ่ายอย่างน้อย %(least)d รูป", least=task.brief.photos_min)
    return [Markup('<a href="#photos">{}</a>').format(words)]


def at_fields(form: Form, lacks: list[Lack], task: Task, work: Work) -> None:
    """What is missing of the text, said at the fields that are too short."""
    if Lack.TOO_SHORT not in lacks:
        return
    for one in task.brief.parts_of(work.draft):
        if one.too_short:
            form[one.part.field].errors = [_short(one.part.min_characters, one.count)]
    if not task.brief.form:
        form[WHOLE].errors = [_short(task.brief.min_characters, characters(work.draft))]


def _short(least: int, now: int) -> str:
    words: str = _("เขียนอย่างน้อย %(least)d ตัวอักษร ไม่นับช่องว่าง ขณะนี้มี %(now)d", least=least, now=now)
    return words
