"""The days and words of the procedure are data, and a file that cannot be used says why."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from flask import Flask
from sqlalchemy import text

from lms.certification.lineage.procedure import FILE, SHIPPED, TEXTS, VALUES, Wrong, procedure
from lms.config import current_settings
from lms.db import db
from tests.certification.line import central, held, proposed

Wishes = dict[str, Any]


def saved(**changes: Any) -> None:
    """The installation's own file."""
    said: Wishes = yaml.safe_load(SHIPPED.read_text("utf-8")) | changes
    (current_settings().data / FILE).write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")


@pytest.fixture(autouse=True)
def without_own_file(app: Flask):
    yield
    (current_settings().data / FILE).unlink(missing_ok=True)


def test_every_text_ships_in_both_languages_and_can_be_filled(app: Flask) -> None:
    rules = procedure()
    for name in TEXTS:
        for language in ("th", "en"):
            said = rules.say(name, language, **dict.fromkeys(VALUES, "ค่า {holder}"))
            assert said
            assert "{holder}" in said or "{" not in said, "what a value holds is not read again"


def test_what_the_installation_writes_is_read_at_once(app: Flask) -> None:
    assert procedure().answer_days == 15
    saved(answer_days=30)
    assert procedure().answer_days == 30


def test_a_file_from_before_lacks_no_text(app: Flask) -> None:
    shipped: Wishes = yaml.safe_load(SHIPPED.read_text("utf-8"))["texts"]
    saved(texts={name: said for name, said in shipped.items() if name != "appeal_dismissed"})
    assert "ยกอุทธรณ์" in procedure().texts["appeal_dismissed"]["th"]


@pytest.mark.parametrize(
    "changes",
    [
        {"answer_days": 0},
        {"answer_days": "15"},
        {"appeal_days": True},
        {"expiry_notices": [90, -1]},
        {"expiry_notices": 90},
        {"renewal": {}},
        {"texts": {}},
        {"texts": {name: {"th": "x", "en": "{secret}"} for name in TEXTS}},
        {"texts": {name: {"th": "x", "en": "{holder.__class__}"} for name in TEXTS}},
        {"texts": {name: {"th": "x", "en": "{"} for name in TEXTS}},
        {"texts": {name: {"th": "x", "en": " "} for name in TEXTS}},
    ],
)
def test_a_file_that_cannot_be_used_is_named(app: Flask, changes: Wishes) -> None:
    saved(**changes)
    with pytest.raises(Wrong, match=FILE):
        procedure()


def test_a_letter_stays_as_it_was_sent(app: Flask) -> None:
    from lms.certification.lineage import finding, revoking
    from lms.certification.models import RevocationClass
    from lms.clock import today

    _person, certificate = held()
    officer = central("เสนอ")
    case = proposed(officer, certificate, RevocationClass.MISCONDUCT)
    revoking.notify(officer, case.id, "หนังสือ", today())
    saved(answer_days=90)
    letter = finding.short(certificate.id)
    assert letter[0].told
    stored = db.session.execute(text("SELECT texts FROM case_steps WHERE number = 2")).scalar_one()
    assert "15 วัน" in str(stored)
