"""The frame of every page: language, text size, whom to call, and the ways out of LINE."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from lms.config import Mode

IN_LINE = {"User-Agent": "Mozilla/5.0 (Linux; Android 9) Safari/537.36 Line/13.4.1"}


def html(client: FlaskClient, path: str = "/sign-in", **headers: str) -> str:
    return client.get(path, headers=headers).get_data(as_text=True)


def test_a_page_says_its_language_and_text_size(client: FlaskClient) -> None:
    assert '<html lang="th" data-text="a">' in html(client)
    client.post("/preferences", data={"language": "en"})
    client.post("/preferences", data={"text_size": "a2"})
    assert '<html lang="en" data-text="a2">' in html(client)


def test_the_choice_of_language_comes_back_to_the_same_page(client: FlaskClient) -> None:
    assert '<input type="hidden" name="next" value="/sign-in?x=%C3%A9&amp;y=1">' in html(
        client, "/sign-in?x=%C3%A9&y=1"
    )
    answer = client.post("/preferences", data={"language": "en", "next": "/verify?x=1"})
    assert answer.headers["Location"] == "/verify?x=1"


def test_inside_line_the_phones_own_browser_is_offered(client: FlaskClient) -> None:
    inside = html(client, "/verify?x=1", **IN_LINE)
    assert 'href="/verify?x=1&amp;openExternalBrowser=1"' in inside
    assert "openExternalBrowser" not in html(client, "/verify?x=1")


def test_the_way_out_of_line_cannot_carry_markup(client: FlaskClient) -> None:
    inside = html(client, '/verify?"><script>alert(1)</script>', **IN_LINE)
    assert "<script>alert" not in inside


@pytest.mark.parametrize("path", ["/sign-in", "/verify", "/nothing-here"])
def test_every_page_says_whom_to_call(client: FlaskClient, path: str) -> None:
    assert 'href="tel:' in html(client, path)


def test_readers_of_english_are_told_the_hours_in_english(client: FlaskClient) -> None:
    assert "จันทร์–ศุกร์" in html(client)
    client.post("/preferences", data={"language": "en"})
    assert "Monday–Friday 08:30–16:30" in html(client)


def test_a_demonstration_says_so_on_every_page(client: FlaskClient) -> None:
    assert "ระบบสาธิต ข้อมูลสมมุติ" in html(client)
    assert "ระบบสาธิต ข้อมูลสมมุติ" in html(client, "/nothing-here")


@pytest.mark.settings(mode=Mode.PRODUCTION)
def test_production_carries_no_demonstration_banner(client: FlaskClient) -> None:
    assert "ระบบสาธิต" not in html(client)


def test_an_error_page_says_what_to_do_and_that_nothing_was_lost(client: FlaskClient) -> None:
    page = html(client, "/nothing-here")
    assert "ไม่พบหน้านี้" in page
    assert "บันทึกแล้วยังอยู่ครบ" in page
    assert 'href="/"' in page
