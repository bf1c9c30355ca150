"""Forms of signing in and of one's own account."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional, ValidationError

from lms.forms import LINE, Form, LimitedTo, clean_line
from lms.people.models import SecretKind
from lms.people.phones import e164
from lms.people.secrets import (
    PASSWORD_LEAST,
    PASSWORD_MOST,
    PIN_LENGTH,
    is_easy_password,
    is_easy_pin,
    is_pin,
)
from lms.thai import arabic_digits

ZONES = (
    "Asia/Bangkok",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Asia/Taipei",
    "Asia/Singapore",
    "Asia/Dubai",
    "Asia/Jerusalem",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Los_Angeles",
)


def _digits(text: str | None) -> str | None:
    return arabic_digits(text).strip() if text else text


DEVICES = [
    SelectChoice("own", _l("เครื่องของฉัน (ไม่ต้องเข้าสู่ระบบใหม่ 30 วัน)")),
    SelectChoice("shared", _l("เครื่องที่ใช้ร่วมกัน (ออกจากระบบเมื่อปิดเบราว์เซอร์)")),
]


class SignInForm(Form):
    """Volunteer number, phone or e-mail; PIN or password; whose device this is."""

    identifier = StringField(
        _l("เลขประจำตัวอาสาสมัคร เบอร์โทรศัพท์ หรืออีเมล"),
        filters=[clean_line],
        validators=[DataRequired(), LimitedTo(LINE)],
    )
    number = StringField(_l("เลขประจำตัวอาสาสมัคร"), filters=[clean_line], validators=[LimitedTo(40)])
    secret = PasswordField(
        _l("PIN 6 หลัก หรือรหัสผ่าน"), validators=[DataRequired(), LimitedTo(PASSWORD_MOST)]
    )
    device = RadioField(_l("ท่านใช้เครื่องของใคร"), choices=DEVICES, default="own")
    next = HiddenField(validators=[LimitedTo(2000)])


class SlipForm(Form):
    """What is typed from a printed slip."""

    identifier = StringField(
        _l("เลขที่ใบ เลขประจำตัวอาสาสมัคร หรือเบอร์โทรศัพท์"),
        filters=[clean_line],
        validators=[DataRequired(), LimitedTo(LINE)],
    )
    code = StringField(
        _l("รหัส 8 หลัก"), filters=[clean_line], validators=[DataRequired(), LimitedTo(20)]
    )


class NewSecretForm(Form):
    """The same new PIN or password, twice."""

    secret = PasswordField(validators=[DataRequired(), LimitedTo(PASSWORD_MOST)])
    again = PasswordField(validators=[DataRequired(), LimitedTo(PASSWORD_MOST)])

    def prepare(self, kind: SecretKind, *known: str | None) -> Self:
        """Say which kind is asked for, and what everybody knows about the person."""
        self.kind, self.known = kind, known
        pin = kind == SecretKind.PIN
        self.secret.label.text = _("PIN ใหม่ 6 หลัก") if pin else _("รหัสผ่านใหม่")
        self.again.label.text = _("พิมพ์ PIN ใหม่อีกครั้ง") if pin else _("พิมพ์รหัสผ่านอีกครั้ง")
        return self

    @property
    def chosen(self) -> str:
        """The secret as it will be kept: PINs in ASCII digits."""
        typed: str = self.secret.data or ""
        return arabic_digits(typed).strip() if self.kind == SecretKind.PIN else typed

    def validate_secret(self, field: Field) -> None:
        """Whether it is strong enough, said as what to do."""
        if self.kind == SecretKind.PIN:
            _check_pin(self.chosen)
        else:
            _check_password(field.data or "", self.known)

    def validate_again(self, field: Field) -> None:
        """Both alike."""
        again = arabic_digits(field.data or "").strip()
        if (again if self.kind == SecretKind.PIN else field.data) != self.chosen:
            raise ValidationError(_("พิมพ์ให้เหมือนกันทั้งสองช่อง"))


def _check_pin(pin: str) -> None:
    if not is_pin(pin):
        raise ValidationError(_("ใช้ตัวเลข %(n)d หลัก", n=PIN_LENGTH))
    if is_easy_pin(pin):
        raise ValidationError(_("PIN นี้เดาง่าย เลือกตัวเลขที่ไม่เรียงกันและไม่ซ้ำกันทั้งหมด"))


def _check_password(password: str, known: tuple[str | None, ...]) -> None:
    if len(password) < PASSWORD_LEAST:
        raise ValidationError(_("ใช้อย่างน้อย %(n)d ตัวอักษร เช่น สามคำต่อกัน", n=PASSWORD_LEAST))
    if is_easy_password(password, *known):
        raise ValidationError(_("รหัสผ่านนี้เดาง่าย ใช้คำหลายคำที่ไม่เกี่ยวกับชื่อหรือเลขของท่าน"))


class FirstSecretForm(NewSecretForm):
    """What a slip's holder chooses: the secret, and whose device this is."""

    device = RadioField(_l("ท่านใช้เครื่องของใคร"), choices=DEVICES, default="own")


class ChangeSecretForm(NewSecretForm):
    """A new secret for somebody who still knows the old one."""

    current = PasswordField(
        _l("PIN หรือรหัสผ่านปัจจุบัน"), validators=[DataRequired(), LimitedTo(PASSWORD_MOST)]
    )


class ProfileForm(Form):
    """What people may change about themselves without asking an officer."""

    phone = StringField(_l("เบอร์โทรศัพท์"), filters=[clean_line], validators=[LimitedTo(40)])
    email = StringField(_l("อีเมล"), filters=[clean_line], validators=[LimitedTo(254)])
    latin_name = StringField(
        _l("ชื่อภาษาอังกฤษตามหนังสือเดินทาง"), filters=[clean_line], validators=[LimitedTo(LINE)]
    )
    timezone = SelectField(
        _l("เขตเวลา"), choices=[SelectChoice(zone) for zone in ZONES], validators=[Optional()]
    )

    def validate_phone(self, field: Field) -> None:
        """A number that can be dialled."""
        check_phone(field)

    def validate_email(self, field: Field) -> None:
        """Something@somewhere."""
        check_email(field)

    def validate_latin_name(self, field: Field) -> None:
        """Letters of the passport."""
        check_latin(field)


def check_phone(field: Field) -> None:
    """Refuse what cannot be dialled, and say how to write it."""
    if field.data and not e164(field.data):
        raise ValidationError(
            _("กรอกเบอร์โทรศัพท์ เช่น 081 234 5678 ต่างประเทศขึ้นต้นด้วย + เช่น +49 30 1234567")
        )


def check_email(field: Field) -> None:
    """Refuse what is no address; whether mail arrives, only mail can tell."""
    name, at, host = (field.data or "").partition("@")
    if field.data and not (name and at and "." in host.strip(".") and " " not in field.data):
        raise ValidationError(_("กรอกอีเมลให้ครบ เช่น name@example.org"))


def check_latin(field: Field) -> None:
    """Refuse Thai letters where the passport's are asked for."""
    typed = field.data or ""
    if not all((c.isalpha() and c < "ɐ") or c in " .-'’" for c in typed):
        raise ValidationError(_("กรอกเป็นตัวอักษรอังกฤษตามหนังสือเดินทาง เช่น SOMSRI JAIDEE"))
