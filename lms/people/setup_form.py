"""The form of the first administrator."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField
from wtforms.validators import DataRequired

from lms.forms import LimitedTo, clean_line
from lms.people.forms import NewSecretForm
from lms.people.register_forms import ReachableForm, check_volunteer_number


class SetupForm(ReachableForm, NewSecretForm):
    """The code of the terminal, who one is, what one signs in with."""

    code = StringField(
        _l("รหัสตั้งค่าจากหน้าจอ"), filters=[clean_line], validators=[DataRequired(), LimitedTo(40)]
    )
    volunteer_number = StringField(
        _l("เลขประจำตัวสำหรับเข้าสู่ระบบ"),
        filters=[clean_line],
        validators=[DataRequired(), LimitedTo(40)],
    )

    def validate_volunteer_number(self, field: Field) -> None:
        """Something that can be typed again."""
        check_volunteer_number(field)
