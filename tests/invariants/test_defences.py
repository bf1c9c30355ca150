"""What a browser, a proxy and a thief are told: tokens, cookies, headers, errors."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from lms.db import db
from lms.people import devices
from lms.people.models import SignedInDevice
from lms.web import MAX_BODY
from tests.builders import PIN, a_province, a_volunteer, sign_in
from tests.invariants.routes import FORMS, address_of, rules_of
from tests.invariants.test_naughty import somebody
from tests.invariants.world import a_world

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", re.IGNORECASE)
JSON = {"Accept": "application/json"}
OURS = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy")
# An SVG of a lesson may style itself; it may do nothing else, nor reach anything.
OF_MEDIA = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"


def faults_of_headers(answer: Any) -> list[str]:
    """What is missing from the headers of any answer of ours."""
    faults = [name for name in OURS if name not in answer.headers]
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src" not in policy or ("unsafe" in policy and policy != OF_MEDIA):
        faults.append(f"policy {policy!r}")
    return faults


@pytest.mark.sqlite_only
def test_every_answer_carries_the_headers_and_no_page_has_script_or_style_in_it(app: Flask) -> None:
    world = a_world(app)
    faults = []
    for rule in rules_of(app, "GET"):
        name = somebody(world, rule)
        answer = world.client(name).get(address_of(rule, world.sides[1]))
        faults += [f"{rule.endpoint}: {fault}" for fault in faults_of_headers(answer)]
        if answer.mimetype == "text/html" and (found := INLINE.search(answer.text)):
            faults.append(f"{rule.endpoint}: {answer.text[found.start() - 40 : found.end() + 80]}")
        if name != "signed_out" and rule.endpoint not in KEPT and not secret(answer):
            faults.append(f"{rule.endpoint}: {answer.headers['Cache-Control']} for a personal page")
    assert "\n".join(faults) == ""


# Public, or named by its content and kept by the reader's own browser alone.
KEPT = {
    "assets.serve",
    *(f"verification.{name}" for name in ("key_set", "did", "status_lists", "manifest", "worker")),
    *(f"verification.{name}" for name in ("badge", "log_keys", "checkpoint", "consistency")),
}


def secret(answer: Any) -> bool:
    """Whether only the reader's own browser may keep it."""
    kept = answer.headers["Cache-Control"]
    return "no-store" in kept or "private" in kept


@pytest.mark.sqlite_only
def test_no_form_is_taken_without_its_token(app: Flask) -> None:
    world = a_world(app)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for rule in rules_of(app, "POST"):
            answer = world.client(somebody(world, rule)).post(
                address_of(rule, world.sides[1]), data=FORMS[rule.endpoint]
            )
            assert answer.status_code == 400, rule.endpoint
            assert "แบบฟอร์มนี้หมดอายุ" in answer.text
            assert faults_of_headers(answer) == []
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.sqlite_only
@pytest.mark.settings(public_url="https://opm.example.go.th")
def test_cookies_are_for_us_alone(app: Flask) -> None:
    a_province()
    a_volunteer(volunteer_number="CM0001")
    browser = app.test_client()
    entered = {"identifier": "CM0001", "secret": PIN, "device": "own"}
    answer = browser.post("/sign-in", data=entered)
    assert answer.status_code == 302
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"lms", "device"}
    for cookie in cookies:
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


@pytest.mark.sqlite_only
def test_a_stolen_cookie_dies_with_its_session(app: Flask) -> None:
    person = a_volunteer(volunteer_number="CM0001")
    browser, thief = app.test_client(), app.test_client()
    sign_in(browser, person)
    stolen = browser.get_cookie("lms")
    assert stolen is not None
    thief.set_cookie("lms", stolen.value)
    assert thief.get("/profile").status_code == 200
    browser.post("/sign-out")
    assert thief.get("/profile").status_code == 302

    sign_in(browser, person)
    fresh = browser.get_cookie("lms")
    assert fresh is not None
    thief.set_cookie("lms", fresh.value)
    changed = {"current": PIN, "secret": "918273", "again": "918273"}
    assert browser.post("/profile/secret", data=changed).status_code == 302
    assert browser.get("/profile").status_code == 200
    assert thief.get("/profile").status_code == 302


@pytest.mark.sqlite_only
def test_signing_in_leaves_the_session_of_before_behind(app: Flask) -> None:
    """A cookie planted by somebody else is not the one that is signed in."""
    a_volunteer(volunteer_number="CM0001")
    browser, planter = app.test_client(), app.test_client()
    planter.get("/sign-in")
    with planter.session_transaction() as session:
        session["planted"] = True
    planted = planter.get_cookie("lms")
    assert planted is not None
    browser.set_cookie("lms", planted.value)
    browser.post("/sign-in", data={"identifier": "CM0001", "secret": PIN, "device": "own"})
    with browser.session_transaction() as session:
        assert "planted" not in session
    assert planter.get("/profile").status_code == 302
    assert db.session.query(SignedInDevice).count() == 1
    assert devices.digest(planted.value) not in {
        row.token_digest for row in db.session.query(SignedInDevice)
    }


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "away",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "http://localhost//evil.example",
    ],
)
def test_nobody_is_sent_away_by_a_link(app: Flask, away: str) -> None:
    person = a_volunteer(volunteer_number="CM0001")
    browser = app.test_client()
    entered = {"identifier": "CM0001", "secret": PIN, "device": "own", "next": away}
    assert browser.post("/sign-in", data=entered).location == "/"
    assert browser.get("/sign-in", query_string={"next": away}).location == "/"
    chosen = {"language": "en", "next": away}
    assert browser.post("/preferences", data=chosen).location == "/"
    asked = app.test_client().post("/profile", headers={"Referer": away})
    assert "evil" not in asked.location
    assert person.id


