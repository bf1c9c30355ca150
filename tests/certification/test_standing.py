"""มีผล, ถูกเพิกถอน or หมดอายุ: one rule for every page that says so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from lms import clock
from lms.certification.models import Certificate
from lms.certification.standing import Standing, standing

LAST, AFTER = date(2031, 11, 22), date(2031, 11, 23)


@pytest.mark.parametrize(
    ("expires_on", "today", "revoked_from", "said"),
    [
        (None, date(2999, 1, 1), None, Standing.VALID),  # for life
        (LAST, LAST, None, Standing.VALID),  # its last day
        (LAST, AFTER, None, Standing.EXPIRED),
        (LAST, LAST, LAST, Standing.REVOKED),
        (LAST, AFTER, LAST, Standing.REVOKED),  # goes before expiry
        (None, LAST, AFTER, Standing.VALID),  # decided, and not of effect yet
        (None, AFTER, AFTER, Standing.REVOKED),
        (LAST, AFTER, date(2031, 12, 1), Standing.EXPIRED),
    ],
)
def test_what_the_register_says(
    expires_on: date | None, today: date, revoked_from: date | None, said: Standing
) -> None:
    assert standing(expires_on, today, revoked_from) is said


def test_the_day_is_thailands(app: Flask) -> None:
    certificate = Certificate(expires_on=LAST)
    with clock.frozen(datetime(2031, 11, 22, 16, 59, tzinfo=UTC)):
        assert certificate.standing is Standing.VALID
    with clock.frozen(datetime(2031, 11, 22, 17, 0, tzinfo=UTC)):
        assert certificate.standing is Standing.EXPIRED
