"""Forms of the old register: a file, its columns, the confirmation, a reason, a zip of scans."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from lms.certification.earlier.headings import LOOKED_AT, Field, letter
from lms.forms import Form, LimitedTo, clean, clean_line
from lms.people.models import OrgUnit

NOWHERE = -1  # the sheet has no such column
NO_UNIT = 0

FIELDS = {
    Field.NUMBER: _l("เลขที่วุฒิบัตร"),
    Field.FULL: _l("ชื่อและนามสกุล (รวมช่องเดียว)"),
    Field.TITLE: _l("คำนำหน้า"),
    Field.FIRST: _l("ชื่อ"),
    Field.LAST: _l("นามสกุล"),
    Field.CURRICULUM: _l("หลักสูตร"),
    Field.ISSUED_ON: _l("วันที่ออก"),
    Field.ISSUER: _l("หน่วยงานผู้ออก"),
    Field.SCAN: _l("ชื่อไฟล์สแกน"),
}


class FileForm(Form):
    """A spreadsheet of one unit's old register."""

    unit = SelectField(_l("ทะเบียนของหน่วยงาน"), coerce=int, validators=[InputRequired()])
    file = FileField(_l("ไฟล์ตาราง"))
    source = StringField(
        _l("คัดจากทะเบียนใด"), filters=[clean_line], validators=[DataRequired(), LimitedTo(300)]
    )
    curriculum = StringField(
        _l("หลักสูตรของทั้งไฟล์"), filters=[clean_line], validators=[Optional(), LimitedTo(300)]
    )

    def offer(self, units: list[OrgUnit]) -> FileForm:
        """Only units of the officer's area; where there are several, none is chosen yet."""
        named = [(unit.id, unit.name_th) for unit in units]
        self.unit.choices = named if len(named) == 1 else [(NO_UNIT, _("เลือกหน่วยงาน")), *named]
        return self

    def validate_unit(self, field: Any) -> None:
        """Whose register it is decides who vouches for it."""
        if field.data == NO_UNIT:
            raise ValidationError(_("เลือกหน่วยงานที่เก็บทะเบียนนี้"))

    def validate_file(self, field: Any) -> None:
        """A file must be there; whether it is a table, its reader says."""
        if not field.data or not field.data.filename:
            raise ValidationError(_("เลือกไฟล์ Excel, OpenDocument หรือ CSV"))


class ColumnsForm(Form):
    """Which column holds what."""

    seen = HiddenField(validators=[InputRequired()])
    heading_row = IntegerField(
        _l("หัวตารางอยู่แถวที่"), validators=[InputRequired(), NumberRange(0, LOOKED_AT)]
    )
    course = StringField(
        _l("หลักสูตรของแถวที่ไม่ได้ระบุ"), filters=[clean_line], validators=[Optional(), LimitedTo(300)]
    )
    fill = BooleanField(_l("เซลล์ว่างของหลักสูตร วันที่ และหน่วยงาน ให้ใช้ค่าของแถวบน (เซลล์ที่ผสานไว้)"))

    def offer(self, columns: list[str]) -> ColumnsForm:
        """The sheet's columns, each with its heading or first value."""
        choices = [(NOWHERE, _("ไม่มีในไฟล์")), *enumerate(columns)]
        for each in FIELDS:
            self[each.value].choices = choices
        return self

    @property
    def places(self) -> dict[str, int]:
        """The column of each field that has one."""
        chosen = {each.value: self[each.value].data for each in FIELDS}
        return {name: place for name, place in chosen.items() if place is not None and place >= 0}

    def validate(self, extra_validators: Any = None) -> bool:
        """No column holds two things; a whole name is not put together as well."""
        right: bool = super().validate(extra_validators)
        places = self.places
        for name, place in places.items():
            if [*places.values()].count(place) > 1:
                self[name].errors = [_("เลือกคอลัมน์เดียวกันสองช่อง")]
                right = False
        if Field.FULL in places and Field.FIRST in places:
            words = _("เลือกชื่อรวมช่องเดียว หรือแยกชื่อกับนามสกุล อย่างใดอย่างหนึ่ง")
            self[Field.FIRST.value].errors = [words]
            right = False
        return right


for _field, _label in FIELDS.items():
    setattr(ColumnsForm, _field.value, SelectField(_label, coerce=int, default=NOWHERE))


class ConfirmImportForm(Form):
    """The unit vouches for what is added."""

    seen = HiddenField(validators=[InputRequired()])
    count = HiddenField(validators=[InputRequired()])
    vouched = BooleanField(
        _l("เทียบกับทะเบียนต้นฉบับแล้ว หน่วยงานนี้รับรองรายการที่นำเข้า"), validators=[DataRequired()]
    )


class StrikeForm(Form):
    """Why something counts no more."""

    reason = TextAreaField(
        _l("เหตุผล"), filters=[clean], validators=[DataRequired(), LimitedTo(500)]
    )


class ScansForm(Form):
    """A zip of scans."""

    file = FileField(_l("ไฟล์ซิปของภาพสแกน"))

    def validate_file(self, field: Any) -> None:
        """A file must be there; what is in it, the worker says."""
        if not field.data or not field.data.filename:
            raise ValidationError(_("เลือกไฟล์ .zip"))


def column_words(headings: list[Any], sample: list[Any]) -> list[str]:
    """ "B · เลขที่ (๑๒๓/๒๕๖๑)" for every column."""
    wide = max(len(headings), len(sample))
    words = []
    for place in range(wide):
        heading = headings[place] if place < len(headings) else ""
        example = sample[place] if place < len(sample) else ""
        named = f"{letter(place)} · {heading}" if heading else letter(place)
        words.append(f"{named} ({example[:30]})" if example else named)
    return words
