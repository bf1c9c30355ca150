"""kill −9 in the middle of issuing and printing some hundred: nothing twice, nothing missing."""

from __future__ import annotations

import random

from flask import Flask

from lms.certification.commands import print_waiting
from lms.config import current_settings
from tests.certification.kill import Fire, check
from tests.certification.test_claims import crowd

MANY = 250  # two batches to issue, five to print


def test_killed_again_and_again_nothing_is_doubled_and_nothing_is_missing(app: Flask) -> None:
    crowd(MANY)
    fire = Fire(current_settings(), random.Random(4))
    fire.issue(rounds=1)
    fire.print(turns=2)
    assert fire.kills > 5
    check(MANY)
    again = app.test_cli_runner().invoke(print_waiting, [])
    assert "ทุกฉบับมีเอกสารแล้ว" in again.output
