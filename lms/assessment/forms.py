"""What the pages of this part send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from lms import images
from lms.assessment.models import Outcome
from lms.assessment.work_sheet import Part, join, split
from lms.errors import Invalid
from lms.forms import PARAGRAPHS, Form, LimitedTo, clean, clean_line

_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")
_LARGEST = 2**31 - 1
WHOLE = "text"
PART = 6_000  # characters of one part of a work sheet


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """What the script sends when one answer is given."""

    position: int
    key: str
    values: dict[str, list[str]]


def values() -> dict[str, list[str]]:
    """Every field of the request, several values each."""
    return request.form.to_dict(flat=False)


def one_answer() -> OneAnswer:
    """The one answer in the request; Invalid when no page of ours sent it."""
    key = request.form.get("key", "")
    if not _KEY.fullmatch(key):
        raise Invalid(_("คำขอนี้ไม่ได้มาจากหน้าแบบทดสอบ โปรดเปิดหน้าแบบทดสอบใหม่"))
    return OneAnswer(number(request.form.get("position")), key, values())


def number(text: str | None, otherwise: int = 0) -> int:
    """A plain number that any database holds, or `otherwise`."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 10:
        return otherwise
    return int(text) if int(text) <= _LARGEST else otherwise


def draft_form(parts: Sequence[Part], saved: str | None = None) -> Form:
    """A field for each part of the work sheet, or one for the whole; the photographs come beside
    it. Filled with what was `saved`, without that by the request."""
    fields = {part.field: _area(_label(part), PART) for part in parts}
    form_class = type(
        "DraftForm", (Form,), fields or {WHOLE: _area(_l("รายงานของท่าน"), PARAGRAPHS)}
    )
    if saved is None:
        return cast("Form", form_class())
    texts = {one.part.field: one.text for one in split(parts, saved)} if parts else {WHOLE: saved}
    return cast("Form", form_class(formdata=None, data=texts))


def drafted(form: Form, parts: Sequence[Part]) -> str:
    """The one text that is saved."""
    if not parts:
        return form[WHOLE].data or ""
    return join(parts, {part.id: form[part.field].data or "" for part in parts})


def _area(label: Any, most: int) -> Any:
    return TextAreaField(label, filters=[clean], validators=[LimitedTo(most)])


def _label(part: Part) -> str:
    return part.label_en if str(get_locale()) == "en" else part.label_th


class GradingForm(Form):
    """A trainer's words; the levels of the rubric come beside them."""

    comment = TextAreaField(_l("ข้อเสนอแนะถึงผู้ส่งงาน"), filters=[clean], validators=[LimitedTo(4000)])


def levels() -> dict[str, str]:
    """Criterion → points as sent, unread."""
    given = request.form.items()
    return {name[6:]: value for name, value in given if name.startswith("level-")}


def outcome() -> Outcome:
    """Which of the two buttons was pressed; Invalid when none of them."""
    try:
        return Outcome(request.form.get("outcome", ""))
    except ValueError:
        raise Invalid(_("เลือกว่าให้ผ่านหรือส่งคืนให้แก้ไข")) from None


def uploads(most: int) -> list[tuple[str, bytes]]:
    """(name, bytes) of the files sent, at most so many; an empty file field sends none."""
    found = []
    for file in request.files.getlist("photos")[:most]:
        name = clean_line(file.filename) or ""
        content = file.read(images.MAX_BYTES + 1)
        if name or content:
            found.append((name, content))
    return found
