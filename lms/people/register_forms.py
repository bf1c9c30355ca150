"""Forms of the register: names, places, persons, and requests about them."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from lms.access import Actor
from lms.clock import today
from lms.forms import LINE, Form, LimitedTo, clean, clean_line
from lms.people import register
from lms.people.accounts import volunteer_number
from lms.people.forms import check_email, check_latin, check_phone
from lms.people.models import OrgUnit, Person, Standing
from lms.people.national_id import is_national_id
from lms.people.unit_choice import UnitChoice, choice, steps_to
from lms.thai import parse_be_date

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

STANDINGS = {
    Standing.ACTIVE: _l("ปฏิบัติงาน"),
    Standing.LAPSED: _l("ขาดการต่ออายุ"),
    Standing.REREGISTERED: _l("ขึ้นทะเบียนใหม่"),
    Standing.LEFT: _l("พ้นสภาพ"),
    Standing.DECEASED: _l("เสียชีวิต"),
}


class NameForm(Form):
    """The parts of a name; a surname is not everybody's."""

    title = StringField(
        _l("คำนำหน้า"), filters=[clean_line], validators=[DataRequired(), LimitedTo(40)]
    )
    first_name = StringField(
        _l("ชื่อ"), filters=[clean_line], validators=[DataRequired(), LimitedTo(LINE)]
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


def row_number(value: object) -> int | None:
    """The number of a row, or None for what no row can have."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class PlaceFields(Form):
    """Three steps to a unit; the button `pick` shows the next step and keeps what is typed."""

    province = SelectField(_l("จังหวัดหรือประเทศ"), coerce=row_number, validate_choice=False)
    district = SelectField(_l("อำเภอ (เขต)"), coerce=row_number, validate_choice=False)
    subdistrict = SelectField(_l("ตำบล (แขวง)"), coerce=row_number, validate_choice=False)

    def offer(
        self, areas: tuple[str, ...], unit: OrgUnit | None = None, *, country: bool = False
    ) -> None:
        """Fill the lists for what is chosen so far, `unit` when nothing was sent."""
        if unit is not None and not self.is_submitted():
            self.province.data, self.district.data, self.subdistrict.data = steps_to(unit)
        steps = (self.province.data, self.district.data, self.subdistrict.data)
        self.place: UnitChoice = choice(areas, steps, country=country)
        if len(self.place.first) == 1 and not self.is_submitted():
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


def _options(units: list[OrgUnit]) -> list[SelectChoice]:
    english = str(get_locale()) == "en"
    named = [SelectChoice(str(u.id), u.name_en if english else u.name_th) for u in units]
    return [SelectChoice("", "—"), *named]


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


class PersonForm(ReachableForm, PlaceFields):
    """A person of the register, new or corrected."""

    volunteer_number = StringField(
        _l("เลขประจำตัวอาสาสมัคร"), filters=[clean_line], validators=[LimitedTo(40)]
    )
    national_id = StringField(
        _l("เลขประจำตัวประชาชน"), filters=[clean_line], validators=[LimitedTo(40)]
    )
    nationality = SelectField(_l("สัญชาติ"), default="TH")

    def prepare(self, actor: Actor, person: Person | None) -> None:
        """Say who enters whom; numbers are compared with the whole register."""
        self.actor, self.person_id = actor, person.id if person else None
        names = get_locale().territories
        countries = [code for code in names if len(code) == 2 and code.isalpha()]
        self.nationality.choices = [
            SelectChoice(code, names[code]) for code in sorted(countries, key=lambda c: names[c])
        ]

    def validate_volunteer_number(self, field: Field) -> None:
        """One number, one person."""
        check_volunteer_number(field)
        if field.data:
            self._refuse_taken(register.volunteer_number_is(field.data))

    def validate_national_id(self, field: Field) -> None:
        """Right by its check digit, and nobody else's."""
        if not field.data:
            return
        if not is_national_id(field.data):
            raise ValidationError(_("เลขไม่ถูกต้อง ตรวจเลข 13 หลักกับบัตรอีกครั้ง"))
        self._refuse_taken(register.national_id_is(field.data))

    def _refuse_taken(self, condition: Any) -> None:
        owner = register.taken_by(self.actor, condition, self.person_id)
        if owner:
            raise ValidationError(_("เลขนี้เป็นของ %(name)s ในทะเบียน", name=owner))
        if owner is not None:
            raise ValidationError(_("เลขนี้มีในทะเบียนแล้ว นอกพื้นที่ของท่าน โปรดติดต่อส่วนกลาง"))


def check_volunteer_number(field: Field) -> None:
    """Refuse what could not be typed again from a card."""
    if field.data and not re.fullmatch(r"[A-Z0-9ก-ฮ./-]{2,40}", volunteer_number(field.data)):
        raise ValidationError(_("ใช้ตัวเลขและตัวอักษร เช่น CM0001"))


class StandingForm(Form):
    """A change of standing."""

    standing = SelectField(_l("สถานภาพ"))
    since = StringField(
        _l("ตั้งแต่วันที่"), filters=[clean_line], validators=[DataRequired(), LimitedTo(40)]
    )
    note = StringField(_l("หมายเหตุ"), filters=[clean_line], validators=[LimitedTo(LINE)])

    def prepare(self) -> StandingForm:
        """The words of each standing."""
        self.standing.choices = [SelectChoice(s.value, str(w)) for s, w in STANDINGS.items()]
        return self

    def validate_since(self, field: Field) -> None:
        """A day that can be read, not in the future."""
        try:
            self.day = parse_be_date(field.data, not_after=today())
        except ValueError:
            raise ValidationError(_("กรอกวันที่ เช่น 1 ต.ค. 2569")) from None
        if self.day > today():
            raise ValidationError(_("วันที่ต้องไม่อยู่ในอนาคต"))


class ReasonForm(Form):
    """Why something is declined."""

    reason = StringField(
        _l("เหตุผล"), filters=[clean_line], validators=[DataRequired(), LimitedTo(LINE)]
    )
