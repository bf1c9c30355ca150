"""Forms of the register: names, places, persons, and requests about them."""

from __future__ import annotations

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from lms.forms import LINE, Form, LimitedTo, clean, clean_line
from lms.people.forms import check_email, check_latin, check_phone
from lms.people.models import OrgUnit
from lms.people.unit_choice import UnitChoice, choice, steps_to

TITLES = (
    "นาย",
    "นาง",
    "นางสาว",
    "ว่าที่ร้อยตรี",
    "ว่าที่ร้อยตรีหญิง",
    "ร้อยตรี",
    "สิบเอก",
    "ดร.",
    "พระ",
    "พระครู",
    "Mr.",
    "Ms.",
)
NOTE = 2000


class NameForm(Form):
    """The parts of a name; a surname is not everybody's."""

    title = StringField(
        _l("คำนำหน้า"), filters=[clean_line], validators=[InputRequired(), LimitedTo(40)]
    )
    first_name = StringField(
        _l("ชื่อ"), filters=[clean_line], validators=[InputRequired(), LimitedTo(LINE)]
    )
    middle_name = StringField(_l("ชื่อรอง"), filters=[clean_line], validators=[LimitedTo(LINE)])
    last_name = StringField(_l("นามสกุล"), filters=[clean_line], validators=[LimitedTo(LINE)])
    latin_name = StringField(
        _l("ชื่อภาษาอังกฤษตามหนังสือเดินทาง"), filters=[clean_line], validators=[LimitedTo(LINE)]
    )

    def validate_latin_name(self, field: Field) -> None:
        """Letters of the passport."""
        check_latin(field)


class ReachableForm(NameForm):
    """A name and how to reach its bearer."""

    phone = StringField(_l("เบอร์โทรศัพท์"), filters=[clean_line], validators=[LimitedTo(40)])
    email = StringField(_l("อีเมล"), filters=[clean_line], validators=[LimitedTo(254)])

    def validate_phone(self, field: Field) -> None:
        """A number that can be dialled."""
        check_phone(field)

    def validate_email(self, field: Field) -> None:
        """Something@somewhere."""
        check_email(field)


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class PlaceFields(Form):
    """Three steps to a unit; the button `pick` shows the next step and keeps what is typed."""

    province = SelectField(_l("จังหวัดหรือประเทศ"), coerce=_number, validate_choice=False)
    district = SelectField(_l("อำเภอ (เขต)"), coerce=_number, validate_choice=False)
    subdistrict = SelectField(_l("ตำบล (แขวง)"), coerce=_number, validate_choice=False)

    def offer(
        self, areas: tuple[str, ...], unit: OrgUnit | None = None, *, country: bool = False
    ) -> None:
        """Fill the lists for what is chosen so far, `unit` when nothing was sent."""
        if unit is not None and not self.is_submitted():
            self.province.data, self.district.data, self.subdistrict.data = steps_to(unit)
        steps = (self.province.data, self.district.data, self.subdistrict.data)
        self.place: UnitChoice = choice(areas, steps, country=country)
        if len(self.place.first) == 1 and steps[0] is None:
            self.province.data = self.place.first[0].id
            self.place = choice(areas, (self.province.data, None, None), country=country)
        self.province.choices = _options(self.place.first)
        self.district.choices = _options(self.place.districts)
        self.subdistrict.choices = _options(self.place.subdistricts)

    @property
    def picking(self) -> bool:
        """Whether only the next step was asked for."""
        return bool(request.form.get("pick"))

    def validate_province(self, field: Field) -> None:
        """A place inside the area."""
        if self.place.chosen is None:
            raise ValidationError(_("เลือกจากรายการ แล้วกดแสดงอำเภอและตำบลหากต้องการระบุ"))


def _options(units: list[OrgUnit]) -> list[tuple[str, str]]:
    english = str(get_locale()) == "en"
    named = [(str(unit.id), unit.name_en if english else unit.name_th) for unit in units]
    return [("", "—"), *named]


class JoinForm(ReachableForm, PlaceFields):
    """ขอเข้าร่วม."""

    message = TextAreaField(_l("ข้อความถึงเจ้าหน้าที่"), filters=[clean], validators=[LimitedTo(NOTE)])

    def validate_phone(self, field: Field) -> None:
        """One way to be reached is needed."""
        check_phone(field)
        if not field.data and not self.email.data:
            raise ValidationError(_("กรอกเบอร์โทรศัพท์หรืออีเมลอย่างน้อยหนึ่งอย่าง"))


class NameRequestForm(NameForm):
    """ขอแก้ไขชื่อ."""

    message = TextAreaField(_l("เหตุผลหรือหลักฐาน"), filters=[clean], validators=[LimitedTo(NOTE)])


class ReasonForm(Form):
    """Why something is declined."""

    reason = StringField(
        _l("เหตุผล"), filters=[clean_line], validators=[InputRequired(), LimitedTo(LINE)]
    )


__all__ = [
    "TITLES",
    "JoinForm",
    "NameForm",
    "NameRequestForm",
    "PlaceFields",
    "ReachableForm",
    "ReasonForm",
]
