"""Forms of revoking, replacing and handing out again."""

from __future__ import annotations

from datetime import date
from secrets import token_hex

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Regexp, ValidationError

from lms import clock
from lms.certification.forms import CLASSES, ConfirmForm
from lms.certification.lineage.models import DuplicateWhy
from lms.certification.lineage.revoking import PROPOSABLE, why_not_from
from lms.forms import LINE, Form, LimitedTo, clean, clean_line
from lms.thai import be_date, parse_be_date

_LONG = 4000

WHYS = {
    DuplicateWhy.LOST: _l("ฉบับเดิมหาย"),
    DuplicateWhy.DAMAGED: _l("ฉบับเดิมชำรุด"),
    DuplicateWhy.OTHER: _l("เหตุอื่น (เขียนในหมายเหตุ)"),
}


def _today() -> str:
    return be_date(clock.today(), "arabic")


def _day(field: Field) -> date:
    try:
        return parse_be_date(field.data or "")
    except ValueError:
        raise ValidationError(_("กรอกวันที่ เช่น 1 ต.ค. 2569")) from None


def _past_day(field: Field) -> date:
    found = _day(field)
    if found > clock.today():
        raise ValidationError(_("วันที่ต้องไม่อยู่ในอนาคต"))
    return found


def _written(label: object) -> StringField:
    checks = [DataRequired(), LimitedTo(40)]
    return StringField(label, default=_today, filters=[clean_line], validators=checks)


def _reasons(label: object) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[DataRequired(), LimitedTo(_LONG)])


class _Dated(Form):
    """With the day on which something happened, written as people write it."""

    day: date

    def validate_written_day(self, field: Field) -> None:
        """A day that can be read, and not one that is still to come."""
        self.day = _past_day(field)


class ProposeForm(_Dated):
    """Why a certificate should be taken back, and since when that is known."""

    kind = RadioField(
        _l("ประเภทของเหตุผล (ผู้ตรวจสอบทั่วไปเห็น)"),
        choices=[SelectChoice(kind.value, CLASSES[kind]) for kind in PROPOSABLE],
        validators=[DataRequired()],
    )
    reason = _reasons(_l("ข้อเท็จจริงและเหตุผล"))
    written_day = _written(_l("ทราบเหตุเมื่อวันที่"))


class NotifyForm(_Dated):
    """How and when the holder is told."""

    way = StringField(
        _l("แจ้งด้วยวิธีใด"),
        default=lambda: str(_("ข้อความในระบบ")),
        filters=[clean_line],
        validators=[DataRequired(), LimitedTo(LINE)],
    )
    written_day = _written(_l("ผู้ถือได้รับแจ้งวันที่"))


class AnswerForm(Form):
    """The holder's answer."""

    words = _reasons(_l("คำชี้แจงและพยานหลักฐานของท่าน"))


class AnswerForForm(Form):
    """The same, written down by an officer."""

    words = _reasons(_l("คำตอบของผู้ถือวุฒิบัตร"))
    how = StringField(
        _l("ตอบอย่างไร"), filters=[clean_line], validators=[DataRequired(), LimitedTo(LINE)]
    )


class AppealForm(_Dated):
    """What the holder wrote against the order, when it came, and when they were told."""

    words = _reasons(_l("อุทธรณ์ว่าอย่างไร"))
    written_day = _written(_l("ได้รับอุทธรณ์วันที่"))
    told_day = _written(_l("ผู้ถือได้รับแจ้งคำสั่งวันที่"))
    told_on: date

    def validate_told_day(self, field: Field) -> None:
        """Nobody appeals against what they have not been told."""
        self.told_on = _past_day(field)
        if not self.written_day.errors and self.told_on > self.day:
            raise ValidationError(_("ต้องไม่หลังวันที่ได้รับอุทธรณ์"))


class DecideForm(Form):
    """The decision to revoke."""

    day: date

    reasons = _reasons(_l("เหตุผลของคำสั่ง (ผู้ถือวุฒิบัตรได้รับ)"))
    written_day = _written(_l("มีผลตั้งแต่วันที่"))

    def validate_written_day(self, field: Field) -> None:
        """Today or a later day, within a year."""
        self.day = _day(field)
        if why := why_not_from(self.day):
            raise ValidationError(why)


class CloseForm(Form):
    """Why nothing comes of it."""

    reason = _reasons(_l("เหตุผล"))


class RenewForm(Form):
    """Why a certificate is renewed without a new course."""

    reason = _reasons(_l("เหตุผลที่ต่ออายุโดยไม่เรียนใหม่"))


class CorrectForForm(ConfirmForm):
    """An officer confirms the corrected name for its holder."""

    note = TextAreaField(
        _l("ยืนยันแทนอย่างไร"), filters=[clean], validators=[DataRequired(), LimitedTo(300)]
    )


class DuplicateForm(Form):
    """Who asked for the file again, and why."""

    asked_by = StringField(
        _l("ผู้ขอ"), filters=[clean_line], validators=[DataRequired(), LimitedTo(LINE)]
    )
    why = RadioField(
        _l("เพราะอะไร"),
        choices=[SelectChoice(why.value, words) for why, words in WHYS.items()],
        validators=[DataRequired()],
    )
    note = StringField(_l("หมายเหตุ"), filters=[clean_line], validators=[LimitedTo(LINE)])
    once = HiddenField(
        default=lambda: token_hex(16), validators=[DataRequired(), Regexp(r"[0-9a-f]{32}\Z")]
    )

    def validate_note(self, field: Field) -> None:
        """Another cause is put into words."""
        if self.why.data == DuplicateWhy.OTHER and not field.data:
            raise ValidationError(_("โปรดกรอกช่องนี้"))
