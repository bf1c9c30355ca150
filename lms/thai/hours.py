"""Opening hours as Thai offices write them, in English; only what is wholly understood."""

from __future__ import annotations

import re

_WORDS = {
    "จันทร์": "Monday",
    "อังคาร": "Tuesday",
    "พุธ": "Wednesday",
    "พฤหัสบดี": "Thursday",
    "พฤหัส": "Thursday",
    "ศุกร์": "Friday",
    "เสาร์": "Saturday",
    "อาทิตย์": "Sunday",
    "จ": "Monday",
    "ศ": "Friday",
    "ทุกวัน": "every day",
    "วันและเวลาราชการ": "office hours",
    "เวลาราชการ": "office hours",
    "วันหยุดราชการ": "public holidays",
    "วันหยุดนักขัตฤกษ์": "public holidays",
    "วันราชการ": "working days",
    "ตลอด": "",
    "ชั่วโมง": "hours",
    "ยกเว้น": "except",
    "เว้น": "except",
    "ถึง": "to",
    "และ": "and",
    "ใน": "",
    "วัน": "",
    "เวลา": "",
    "น": "",
    "ข้อมูลสมมุติ": "invented",
}
_WORD = re.compile("(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\.?")
_THAI = re.compile("[\u0e00-\u0e7f]")
_TIME = re.compile(r"\b(\d{1,2})\.(\d{2})\b")


def hours_in_english(text: str | None) -> str | None:
    """The same in English; as it stands when there is a word in it that we do not know."""
    if not text:
        return text
    said = _TIME.sub(r"\1:\2", _WORD.sub(lambda found: f" {_WORDS[found[1]]} ", text))
    if _THAI.search(said):
        return text
    said = re.sub(r"\s+([),])|\s*([–-])\s*|(\()\s+", r"\1\2\3", " ".join(said.split()))
    return said[:1].upper() + said[1:]
