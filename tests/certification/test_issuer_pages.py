"""The pages of the issuer's profile, as officers, strangers and the hurried meet them."""

from __future__ import annotations

import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from lms.access import Role
from lms.audit import AuditEntry
from lms.certification import pictures
from lms.certification.erasing import erase_person
from lms.certification.issuer import samples
from lms.certification.models import IssuerProfile
from lms.config import Mode, current_settings
from lms.db import db
from lms.root import ROOT
from lms.storage import store
from tests.builders import a_province, a_volunteer, an_officer, sign_in
from tests.certification.issuers import (
    BLUE,
    DRAFT,
    PAGE,
    RED,
    central,
    drawn,
    filled,
    publish,
    save,
    sent,
    version_of,
)
from tests.support.paper import poppler_text

GOLDEN = ROOT / "tests" / "certification" / "golden" / "english-0.png"
ADDRESSES = (
    PAGE,
    DRAFT,
    f"{PAGE}/preview",
    f"{PAGE}/sample.png",
    f"{PAGE}/sample.pdf",
    f"{PAGE}/publish",
    f"{PAGE}/pictures/{'0' * 64}",
)


@pytest.fixture
def officer(client: FlaskClient) -> FlaskClient:
    """A central officer's browser."""
    sign_in(client, central())
    return client


def profiles() -> list[IssuerProfile]:
    db.session.rollback()
    return list(db.session.scalars(select(IssuerProfile).order_by(IssuerProfile.id)))


def kept_picture_in(page: str, name: str) -> str:
    found = re.search(rf'name="{name}_kept"[^>]*value="([0-9a-f]*)"', page)
    assert found
    return found.group(1)


def acts() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def test_the_story_of_a_version(officer: FlaskClient) -> None:
    assert "ยังไม่มีฉบับที่เผยแพร่" in officer.get(PAGE).text
    answer = officer.post(
        DRAFT,
        data=filled(
            logo=sent(drawn()),
            signature=sent(drawn(BLUE)),
            signatory_since="1 ต.ค. 2560",
            wutthibat_given="มอบวุฒิบัตรนี้แก่",
        ),
    )
    assert (answer.status_code, answer.location) == (303, f"{PAGE}/preview")
    assert "บันทึกร่างแล้ว" in officer.get(answer.location).text
    asked = officer.get(f"{PAGE}/publish").text
    for words in ("เผยแพร่ฉบับที่ 1", "กรมทดสอบ", "ตั้งแต่ 1 ตุลาคม 2560", "รองอธิบดี รักษาราชการแทน"):
        assert words in asked
    publish(officer)
    (row,) = profiles()
    assert (row.number, row.draft, row.content["issuer_th"]) == (1, None, "กรมทดสอบ")
    assert row.content["wording"] == {"wutthibat": {"given": "มอบวุฒิบัตรนี้แก่"}}
    shown = officer.get(PAGE).text
    assert "ฉบับที่ 1" in shown
    assert "ประจำการ" in shown  # who published it
    assert {"issuer_saved", "issuer_published"} <= set(acts())


@pytest.mark.settings(issuer_th="กรมจากค่าตั้ง", signatory_name="นายค่าตั้ง  ลงนาม", issuer_logo=GOLDEN)
def test_the_first_draft_begins_with_the_settings_and_their_pictures(
    app: Flask, officer: FlaskClient
) -> None:
    page = officer.get(DRAFT).text
    assert "กรมจากค่าตั้ง" in page
    assert "นายค่าตั้ง  ลงนาม" in page
    logo = kept_picture_in(page, "logo")
    assert officer.get(f"{PAGE}/pictures/{logo}").mimetype == "image/png"
    save(officer, issuer_th="กรมจากค่าตั้ง", logo_kept=logo)
    assert profiles()[0].content["logo"] == logo


def outsiders() -> dict[str, Any]:
    province = a_province()
    return {
        "volunteer": a_volunteer(),
        "provincial": an_officer(),
        "auditor": an_officer(Role.AUDITOR),
        "of a province": an_officer(Role.ADMINISTRATOR, province, first_name="เฉพาะที่"),
        "of a curriculum": central(curriculum="change-leader", first_name="เฉพาะหลักสูตร"),
    }


def test_a_stranger_finds_nothing_and_changes_nothing(app: Flask) -> None:
    for who, person in outsiders().items():
        browser = app.test_client()
        sign_in(browser, person)
        for address in ADDRESSES:
            assert browser.get(address).status_code == 404, (who, address)
        for address in (DRAFT, f"{DRAFT}/drop", f"{PAGE}/publish"):
            assert browser.post(address, data=filled()).status_code == 404, (who, address)
        assert PAGE not in browser.get("/").text, who
    assert profiles() == []


