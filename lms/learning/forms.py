"""Forms around a รุ่น."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from lms.curricula.outline import Outline
from lms.forms import Form, LimitedTo, clean, clean_line
from lms.people.models import OrgUnit
from lms.thai import arabic_digits


class CohortForm(Form):
    """A รุ่น that is to be opened."""

    slug = SelectField(_l("หลักสูตร"), validators=[DataRequired()])
    unit_id = SelectField(_l("หน่วยงานที่จัด"), coerce=int)
    year = StringField(
        _l("ปีงบประมาณ (พ.ศ.)"), filters=[clean_line], validators=[DataRequired(), LimitedTo(10)]
    )
    number = StringField(_l("รุ่นที่"), filters=[clean_line], validators=[LimitedTo(10)])

    def offer(self, editions: Iterable[Outline], units: Iterable[OrgUnit]) -> Self:
        """What may be chosen."""
        english = str(get_locale()) == "en"
        self.slug.choices = [
            (one.slug, one.name_en if english else one.name_th) for one in editions
        ]
        self.unit_id.choices = [(one.id, one.name_en if english else one.name_th) for one in units]
        return self

    @property
    def the_year(self) -> int:
        """What was typed, with Thai or other digits."""
        return _number(self.year)

    @property
    def the_number(self) -> int | None:
        """None: the next one."""
        return _number(self.number) if self.number.data else None

    def validate_year(self, field: Field) -> None:
        """A year of our own time, in พ.ศ."""
        if not 2500 <= _number(field) <= 2699:
            raise ValidationError(_("กรอกปี พ.ศ. สี่หลัก เช่น 2570"))

    def validate_number(self, field: Field) -> None:
        """A small number, or nothing."""
        if field.data and not 1 <= _number(field) <= 9999:
            raise ValidationError(_("กรอกเป็นตัวเลข เช่น 1 หรือเว้นว่างเพื่อใช้เลขถัดไป"))


def _number(field: Field) -> int:
    typed = arabic_digits(field.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0


class FillForm(Form):
    """Who is to be in it."""

    numbers = TextAreaField(
        _l("เลขประจำตัวอาสาสมัคร บรรทัดละหนึ่งคน"),
        filters=[clean],
        validators=[DataRequired(), LimitedTo(20_000)],
    )
