"""What the pages of this part send."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from lms.errors import Invalid

_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")
_LARGEST = 2**31 - 1


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
