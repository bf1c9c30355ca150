"""Forms around a certificate."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from lms.certification.models import RevocationClass
from lms.forms import LINE, Form, LimitedTo, clean, clean_line
from lms.people.forms import check_latin
from lms.thai import arabic_digits

CLASSES = {
    RevocationClass.ISSUED_IN_ERROR: _l("ออกโดยผิดพลาด"),
    RevocationClass.MISCONDUCT: _l("มีเหตุอันสมควรเพิกถอน"),
    RevocationClass.HOLDER_REQUEST: _l("ผู้ถือวุฒิบัตรขอยกเลิก"),
    RevocationClass.SUPERSEDED: _l("ออกฉบับแก้ไขแล้ว"),
}


class ConfirmForm(Form):
    """ "ถูกต้อง": the name that the page showed comes back with it."""

    name = HiddenField(validators=[DataRequired(), LimitedTo(LINE * 3)])
    latin_shown = HiddenField(validators=[LimitedTo(LINE)])


class LatinNameForm(Form):
    """The name as the passport writes it, for a certificate that cannot do without."""

    latin_name = StringField(
        _l("ชื่อภาษาอังกฤษตามหนังสือเดินทาง"),
        filters=[clean_line],
        validators=[DataRequired(), LimitedTo(LINE)],
    )

    def validate_latin_name(self, field: Field) -> None:
        """Letters of the passport; a dot is no name."""
        check_latin(field)
        if not any(letter.isalpha() for letter in field.data or ""):
            raise ValidationError(_("กรอกเป็นตัวอักษรอังกฤษตามหนังสือเดินทาง เช่น SOMSRI JAIDEE"))


class ConfirmForForm(ConfirmForm):
    """The same by an officer, with a note of how it was confirmed."""

    note = TextAreaField(
        _l("ยืนยันแทนอย่างไร"), filters=[clean], validators=[DataRequired(), LimitedTo(300)]
    )


class ConfirmLatinForForm(ConfirmForForm, LatinNameForm):
    """And where the Latin name is printed too."""


class StartForm(Form):
    """How many certificates are to be issued, typed by whoever has read it."""

    count = StringField(
        _l("พิมพ์จำนวนฉบับเพื่อยืนยัน"), filters=[clean], validators=[DataRequired(), LimitedTo(20)]
    )

    @property
    def number(self) -> int:
        """What was typed, with Thai or other digits, with or without commas; -1 for no number."""
        typed = arabic_digits(self.count.data or "").replace(",", "").replace(" ", "")
        return int(typed) if typed.isascii() and typed.isdigit() else -1
