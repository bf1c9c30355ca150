"""Forms around a certificate."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired

from lms.certification.models import RevocationClass
from lms.forms import LINE, Form, LimitedTo, clean

CLASSES = {
    RevocationClass.ISSUED_IN_ERROR: _l("ออกโดยผิดพลาด"),
    RevocationClass.MISCONDUCT: _l("มีเหตุอันสมควรเพิกถอน"),
    RevocationClass.HOLDER_REQUEST: _l("ผู้ถือวุฒิบัตรขอยกเลิก"),
    RevocationClass.SUPERSEDED: _l("ออกฉบับแก้ไขแล้ว"),
}


class ConfirmForm(Form):
    """ "ถูกต้อง": the name that the page showed comes back with it."""

    name = HiddenField(validators=[DataRequired(), LimitedTo(LINE * 3)])


class ConfirmForForm(ConfirmForm):
    """The same by an officer, with a note of how it was confirmed."""

    note = TextAreaField(
        _l("ยืนยันแทนอย่างไร"), filters=[clean], validators=[DataRequired(), LimitedTo(300)]
    )


class RevokeForm(Form):
    """Why a certificate is taken back."""

    kind = RadioField(
        _l("ประเภทของเหตุผล (ผู้ตรวจสอบทั่วไปเห็น)"),
        choices=[
            (kind.value, words)
            for kind, words in CLASSES.items()
            if kind is not RevocationClass.SUPERSEDED
        ],
        validators=[DataRequired()],
    )
    reason = TextAreaField(
        _l("เหตุผลการเพิกถอน (เฉพาะเจ้าหน้าที่เห็น)"),
        filters=[clean],
        validators=[DataRequired(), LimitedTo(2000)],
    )