@pytest.mark.sqlite_only
@pytest.mark.settings(public_url="https://opm.example.go.th")
def test_a_forged_host_reaches_nothing_that_is_printed(app: Flask) -> None:
    world = a_world(app)
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for rule in rules_of(app, "GET"):
        name = somebody(world, rule)
        answer = world.client(name).get(address_of(rule, world.sides[1]), headers=forged)
        assert b"evil" not in answer.data, rule.endpoint
        assert "evil" not in answer.headers.get("Location", ""), rule.endpoint


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["..%2f..%2flms.sqlite3", "../../secrets/session.key", "%2e%2e/x"])
def test_no_path_leads_out_of_the_folder(app: Flask, path: str) -> None:
    world = a_world(app)
    edition = world.sides[1].values["edition_id"]
    for base in ("/assets/", f"/media/{edition}/", "/assets/vendor/../../"):
        assert world.client("owner_1").get(base + path).status_code in {404, 308}


@pytest.mark.sqlite_only
def test_files_of_others_are_never_taken_for_pages(app: Flask) -> None:
    world = a_world(app)
    values = world.sides[1].values
    handout = world.client("owner_1").get(f"/media/{values['edition_id']}/{values['path']}")
    assert handout.status_code == 200
    assert handout.headers["Content-Disposition"].startswith("attachment")
    assert handout.headers["X-Content-Type-Options"] == "nosniff"
    photo = world.client("trainer_1").get(f"/photos/{values['photo_id']}/large")
    assert (photo.status_code, photo.mimetype) == (200, "image/webp")
    pdf = world.client("owner_1").get(f"/certificates/{values['certificate_id']}/certificate.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.sqlite_only
def test_other_methods_and_overridden_ones_do_nothing(app: Flask) -> None:
    browser = app.test_client()
    override = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "DELETE"}
    assert browser.get("/sign-out", headers=override).status_code == 405
    assert browser.get("/sign-out?_method=POST").status_code == 405
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        assert browser.open("/profile", method=method).status_code == 405


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", ["th", "en"])
def test_errors_are_pages_in_the_readers_language_and_json_for_programs(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    browser = app.test_client()
    browser.set_cookie("lang", language)
    words = {
        404: ("ไม่พบหน้านี้", "not found"),
        405: ("หน้านี้ใช้วิธีเปิดแบบอื่น", "opened in another way"),
        413: ("ไฟล์หรือข้อความใหญ่เกินไป", "too large"),
        429: ("มีการลองหลายครั้งเกินไป", "Too many tries"),
    }
    monkeypatch.setattr("lms.people.throttle.ADDRESS_TRIES", 0)
    monkeypatch.setattr("lms.people.throttle.address_is_flooding", lambda *_a, **_k: True)
    form = {"identifier": "x", "secret": "123456", "device": "own"}
    for headers in ({}, JSON):
        answers = {
            404: browser.get("/no/such/page", headers=headers),
            405: browser.get("/sign-out", headers=headers),
            413: browser.post("/verify/file", data=b"x" * (MAX_BODY + 1), headers=headers),
            429: browser.post("/sign-in", data=form, headers=headers),
        }
        for status, answer in answers.items():
            assert answer.status_code == status
            assert faults_of_headers(answer) == []
            assert (answer.mimetype == "application/json") is (headers == JSON)
            if not headers:
                assert f'lang="{language}"' in answer.text
                assert words[status][language == "en"].lower() in answer.text.lower()


def broken(*_args: Any, **_kwargs: Any) -> Any:
    raise OperationalError("SELECT secret", {}, Exception("gone"))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["/curricula", "/sign-in", "/verify/DEMO-2569-0001234-7QK4-M"])
def test_a_database_that_is_gone_is_said_so_and_nothing_else(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    sign_in(client, a_volunteer())
    client.get("/")
    monkeypatch.setattr("sqlalchemy.engine.Engine.connect", broken)
    page = client.get(path)
    assert page.status_code == 503
    assert faults_of_headers(page) == []
    assert "SELECT" not in page.text
    assert "Temporary problem" in page.text or "ยัง" in page.text
    program = client.get(path, headers=JSON)
    assert (program.status_code, program.mimetype) == (503, "application/json")


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            b"\xff\xfe%00=%ff&identifier=%ed%a0%80&secret=%c0%80",
            "application/x-www-form-urlencoded",
        ),
        (b"identifier=x", "multipart/form-data"),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b'{"identifier": ["\\ud800"], "secret": {}}', "application/json"),
        (b"<x>&y;</x>", "text/xml"),
        (b"&".join(b"a=1" for _ in range(5000)), "application/x-www-form-urlencoded"),
        (
            b"identifier[]=1&identifier[]=2&identifier=1&identifier=2",
            "application/x-www-form-urlencoded",
        ),
        (b"x", "multipart/form-data; boundary=" + "b" * 5000),
        (b"x", "nonsense/\xe0; charset=utf-77"),
    ],
)
def test_bodies_that_no_browser_sends_are_refused_like_any_other(
    app: Flask, body: bytes, kind: str
) -> None:
    world = a_world(app) if kind.startswith("multipart") else None
    for path in ("/sign-in", "/join", "/verify/file", "/verify", "/slip", "/preferences"):
        answer = app.test_client().post(path, data=body, content_type=kind)
        assert answer.status_code < 500, (path, answer.status_code)
    if world:
        for path in ("/curricula/change-leader/practicum", "/profile"):
            answer = world.client("owner_1").post(path, data=body, content_type=kind)
            assert answer.status_code < 500, (path, answer.status_code)