@pytest.mark.parametrize("role", [Role.CENTRAL_OFFICER, Role.ADMINISTRATOR])
def test_the_centre_and_the_administrator_find_it_in_their_menu(
    client: FlaskClient, role: Role
) -> None:
    sign_in(client, an_officer(role))
    assert f'href="{PAGE}"' in client.get("/").text
    assert client.get(PAGE).status_code == 200


def test_of_two_tabs_the_later_loses_nothing_and_overwrites_nothing(app: Flask) -> None:
    first, second = app.test_client(), app.test_client()
    sign_in(first, central())
    sign_in(second, central(first_name="อีกคน"))
    seen = version_of(second)
    save(first, issuer_th="กรมของคนแรก")
    answer = second.post(DRAFT, data=filled(version=seen, issuer_th="กรมของคนหลัง"))
    assert answer.status_code == 409
    assert "กรมของคนหลัง" in answer.text
    assert "มีผู้แก้ไขหรือเผยแพร่ไปแล้ว" in answer.text
    assert [row.content["issuer_th"] for row in profiles()] == ["กรมของคนแรก"]
    stale = version_of(second, f"{PAGE}/publish")
    save(first, issuer_th="กรมของคนแรก แก้แล้ว")
    assert second.post(f"{PAGE}/publish", data={"version": stale}).status_code == 409
    assert second.post(f"{DRAFT}/drop", data={"version": stale}).status_code == 409
    assert [(row.draft, row.number) for row in profiles()] == [(True, None)]


def test_a_second_click_is_the_first(officer: FlaskClient) -> None:
    sheet = filled(version=version_of(officer))
    assert [officer.post(DRAFT, data=sheet).status_code for _ in range(2)] == [303, 303]
    version = version_of(officer, f"{PAGE}/publish")
    for _ in range(2):
        answer = officer.post(f"{PAGE}/publish", data={"version": version})
        assert (answer.status_code, answer.location) == (303, PAGE)
    assert [row.number for row in profiles()] == [1]
    assert acts().count("issuer_published") == acts().count("issuer_saved") == 1


def at_once(app: Flask, address: str, sheets: list[dict[str, Any]]) -> list[int]:
    """What each of several officers is answered who send at the same moment."""
    browsers = [app.test_client() for _ in sheets]
    for place, browser in enumerate(browsers):
        sign_in(browser, central(first_name=f"คนที่ {place}"))
    db.session.commit()
    with ThreadPoolExecutor(len(sheets)) as pool:
        sent = pool.map(
            lambda one: one[0].post(address, data=one[1]), zip(browsers, sheets, strict=True)
        )
        return sorted(answer.status_code for answer in sent)


def test_of_those_who_begin_a_draft_at_once_one_begins_it(app: Flask) -> None:
    sheets = [filled(issuer_th=f"กรมที่ {place}") for place in range(4)]
    assert at_once(app, DRAFT, sheets) == [303, 409, 409, 409]
    assert len(profiles()) == 1


def test_of_those_who_publish_at_once_all_publish_one_version(
    app: Flask, officer: FlaskClient
) -> None:
    save(officer)
    version = version_of(officer, f"{PAGE}/publish")
    assert at_once(app, f"{PAGE}/publish", [{"version": version}] * 4) == [303] * 4
    assert [row.number for row in profiles()] == [1]
    assert acts().count("issuer_published") == 1


def test_versions_are_appended_and_an_older_one_is_seen_as_it_was(officer: FlaskClient) -> None:
    for name in ("กรมหนึ่ง", "กรมสอง"):
        save(officer, issuer_th=name)
        publish(officer)
    assert [(row.number, row.content["issuer_th"]) for row in profiles()] == [
        (1, "กรมหนึ่ง"),
        (2, "กรมสอง"),
    ]
    assert "ฉบับที่ 1 ที่เผยแพร่แล้ว" in officer.get(f"{PAGE}/preview?version=1").text
    first = officer.get(f"{PAGE}/sample.pdf?version=1").data
    assert "กรมหนึ่ง" in poppler_text(first)
    assert officer.get(f"{PAGE}/sample.pdf?version=3").status_code == 404


def test_a_draft_is_thrown_away_and_what_was_published_stays(officer: FlaskClient) -> None:
    save(officer)
    publish(officer)
    save(officer, issuer_th="กรมที่เปลี่ยนใจ")
    seen = version_of(officer)
    for _ in range(2):
        assert officer.post(f"{DRAFT}/drop", data={"version": seen}).status_code == 303
    assert [row.content["issuer_th"] for row in profiles()] == ["กรมทดสอบ"]


