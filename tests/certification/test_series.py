"""A number is given once: by many at once, at the turn of the year, and when issuing fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.certification import issuing
from lms.certification.models import Certificate, NumberSeries
from lms.certification.number import parse
from lms.config import current_settings
from lms.db import db
from lms.root import ROOT
from tests.support.live import WITHOUT_SURROUNDINGS

AT_ONCE, TIMES = 4, 12
OLD_YEAR = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)  # one second to midnight in Bangkok
NEW_YEAR = datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC)


def taken(app: Flask, moment: Callable[[int], datetime], keep: Callable[[int], bool]) -> list[str]:
    """Four threads take three numbers twelve times each; those whose transaction was kept."""
    start = Barrier(AT_ONCE)

    def take(worker: int) -> list[str]:
        found: list[str] = []
        with app.app_context():
            start.wait()
            for turn in range(TIMES):
                with clock.frozen(moment(worker + turn)):
                    numbers = issuing._next_numbers("TEST", 3)
                if keep(worker + turn):
                    db.session.commit()
                    found += numbers
                else:
                    db.session.rollback()
            db.session.remove()
        return found

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [number for numbers in pool.map(take, range(AT_ONCE)) for number in numbers]


def sequences(numbers: list[str], year: int) -> list[int]:
    found = [parse(number) for number in numbers]
    return sorted(one.sequence for one in found if one and one.year == year)


def test_at_the_turn_of_the_year_two_series_run_side_by_side_without_gap_or_repeat(
    app: Flask,
) -> None:
    numbers = taken(app, lambda turn: OLD_YEAR if turn % 2 else NEW_YEAR, lambda _: True)
    half = AT_ONCE * TIMES * 3 // 2
    assert sequences(numbers, 2569) == list(range(1, half + 1))
    assert sequences(numbers, 2570) == list(range(1, half + 1))
    rows = db.session.execute(select(NumberSeries.year_be, NumberSeries.last))
    assert dict(rows.all()) == {2569: half, 2570: half}


def test_what_is_rolled_back_is_never_a_number_twice(app: Flask) -> None:
    numbers = taken(app, lambda _: OLD_YEAR, lambda turn: turn % 3 != 0)
    found = sequences(numbers, 2569)
    assert len(set(found)) == len(found) == len(numbers)
    assert db.session.scalar(select(NumberSeries.last)) == max(found)


SCRIPT = """
import sys
from lms.app import create_app
from lms.certification import issuing
from lms.db import db
with create_app().app_context():
    for _ in range(25):
        print(*issuing._next_numbers("TEST", 2), sep="\\n")
        db.session.commit()
"""


def test_processes_at_once_get_different_numbers(app: Flask) -> None:
    settings = current_settings()
    environment = {
        **WITHOUT_SURROUNDINGS,
        "PYTHONPATH": str(ROOT),
        "LMS_DATA": str(settings.data),
        "LMS_DATABASE_URL": settings.database_url,
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env=environment,
            stdout=subprocess.PIPE,
            cwd=os.fspath(settings.data),
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=120)[0].decode().split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    numbers = [number for lines in said for number in lines]
    assert sequences(numbers, clock.today().year + 543) == list(range(1, 151))


def test_two_prefixes_have_series_of_their_own(app: Flask) -> None:
    for prefix in ("TEST", "OTHER", "TEST"):
        issuing._next_numbers(prefix, 2)
    rows = db.session.execute(select(NumberSeries.prefix, NumberSeries.last))
    assert dict(rows.all()) == {"TEST": 4, "OTHER": 2}


def test_the_register_itself_refuses_a_number_twice(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    from tests.certification.test_claims import issued

    first, second = (db.session.get_one(Certificate, one) for one in issued(2))
    second.number = first.number
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
