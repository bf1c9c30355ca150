"""มีผล, ถูกเพิกถอน or หมดอายุ: one rule for every page that says so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from lms import clock
from lms.certification.models import Certificate
from lms.certification.standing import Standing, standing

LAST = date(2031, 11, 22)


@pytest.mark.parametrize(
    ("expires_on", "today", "revoked", "said"),
    [
        (None, date(2999, 1, 1), False, Standing.VALID),  # for life
        (LAST, LAST, False, Standing.VALID),  # its last day
        (LAST, date(2031, 11, 23), False, Standing.EXPIRED),
        (LAST, LAST, True, Standing.REVOKED),
        (LAST, date(2031, 11, 23), True, Standing.REVOKED),  # goes before expiry
    ],
)
def test_what_the_register_says(
    expires_on: date | None, today: date, revoked: bool, said: Standing
) -> None:
    assert standing(expires_on, today, revoked=revoked) is said


def test_the_day_is_thailands(app: Flask) -> None:
    certificate = Certificate(expires_on=LAST)
    with clock.frozen(datetime(2031, 11, 22, 16, 59, tzinfo=UTC)):
        assert certificate.standing is Standing.VALID
    with clock.frozen(datetime(2031, 11, 22, 17, 0, tzinfo=UTC)):
        assert certificate.standing is Standing.EXPIRED
