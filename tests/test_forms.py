"""What a form says of an empty field fits how the field is filled in."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from lms.forms import Form


class _Asked(Form):
    line = StringField("line", validators=[DataRequired()])
    choice = RadioField("choice", choices=[SelectChoice("a", "A")], validators=[DataRequired()])
    listed = SelectField(
        "listed",
        choices=[SelectChoice("", "–"), SelectChoice("a", "A")],
        validators=[DataRequired()],
    )
    tick = BooleanField("tick", validators=[DataRequired()])


@pytest.mark.parametrize(
    ("language", "typed", "chosen", "ticked"),
    [
        ("th", "โปรดกรอกช่องนี้", "โปรดเลือกหนึ่งข้อ", "โปรดทำเครื่องหมายในช่องนี้"),
        ("en", "Fill in this box", "Choose one", "Tick this box"),
    ],
)
def test_nothing_is_asked_to_be_typed_that_is_chosen(
    app: Flask, language: str, typed: str, chosen: str, ticked: str
) -> None:
    with app.test_request_context(method="POST", headers={"Cookie": f"lang={language}"}):
        form = _Asked()
        assert not form.validate()
        said = {field.name: field.errors[0] for field in form if field.errors}
    assert said == {"line": typed, "choice": chosen, "listed": chosen, "tick": ticked}
