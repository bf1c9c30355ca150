"""What is said of a mistyped number: arithmetic that points at the slip and knows no register."""

from __future__ import annotations

import random

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.certification.number import ALPHABET, new_number
from lms.thai import thai_digits
from lms.verification.misreadings import MOST, Doubt, doubts
from tests.verification import paper

NUMBER = "DEMO-2569-0001234-UAW5-6"
YEAR = 2569


def test_a_number_that_may_exist_is_not_doubted() -> None:
    for typed in (NUMBER, NUMBER.lower(), thai_digits(NUMBER), NUMBER.replace("-", "")):
        assert doubts(typed, YEAR) is None


@pytest.mark.parametrize(
    ("typed", "doubt", "group"),
    [
        ("DEMO-2569-000123-UAW5-6", Doubt.LENGTH, 3),
        ("DEMO-2569-0001234-UAW-6", Doubt.LENGTH, 4),
        ("DEMO-256-0001234-UAW5-6", Doubt.LENGTH, 2),
        ("DEMO25690001234", Doubt.LENGTH, None),
        ("DEMO-2569-0001234-U0W5-6", Doubt.LETTER, 4),
        ("DEMO-2569-000B234-UAW5-6", Doubt.LETTER, 3),
        ("DEMO-2569-0001234-0OW5-6", Doubt.LETTER, 4),
        ("DEMO-2569-0001234-UAW5-7", Doubt.CHECK, None),
        ("hello", Doubt.NO_NUMBER, None),
        ("", Doubt.NO_NUMBER, None),
        ("วุฒิบัตรของผม", Doubt.NO_NUMBER, None),
    ],
)
def test_it_is_told_where_to_look_again(typed: str, doubt: Doubt, group: int | None) -> None:
    found = doubts(typed, YEAR)
    assert found is not None
    assert (found.doubt, found.group) == (doubt, group)


@pytest.mark.parametrize(
    "typed",
    [
        "DEMO-2569-0001234-UAW5-G",  # 6 read as G
        "DEMO-2569-0001234-UAWS-6",  # 5 read as S
        "DEMO-2569-0007234-UAW5-6",  # 1 read as 7
        "DEMO-2569-0001243-UAW5-6",  # two changed places
        "DEMO-2596-0001234-UAW5-6",
        "DEMO-2569-0001234-?AW5-6",  # a spot on the paper
        "DEMO-2569-0001234-U1W5-6",  # a character that never stands there
    ],
)
def test_the_usual_slips_are_mended(typed: str) -> None:
    found = doubts(typed, YEAR)
    assert found is not None
    assert NUMBER in found.likely
    assert len(found.likely) <= MOST


def test_most_misreadings_are_mended_and_few_numbers_are_named() -> None:
    chance = random.Random(5)
    mended, named, tried = 0, 0, 200
    for sequence in range(1, tried + 1):
        number = str(new_number("DEMO", YEAR, sequence, chance.choice))
        typed = number.replace("5", "S", 1) if "5" in number[-6:] else _swapped(number)
        found = doubts(typed, YEAR)
        mended += found is None or number in found.likely
        named += len(found.likely) if found else 0
    assert mended > 0.9 * tried
    assert named < 2.5 * tried


def _swapped(number: str) -> str:
    return number[:-6] + number[-5] + number[-6] + number[-4:]


def test_nothing_of_the_years_to_come_is_suggested() -> None:
    for check in ALPHABET:
        found = doubts(f"DEMO-2569-0001234-UAW5-{check}", YEAR)
        assert found is None or all(int(each[5:9]) <= YEAR for each in found.likely)


def test_no_year_before_the_curricula_is_suggested() -> None:
    """5 and 3 are alike, but nothing was issued in 2369."""
    found = doubts("DEMO-2569-0000174-QS48-Z", YEAR)
    assert found is not None
    assert found.likely == ("DEMO-2569-0000174-DS48-Z", "DEMO-2569-0000714-QS48-Z")


def test_a_flood_is_answered_at_once() -> None:
    for typed in ("9" * 100_000, "A-" * 50_000, "๙" * 4_000, "\u0301" * 5_000):
        assert doubts(typed, YEAR) is not None


def test_the_page_suggests_the_same_whatever_the_register_holds(
    app: Flask, client: FlaskClient
) -> None:
    """A suggestion that came from the register would give its numbers away."""
    number = paper.facts().number
    typed = number[:-1] + next(c for c in ALPHABET if c != number[-1])
    before = _notice(client.get(f"/verify/{typed}").text)
    paper.in_register()
    assert _notice(client.get(f"/verify/{typed}").text) == before
    assert "เลขที่นี้น่าจะพิมพ์หรืออ่านผิด" in before


def _notice(page: str) -> str:
    start = page.index('<section class="notice notice-warn">')
    return page[start : page.index("</section>", start)]


def test_an_unknown_number_without_a_slip_is_not_called_mistyped(
    app: Flask, client: FlaskClient
) -> None:
    paper.in_register()
    assert "น่าจะพิมพ์" not in client.get(f"/verify/{new_number('DEMO', YEAR, 77)}").text
