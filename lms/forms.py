"""The base form: CSRF, Thai messages, and the field limits that every text has."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from lms.thai import normalise

LINE = 200  # characters in a line of text
PARAGRAPHS = 20_000  # characters in a long answer
_BEYOND = 4 * PARAGRAPHS  # no field takes so much, so that it is not worth putting in order

# WTForms ships no Thai; its own msgids are put into the reader's words here.
_MESSAGES = {
    "This field is required.": _l("โปรดกรอกช่องนี้"),
    "Not a valid choice.": _l("โปรดเลือกจากรายการ"),
    "Not a valid choice": _l("โปรดเลือกจากรายการ"),
    "Invalid Choice: could not coerce.": _l("โปรดเลือกจากรายการ"),
    "Not a valid integer value.": _l("กรอกเป็นจำนวนเต็ม เช่น 12"),
    "Not a valid date value.": _l("กรอกวันที่ให้ครบ วัน เดือน ปี"),
    "Invalid input.": _l("รูปแบบไม่ถูกต้อง"),
    "Invalid email address.": _l("กรอกอีเมลให้ครบ เช่น name@example.org"),
    "'%(value)s' is not a valid choice for this field.": _l("โปรดเลือกจากรายการ"),
    "Field must be at least %(min)d character long.": _l("กรอกอย่างน้อย %(min)d ตัวอักษร"),
    "Field cannot be longer than %(max)d character.": _l("กรอกไม่เกิน %(max)d ตัวอักษร"),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "กรอก %(min)d ถึง %(max)d ตัวอักษร"
    ),
    "Field must be exactly %(max)d character long.": _l("กรอกให้ครบ %(max)d ตัวอักษร"),
    "Field must be equal to %(other_name)s.": _l("กรอกสองช่องให้ตรงกัน"),
    "Number must be at least %(min)s.": _l("กรอกตัวเลขไม่น้อยกว่า %(min)s"),
    "Number must be at most %(max)s.": _l("กรอกตัวเลขไม่เกิน %(max)s"),
    "Number must be between %(min)s and %(max)s.": _l("กรอกตัวเลขระหว่าง %(min)s ถึง %(max)s"),
}


_MISSING = "This field is required."
_NOT_CHOSEN = _MESSAGES | {_MISSING: _l("โปรดเลือกหนึ่งข้อ")}
_NOT_TICKED = _MESSAGES | {_MISSING: _l("โปรดทำเครื่องหมายในช่องนี้")}


class _ThaiTranslations:
    def __init__(self, messages: Mapping[str, Any]) -> None:
        self._messages = messages

    def gettext(self, message: str) -> str:
        return str(self._messages.get(message, message))

    def ngettext(self, singular: str, plural: str, _n: int) -> str:
        return str(self._messages.get(singular, plural))


def _messages_of(kind: type[Field]) -> Mapping[str, Any]:
    if issubclass(kind, SelectFieldBase):
        return _NOT_CHOSEN
    return _NOT_TICKED if issubclass(kind, BooleanField) else _MESSAGES


class Form(FlaskForm):
    """Every form of ours."""

    class Meta(FlaskForm.Meta):
        """Messages in the reader's language, through our own catalogue."""

        def get_translations(self, _form: object) -> _ThaiTranslations:
            """WTForms asks here for its messages."""
            return _ThaiTranslations(_MESSAGES)

        def bind_field(self, form: BaseForm, unbound: UnboundField, options: dict[str, Any]) -> Any:
            """A field that is filled in otherwise than by typing asks for just that."""
            words = _ThaiTranslations(_messages_of(unbound.field_class))
            return super().bind_field(form, unbound, {**options, "translations": words})

    def problems(self) -> list[tuple[str, str, str]]:
        """(field id, label, what to do) of each fault, in the order of the page."""
        return [
            (field.id, field.label.text, str(message))
            for field in self
            for message in _flat(field.errors)
        ]


def _flat(errors: Sequence[Any] | dict[Any, Any]) -> list[str]:
    found: list[str] = []
    for error in errors.values() if isinstance(errors, dict) else errors:
        found.extend(_flat(error) if isinstance(error, (list, tuple, dict)) else [str(error)])
    return found


def clean(text: str | None) -> str | None:
    """A filter: Thai put in order, control characters dropped, ends trimmed; empty is None."""
    if text is None:
        return None
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    if len(kept) > _BEYOND:
        return kept
    return normalise(kept.replace("\r\n", "\n")).strip() or None


def clean_line(text: str | None) -> str | None:
    """The same for one line: every run of white space is one space."""
    cleaned = clean(text)
    return " ".join(cleaned.split()) or None if cleaned else None


class LimitedTo:
    """At most so many characters; says how many there are."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.field_flags = {"maxlength": most}

    def __call__(self, _form: object, field: Field) -> None:
        length = len(field.data or "")
        if length > self.most:
            message = gettext(
                "กรอกไม่เกิน %(most)d ตัวอักษร ขณะนี้มี %(length)d", most=self.most, length=length
            )
            raise ValidationError(message)


__all__ = ["LINE", "PARAGRAPHS", "Form", "LimitedTo", "clean", "clean_line", "ngettext"]