def bomb(side: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def blank(colour: Any, size: tuple[int, int] = (300, 300)) -> bytes:
    out = BytesIO()
    Image.new("RGBA", size, colour).save(out, "PNG")
    return out.getvalue()


BAD = [
    (b"", "ไฟล์ว่างเปล่า"),
    (b"MZ no picture at all", "ไฟล์นี้ไม่ใช่รูปที่รับได้"),
    (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
    (drawn(form="GIF"), "ไฟล์นี้ไม่ใช่รูปที่รับได้"),
    (drawn()[:900], "ไฟล์อาจเสีย"),
    (bomb(30_000), "จุดภาพมากเกินไป"),
    (bomb(5_000), "จุดภาพมากเกินไป"),
    (blank((0, 0, 0, 0)), "รูปนี้ว่าง"),
    (blank((255, 255, 255, 255)), "รูปนี้ว่าง"),
    (blank((0, 0, 0, 255), (60, 60)), "รูปเล็กเกินไป"),
    (drawn() + bytes(12_000_001), "รูปใหญ่กว่า 12 MB"),
]


@pytest.mark.parametrize(("content", "words"), BAD, ids=[words for _, words in BAD])
def test_a_bad_picture_is_refused_with_its_remedy_and_nothing_typed_is_lost(
    officer: FlaskClient, content: bytes, words: str
) -> None:
    good = sent(drawn(BLUE))
    answer = officer.post(
        DRAFT, data=filled(issuer_th="ชื่อที่พิมพ์ไว้", logo=sent(content), signature=good)
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "ชื่อที่พิมพ์ไว้" in answer.text
    kept = kept_picture_in(answer.text, "signature")
    assert officer.get(f"{PAGE}/pictures/{kept}").status_code == 200
    assert profiles() == []


def test_a_picture_is_made_anew_and_nothing_else_of_its_file_is_kept(officer: FlaskClient) -> None:
    exif = Image.Exif()
    exif[0x010E] = "ลับสุดยอด SECRET"
    content = drawn(RED, "JPEG", exif=exif) + b"TRAILING"
    save(officer, logo=sent(content, "ตรา.jpg"))
    kept = pictures.kept_picture(profiles()[0].content["logo"])
    assert kept.startswith(b"\x89PNG")
    assert len(kept) <= 14_000  # packed by the document it is smaller still
    assert b"SECRET" not in kept
    assert b"TRAILING" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.width == image.height > 200
        assert min(image.convert("RGB").getpixel((image.width // 2, 2))[1:]) < 60  # no white margin
    save(officer, logo=sent(drawn(RED)))
    clear = pictures.kept_picture(profiles()[0].content["logo"])
    with Image.open(BytesIO(clear)) as image:
        assert image.getpixel((0, 0))[3] == 0


def test_a_picture_is_taken_off(officer: FlaskClient) -> None:
    save(officer, logo=sent(drawn()))
    logo = profiles()[0].content["logo"]
    save(officer, logo_kept=logo, logo_off="y")
    assert profiles()[0].content["logo"] is None
    assert store().exists(f"issuer/{logo}")  # a version may name it


@pytest.mark.parametrize("digest", ["../../secrets", "0" * 64, "", "x"])
def test_a_picture_that_is_none_is_not_believed(officer: FlaskClient, digest: str) -> None:
    save(officer, logo_kept=digest)
    assert profiles()[0].content["logo"] is None


WRONG = [
    ({"issuer_th": ""}, "โปรดกรอกช่องนี้"),
    ({"issuer_th": "ก" * 91}, "กรอกไม่เกิน 90 ตัวอักษร"),
    ({"signatory_name": "漢字"}, "พิมพ์ตัวอักษรนี้บนวุฒิบัตรไม่ได้: 漢字"),
    ({"signatory_positions": "ก\nข\nค\nง"}, "กรอกไม่เกิน 3 บรรทัด"),
    ({"signatory_positions": "ก" * 81}, "กรอกไม่เกินบรรทัดละ 80 ตัวอักษร"),
    ({"signatory_positions": "อธิบดีกรมพัฒนาสังคม " * 4 + "\n" + "ผู้อำนวยการสำนัก " * 4}, "ยาวเกินที่ว่าง"),
    ({"signatory_positions": "ก\nข\nค", "signatory_note": "คำสั่งที่ ๑"}, "ยาวเกินที่ว่าง"),
    ({"signatory_since": "เร็ว ๆ นี้"}, "กรอกวันที่ให้ครบ"),
    ({"signatory_since": "2/10/2569", "signatory_until": "1/10/2569"}, "วันสิ้นสุดต้องไม่มาก่อน"),
    ({"signatory2_name": "นายสอง"}, "กรอกตำแหน่งของผู้ลงนามคนที่ 2"),
    ({"signatory2_positions": "อธิบดี"}, "กรอกชื่อผู้ลงนามคนที่ 2"),
    ({"signatory2_until": "1/10/2569"}, "กรอกชื่อผู้ลงนามคนที่ 2"),
    ({"kiattibat_wish": "ขอให้เจริญ" * 9}, "ยาวเกินบรรทัดของแบบ"),
    ({"wutthibat_done_en": "has completed " * 7}, "ยาวเกินบรรทัดของแบบภาษาอังกฤษ"),
]


@pytest.mark.parametrize(("changes", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_cannot_be_printed_is_sent_back_with_what_to_do(
    officer: FlaskClient, changes: dict[str, str], words: str
) -> None:
    answer = officer.post(DRAFT, data=filled(**changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "นางสาวสมหญิง  ใจดี" in answer.text or "signatory_name" in changes
    assert profiles() == []


def test_samples_are_drawn_once_and_stamped_whatever_the_mode(
    officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(officer, logo=sent(drawn()))
    pdf = officer.get(f"{PAGE}/sample.pdf?design=modern&kind=kiattibat&who=2")
    assert pdf.mimetype == "application/pdf"
    text = poppler_text(pdf.data)
    for words in ("ตัวอย่าง", "กรมทดสอบ", "เกียรติบัตร", "ฝั้นปี๋"):
        assert words in text
    monkeypatch.setattr(samples, "ask", None)
    png = officer.get(f"{PAGE}/sample.png?design=modern&kind=kiattibat&who=2")
    assert png.mimetype == "image/png"
    with Image.open(BytesIO(png.data)) as picture:
        assert picture.width == 1400
        colours = picture.convert("RGB").getcolors(1 << 24) or []
        assert any(colour[0] > 180 and max(colour[1:]) < 40 for _, colour in colours)


@pytest.mark.sqlite_only  # a process draws, and asks no database
@pytest.mark.settings(mode=Mode.PRODUCTION, public_url="https://opm.example.go.th")
def test_a_sample_is_stamped_in_production_too(officer: FlaskClient) -> None:
    save(officer)
    text = poppler_text(officer.get(f"{PAGE}/sample.pdf?design=standard").data)
    assert "ตัวอย่าง" in text
    assert samples.specimens.NUMBER in text


@pytest.mark.sqlite_only  # a process draws, and asks no database
def test_every_awkward_name_comes_in_one_file(officer: FlaskClient) -> None:
    text = poppler_text(officer.get(f"{PAGE}/sample.pdf?who=all").data)
    for facts in samples.people():
        assert facts.first in text


@pytest.mark.sqlite_only  # a process draws, and asks no database
def test_a_page_that_is_being_drawn_keeps_nobody_waiting(
    officer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples._places, "_patience", 0.1)
    with samples._places.turn(current_settings().data):
        answer = officer.get(f"{PAGE}/sample.png")
    assert answer.status_code == 409
    monkeypatch.setattr(samples, "ask", lambda *_args, **_more: b"half a")
    assert officer.get(f"{PAGE}/sample.png").status_code == 409
    monkeypatch.undo()
    assert officer.get(f"{PAGE}/sample.png").status_code == 200


def test_whatever_is_asked_for_is_one_of_the_samples(officer: FlaskClient) -> None:
    page = officer.get(f"{PAGE}/preview?design=../x&kind=y&who=99&version=abc")
    assert page.status_code == 200
    assert 'src="/certificates/issuer/sample.png?design=standard&amp;kind=wutthibat&amp;who=0"' in (
        page.text
    )


def test_people_who_are_erased_leave_the_versions(officer: FlaskClient) -> None:
    save(officer)
    publish(officer)
    person = profiles()[0].published_by
    assert person is not None
    erase_person([person])
    db.session.commit()
    assert [(row.saved_by, row.published_by) for row in profiles()] == [(None, None)]


def test_there_is_one_draft_whoever_writes(officer: FlaskClient) -> None:
    save(officer)
    save(officer, issuer_en="Another")
    count = select(func.count()).select_from(IssuerProfile).where(IssuerProfile.draft)
    assert db.session.scalar(count) == 1
    assert profiles()[0].revision == 2
