"""Practicum work: written, photographed, handed in, returned, handed in again."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.access import Role
from lms.assessment.erasing import erase_person
from lms.assessment.models import Photo, Submission, WorkState
from lms.clock import frozen, now
from lms.db import db
from lms.storage import store
from tests.assessment.papers import ENOUGH, a_full_edition, a_photograph, handed_in, work_of
from tests.builders import LAMPANG, a_province, a_volunteer, an_enrolment, an_officer, sign_in

HERE = "/curricula/change-leader/practicum"
JSON = {"Accept": "application/json"}


def send(
    client: FlaskClient, text: str = ENOUGH, act: str = "save", **rest: object
) -> TestResponse:
    """Press a button of the page, with the version that the page shows."""
    page = client.get(HERE).text
    seen = page.split('name="seen" value="')[1].split('"')[0] if 'name="seen"' in page else ""
    return client.post(HERE, data={"text": text, "act": act, "seen": seen, **rest})


@pytest.fixture
def volunteer(client: FlaskClient):
    person = a_volunteer()
    enrolment = an_enrolment(person, a_full_edition())
    sign_in(client, person)
    return person, enrolment


def test_the_page_shows_brief_privacy_and_rubric(client: FlaskClient, volunteer) -> None:
    page = client.get(HERE).text
    for words in ("ทำโครงการหนึ่งโครงการ", "ห้ามใส่ชื่อผู้รับบริการ", "เกณฑ์ c1", "ผ่านที่ 4 จาก 6"):
        assert words in page


def test_a_draft_is_kept_and_work_is_handed_in(client: FlaskClient, volunteer) -> None:
    assert send(client, photos=(a_photograph(), "งาน.jpg")).status_code == 303
    assert work_of(volunteer[1]).state == WorkState.DRAFT
    assert send(client, act="submit").status_code == 303
    work = work_of(volunteer[1])
    assert work.state == WorkState.SUBMITTED
    submission = db.session.scalars(select(Submission)).one()
    assert submission.text == ENOUGH.strip()
    assert len(submission.photo_ids) == 1
    assert "รอวิทยากรตรวจ" in client.get(HERE).text


def test_what_is_missing_is_said_and_nothing_is_lost(client: FlaskClient, volunteer) -> None:
    answer = send(client, "สั้นไป", "submit")
    assert answer.status_code == 422
    assert "เขียนอย่างน้อย 60 ตัวอักษร" in answer.text
    assert "แนบภาพถ่ายอย่างน้อย 1 รูป" in answer.text
    assert "สั้นไป" in answer.text
    assert work_of(volunteer[1]).draft == "สั้นไป"


def test_work_handed_in_cannot_be_changed(client: FlaskClient, volunteer) -> None:
    send(client, act="submit", photos=(a_photograph(), "a.jpg"))
    assert send(client, "ข้อความใหม่").status_code == 303
    assert work_of(volunteer[1]).draft == ENOUGH.strip()
    assert client.post(HERE, data={"text": "x"}, headers=JSON).status_code == 409


def test_the_script_saves_the_text_and_learns_its_version(client: FlaskClient, volunteer) -> None:
    first = client.post(HERE, data={"text": "หนึ่ง", "seen": ""}, headers=JSON)
    assert first.status_code == 200
    second = client.post(HERE, data={"text": "สอง", "seen": first.get_json()["seen"]}, headers=JSON)
    assert second.status_code == 200
    assert work_of(volunteer[1]).draft == "สอง"


def test_a_second_window_covers_nothing_unseen(client: FlaskClient, volunteer) -> None:
    client.post(HERE, data={"text": "จากหน้าต่างแรก", "seen": ""}, headers=JSON)
    script = client.post(HERE, data={"text": "จากอีกหน้าต่าง", "seen": ""}, headers=JSON)
    assert script.status_code == 409
    button = client.post(HERE, data={"text": "จากอีกหน้าต่าง", "seen": "", "act": "save"})
    assert button.status_code == 422
    assert "จากหน้าต่างแรก" in button.text
    assert "จากอีกหน้าต่าง" in button.text
    assert work_of(volunteer[1]).draft == "จากหน้าต่างแรก"


def test_photographs_lose_their_place_and_are_turned_upright(
    client: FlaskClient, volunteer
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    exif[0x010F] = "SECRET-PHONE"
    send(client, photos=(a_photograph((800, 600), exif=exif), "gps.jpg"))
    photo = db.session.scalars(select(Photo)).one()
    assert (photo.width, photo.height) == (600, 800)
    kept = store().get(photo.storage_key)
    assert b"SECRET-PHONE" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.format == "WEBP"
    page = client.get(f"/photos/{photo.id}/small")
    assert page.content_type == "image/webp"
    assert len(page.data) <= 40_000
    again = client.get(f"/photos/{photo.id}/small", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_no_more_photographs_than_asked_for(client: FlaskClient, volunteer) -> None:
    many = [(a_photograph((100 + n, 100)), f"{n}.jpg") for n in range(3)]
    answer = send(client, photos=many)
    assert answer.status_code == 422
    assert "ไม่เกิน 2 รูป" in answer.text
    assert db.session.scalar(select(func.count(Photo.id))) == 2


def test_a_photograph_is_removed_and_the_text_stays(client: FlaskClient, volunteer) -> None:
    send(client, photos=(a_photograph(), "a.jpg"))
    photo = db.session.scalars(select(Photo)).one()
    assert send(client, ENOUGH + " เพิ่ม", remove=str(photo.id)).status_code == 303
    assert work_of(volunteer[1]).draft.endswith("เพิ่ม")
    assert f"/photos/{photo.id}/" not in client.get(HERE).text
    send(client, photos=(a_photograph(), "a.jpg"))  # chosen again
    assert f"/photos/{photo.id}/" in client.get(HERE).text


def test_photographs_are_for_owner_trainer_and_officers_of_the_area(
    client: FlaskClient, app: Flask, volunteer
) -> None:
    send(client, photos=(a_photograph(), "a.jpg"))
    photo = db.session.scalars(select(Photo.id)).one()
    people = {
        "trainer": (an_officer(Role.TRAINER, first_name="ก", curriculum="change-leader"), True),
        "other trainer": (an_officer(Role.TRAINER, first_name="ข", curriculum="x"), False),
        "officer": (an_officer(first_name="ค"), True),
        "stranger officer": (an_officer(unit=a_province(LAMPANG), first_name="ง"), False),
        "volunteer": (a_volunteer(first_name="จ"), False),
    }
    browsers = {}
    for name, (person, _) in people.items():
        browsers[name] = app.test_client()
        sign_in(browsers[name], person)
        draft = browsers[name].get(f"/photos/{photo}/large").status_code
        assert draft == 404, f"{name} sees a draft"
    assert app.test_client().get(f"/photos/{photo}/large").status_code == 302
    send(client, act="submit")
    for name, (_, allowed) in people.items():
        found = browsers[name].get(f"/photos/{photo}/large").status_code
        assert (found == 200) is allowed, name


def _bomb() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("1", (19_000, 19_000)).save(file, "PNG")
    file.seek(0)
    return file


HOSTILE = {
    "text.jpg": io.BytesIO(b"not a picture at all"),
    "drawing.svg": io.BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script>'),
    "page.png": io.BytesIO(b"<html><script>alert(1)</script></html>"),
    "half.jpg": io.BytesIO(a_photograph().read()[:900]),
    "polyglot.gif": io.BytesIO(b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)"),
    "phone.heic": io.BytesIO(b"\0\0\0\x18ftypheic" + b"\0" * 200),
    "paper.pdf": io.BytesIO(b"%PDF-1.7\n" + b"0" * 500),
    "header.png": io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\xff" * 17),
    "../../etc/passwd": io.BytesIO(b"root:x:0:0"),
    "\u202egpj.exe": io.BytesIO(b"MZ" + b"\0" * 300),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words_and_the_text_is_kept(
    client: FlaskClient, volunteer, name: str
) -> None:
    HOSTILE[name].seek(0)
    answer = send(client, photos=(io.BytesIO(HOSTILE[name].read()), name))
    assert answer.status_code == 422
    assert "โปรด" in answer.text or "HEIC" in answer.text
    assert work_of(volunteer[1]).draft == ENOUGH.strip()
    assert db.session.scalar(select(func.count(Photo.id))) == 0


def test_a_decompression_bomb_is_refused(client: FlaskClient, volunteer) -> None:
    answer = send(client, photos=(_bomb(), "bomb.png"))
    assert answer.status_code == 422
    assert "จุดภาพมากเกินไป" in answer.text


def test_what_hides_behind_a_picture_is_not_kept(client: FlaskClient, volunteer) -> None:
    hidden = io.BytesIO(a_photograph().read() + b"<script>alert('polyglot')</script>")
    assert send(client, photos=(hidden, "<img src=x onerror=alert(1)>.jpg")).status_code == 303
    photo = db.session.scalars(select(Photo)).one()
    assert b"polyglot" not in store().get(photo.storage_key)
    assert "<img src=x" not in client.get(HERE).text


NAUGHTY = (
    "<script>alert(1)</script>",
    "{{ 7*7 }} %(x)s ${x} ' OR 1=1 --",
    "น้ํา เเม่ \u0e33\u200b \ufeff\u202e 👩‍👩‍👧‍👦",
    "\x00\x07",
    "ก" * 20_000,
    "",
)


@pytest.mark.parametrize("text", NAUGHTY)
def test_any_text_is_kept_as_text(client: FlaskClient, volunteer, text: str) -> None:
    assert send(client, text).status_code == 303
    page = client.get(HERE)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    send(client, text, "submit")


def test_too_long_a_text_comes_back_with_the_reason(client: FlaskClient, volunteer) -> None:
    answer = send(client, "ยาว" * 9_000)
    assert answer.status_code == 422
    assert "กรอกไม่เกิน 20000" in answer.text
    assert "ยาวยาวยาว" in answer.text


def test_the_page_costs_few_queries_whatever_was_handed_in(
    client: FlaskClient, volunteer, queries: list[str]
) -> None:
    person, enrolment = volunteer
    send(client, photos=(a_photograph(), "a.jpg"))
    for turn in range(3):
        with frozen(now() + timedelta(minutes=turn)):
            handed_in(person, enrolment, f"{ENOUGH} {turn}")
        work_of(enrolment).state = WorkState.RETURNED
    client.get(HERE)
    queries.clear()
    assert client.get(HERE).status_code == 200
    assert len(queries) <= 6, queries


def test_strangers_have_no_practicum_here(app: Flask, volunteer) -> None:
    stranger = app.test_client()
    assert stranger.get(HERE).status_code == 302
    sign_in(stranger, a_volunteer(first_name="อื่น"))
    assert stranger.get(HERE).status_code == 404
    assert stranger.post(HERE, data={"text": "x"}).status_code == 404


def test_erasing_a_person_takes_work_and_files_away(client: FlaskClient, app, volunteer) -> None:
    person, enrolment = volunteer
    send(client, act="submit", photos=(a_photograph(), "a.jpg"))
    key = db.session.scalars(select(Photo.storage_key)).one()
    db.session.commit()
    erase_person([person.id])
    from lms.db import commit

    commit()
    assert not store().exists(key)
    assert db.session.scalar(select(func.count(Submission.id))) == 0
    assert enrolment.id
