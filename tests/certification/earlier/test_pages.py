"""Officers' pages of the old register, from the file to the undoing."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.access import Role
from lms.audit import AuditEntry
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierScan,
    ScanBundle,
    Stage,
)
from lms.db import db
from lms.sheets import read
from tests.builders import a_province, a_volunteer, an_officer, lampang, sign_in
from tests.certification.earlier.offices import (
    A_PDF,
    COURSE,
    GOOD,
    a_messy_xlsx,
    a_picture,
    a_zip,
    an_xlsx,
    imported,
    sent,
    took_scans,
    worked,
)
from tests.invariants.test_queries import MOST, counted

NEW = "/certificates/earlier/imports/new"


def send(client: FlaskClient, content: bytes, unit_id: int, **fields: str) -> TestResponse:
    form = {"unit": str(unit_id), "source": "เล่ม 3 ปี 2561", "curriculum": ""} | fields
    return client.post(NEW, data=form | {"file": (io.BytesIO(content), "ทะเบียน.xlsx")})


def certificates() -> list[EarlierCertificate]:
    return list(db.session.scalars(select(EarlierCertificate).order_by(EarlierCertificate.id)))


def test_a_messy_file_goes_from_upload_to_the_register(app: Flask, client: FlaskClient) -> None:
    sign_in(client, an_officer())
    sent_on = send(client, a_messy_xlsx(), a_province().id)
    assert sent_on.status_code == 302
    here = sent_on.location
    assert "data-watch" in client.get(here).text
    found = worked(app, int(here.rsplit("/", 1)[1]))
    shown = client.get(here).text
    for words in (
        "ต้องแก้ไข",
        "ไม่มีเลขที่ กรอกเลขที่ตามกระดาษ",
        "อ่านวันที่ “เดือนกันยา” ไม่ได้",
        "ซ้ำกับแถวที่ 5 ในไฟล์นี้",
        "B · เลขที่ (๑/๒๕๖๑)",
        "นำเข้า 1 รายการ",
    ):
        assert words in shown, words
    assert shown.index("ไม่มีเลขที่") < shown.index("นายสมชาย ใจดี")  # what is wrong comes first
    columns = {"seen": "1", "heading_row": "4", "number": "1", "title": "2", "first": "3"}
    columns |= {"last": "4", "curriculum": "5", "issued_on": "6", "fill": "y"}
    nowhere = dict.fromkeys(("full", "issuer", "scan"), "-1")
    assert client.post(f"{here}/columns", data=columns | nowhere).status_code == 302
    worked(app, found.id)
    assert "นำเข้า 3 รายการ" in client.get(here).text
    refused = client.post(f"{here}/confirm", data={"seen": "2", "count": "3"})
    assert (refused.status_code, certificates()) == (422, [])  # nobody has vouched
    yes = {"seen": "2", "count": "3", "vouched": "y"}
    assert client.post(f"{here}/confirm", data=yes).status_code == 302
    assert client.post(f"{here}/confirm", data=yes).status_code == 302  # a double click
    worked(app, found.id)
    assert "นำเข้าแล้ว" in client.get(here).text
    listed = client.get("/certificates/earlier?q=ใจดี").text
    assert "นายสมชาย ใจดี" in listed
    assert "น.ส.แก้ว" not in listed
    one = client.get(f"/certificates/earlier/{certificates()[0].id}").text
    assert "เล่ม 3 ปี 2561" in one
    assert "แถวที่ 5" in one


def test_rows_to_mend_come_back_as_a_workbook_that_can_be_sent_again(
    app: Flask, client: FlaskClient
) -> None:
    actor = sign_in(client, an_officer())
    found = sent(app, actor, a_province(), a_messy_xlsx())
    answer = client.get(f"/certificates/earlier/imports/{found.id}/mend.xlsx")
    rows = read(answer.data, "mend.xlsx").rows
    assert rows[0][1] == "เลขที่"
    assert len(rows) == 6
    mended = [row[:] for row in rows]
    mended[3][1] = "99/2561"
    again = sent(app, actor, a_province(), an_xlsx(mended[1:], mended[0]), name="mended.xlsx")
    assert again.counts["5"] == 1


@pytest.mark.parametrize(
    ("content", "fields", "words"),
    [
        (b"", {}, "ไฟล์ว่างเปล่า"),
        (b"x" * (10 * 2**20 + 1), {}, "ไฟล์ใหญ่เกิน 10 MB"),
        (b"a,b\n1,2\n", {"source": " "}, "โปรดกรอกช่องนี้"),
        (b"a,b\n1,2\n", {"unit": "x"}, "โปรดเลือกจากรายการ"),
    ],
)
def test_a_file_that_cannot_be_taken_says_so_at_once(
    app: Flask, client: FlaskClient, content: bytes, fields: dict[str, str], words: str
) -> None:
    sign_in(client, an_officer())
    refused = send(client, content, a_province().id, **fields)
    assert refused.status_code == 422
    assert words in refused.text
    assert db.session.scalar(select(func.count()).select_from(EarlierImport)) == 0


def test_an_officer_of_many_units_says_whose_register_it_is(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(client, an_officer(Role.CENTRAL_OFFICER))
    chiang_mai = a_province()
    assert "เลือกหน่วยงาน</option>" in client.get(NEW).text
    refused = send(client, an_xlsx(GOOD), 0)
    assert (refused.status_code, "เลือกหน่วยงานที่เก็บทะเบียนนี้" in refused.text) == (422, True)
    assert send(client, an_xlsx(GOOD), chiang_mai.id).status_code == 302


def test_a_form_without_a_file_says_so(app: Flask, client: FlaskClient) -> None:
    sign_in(client, an_officer())
    refused = client.post(NEW, data={"unit": str(a_province().id), "source": "เล่ม 3"})
    assert (refused.status_code, "เลือกไฟล์ Excel" in refused.text) == (422, True)


def test_a_file_that_is_no_table_says_how_to_mend_it(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = sent(app, actor, a_province(), b"PK\x03\x04 no workbook")
    assert "บันทึกใหม่" in client.get(f"/certificates/earlier/imports/{found.id}").text


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"number": "1", "full": "1"}, "เลือกคอลัมน์เดียวกันสองช่อง"),
        ({"number": "1", "full": "2", "first": "3"}, "อย่างใดอย่างหนึ่ง"),
        ({"number": "77"}, "โปรดเลือกจากรายการ"),
        ({"heading_row": "99"}, "0"),
    ],
)
def test_columns_that_contradict_each_other_are_refused(
    app: Flask, client: FlaskClient, columns: dict[str, str], words: str
) -> None:
    actor = sign_in(client, an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    form = {"seen": "1", "heading_row": "1"} | columns
    refused = client.post(f"/certificates/earlier/imports/{found.id}/columns", data=form)
    assert refused.status_code == 422
    assert words in refused.text
    assert found.mapping == 1


def test_columns_are_guessed_again_from_another_row(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    here = f"/certificates/earlier/imports/{found.id}/columns"
    client.post(here, data={"seen": "1", "heading_row": "0", "guess": "1"})
    db.session.refresh(found)
    assert (found.columns["places"], found.stage) == ({}, Stage.READY)
    assert "ยังไม่รู้ว่าคอลัมน์ใดคือเลขที่และชื่อ" in client.get(here.removesuffix("/columns")).text
    client.post(here, data={"seen": "2", "heading_row": "1", "guess": "1"})
    assert worked(app, found.id).counts == {"5": 3}


def test_a_choice_from_an_old_page_is_refused(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    here = f"/certificates/earlier/imports/{found.id}"
    client.post(f"{here}/columns", data={"seen": "1", "heading_row": "1", "guess": "1"})
    worked(app, found.id)
    old = client.post(f"{here}/confirm", data={"seen": "1", "count": "3", "vouched": "y"})
    assert (old.status_code, certificates()) == (409, [])
    for bad in ("", "x", "99999999999999"):
        form = {"seen": bad, "count": bad, "vouched": "y"}
        assert client.post(f"{here}/confirm", data=form).status_code in {409, 422}


def test_an_import_is_undone_with_a_reason(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    here = f"/certificates/earlier/imports/{found.id}"
    assert client.post(f"{here}/strike", data={"reason": " "}).status_code == 422
    for _ in range(2):
        assert client.post(f"{here}/strike", data={"reason": "คัดผิดเล่ม"}).status_code == 302
    shown = client.get(here).text
    assert "เลิกทำแล้วเมื่อ" in shown
    assert "คัดผิดเล่ม" in shown
    assert "ขีดฆ่าแล้ว" in client.get("/certificates/earlier").text
    assert "คัดผิดเล่ม" in client.get(f"/certificates/earlier/{certificates()[0].id}").text


def test_an_import_is_given_up(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    for _ in range(2):
        client.post(f"/certificates/earlier/imports/{found.id}/drop")
    assert "ไม่ได้นำเข้า" in client.get(f"/certificates/earlier/imports/{found.id}").text
    assert certificates() == []


def test_one_paper_is_struck_with_a_reason(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    imported(app, actor, a_province(), an_xlsx(GOOD))
    here = f"/certificates/earlier/{certificates()[0].id}"
    assert client.post(f"{here}/strike", data={"reason": ""}).status_code == 422
    for _ in range(2):
        client.post(f"{here}/strike", data={"reason": "พิมพ์ชื่อผิด"})
    assert "พิมพ์ชื่อผิด" in client.get(here).text
    assert [one.live_key is None for one in certificates()] == [True, False, False]


def test_scans_are_matched_kept_and_shown_safely(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    here = f"/certificates/earlier/imports/{found.id}"
    files = {"scans/123-2561.jpg": a_picture(), "124-2561.pdf": A_PDF, "999-2561.jpg": a_picture()}
    archive = (io.BytesIO(a_zip(files)), "สแกน.zip")
    assert client.post(f"{here}/scans", data={"file": archive}).status_code == 302
    assert "กำลังจับคู่" in client.get(here).text
    took_scans(app, db.session.scalars(select(ScanBundle.id)).one())
    shown = client.get(here).text
    assert "จับคู่ได้ 2 จาก 3 ไฟล์" in shown
    assert "999-2561.jpg" in shown
    picture, pdf = db.session.scalars(select(EarlierScan).order_by(EarlierScan.media_type.desc()))
    answer = client.get(f"/certificates/earlier/scans/{picture.id}")
    assert answer.data == files["scans/123-2561.jpg"]
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    kept = client.get(f"/certificates/earlier/scans/{pdf.id}")
    assert kept.headers["Content-Disposition"].startswith("attachment;")
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id.desc()).limit(2))
    assert list(acts) == ["earlier_scan_seen"] * 2


def test_strangers_find_none_of_it(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    client.post(
        f"/certificates/earlier/imports/{found.id}/scans",
        data={"file": (io.BytesIO(a_zip({"123-2561.jpg": a_picture()})), "a.zip")},
    )
    took_scans(app, db.session.scalars(select(ScanBundle.id)).one())
    one, scan = certificates()[0], db.session.scalars(select(EarlierScan)).one()
    pages = [
        f"/certificates/earlier/{one.id}",
        f"/certificates/earlier/imports/{found.id}",
        f"/certificates/earlier/imports/{found.id}/mend.xlsx",
        f"/certificates/earlier/scans/{scan.id}",
    ]
    posts = [
        f"/certificates/earlier/{one.id}/strike",
        *(
            f"/certificates/earlier/imports/{found.id}/{act}"
            for act in ("columns", "confirm", "drop", "strike", "scans")
        ),
    ]
    form = {"reason": "x", "seen": "1", "count": "3", "vouched": "y", "heading_row": "1"}
    stranger, volunteer = app.test_client(), app.test_client()
    sign_in(stranger, an_officer(unit=lampang(), first_name="ลำปาง"))
    sign_in(volunteer, a_volunteer())
    for client_ in (stranger, volunteer):
        assert [client_.get(path).status_code for path in pages] == [404] * len(pages)
        sent_ = [client_.post(path, data=form).status_code for path in posts[:-1]]
        assert sent_ == [404] * len(sent_)
        assert client_.post(posts[-1], data={"file": (io.BytesIO(b"PK"), "a")}).status_code == 404
    assert "สมชาย" not in stranger.get("/certificates/earlier").text
    assert "เล่ม 3" not in stranger.get("/certificates/earlier/imports").text
    assert send(stranger, an_xlsx(GOOD), a_province().id).status_code == 422  # not in their list
    assert app.test_client().get(pages[0]).status_code == 302
    assert [one.live_key is None for one in certificates()] == [False] * 3


def test_the_auditor_sees_and_changes_nothing(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    auditor = app.test_client()
    sign_in(auditor, an_officer(Role.AUDITOR, first_name="ผู้ตรวจสอบ"))
    shown = auditor.get(f"/certificates/earlier/imports/{found.id}")
    assert shown.status_code == 200
    assert "เลิกทำการนำเข้า" not in shown.text
    assert auditor.get(NEW).status_code == 404
    struck = auditor.post(f"/certificates/earlier/imports/{found.id}/strike", data={"reason": "x"})
    assert struck.status_code == 404


def test_only_the_page_for_scans_takes_large_files(app: Flask, client: FlaskClient) -> None:
    actor = sign_in(client, an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    large = b"\0" * (25 * 2**20)
    here = f"/certificates/earlier/imports/{found.id}/scans"
    taken = client.post(here, data={"file": (io.BytesIO(large), "a.zip")})
    assert taken.status_code == 302
    assert client.post(NEW, data={"file": (io.BytesIO(large), "a.xlsx")}).status_code == 413


@pytest.mark.parametrize("size", [3, 60])
def test_a_page_asks_the_database_six_times_at_most(
    app: Flask, client: FlaskClient, size: int
) -> None:
    actor = sign_in(client, an_officer())
    rows = [[str(n), f"{n}/2561", f"นายคนที่{n} ใจดี", COURSE, "12/9/2561"] for n in range(size)]
    done = imported(app, actor, a_province(), an_xlsx(rows))
    ready = sent(app, actor, a_province(), an_xlsx(rows[:-1]))
    here = "/certificates/earlier"
    one = certificates()[0].id
    db.session.commit()
    for path in (
        here,
        f"{here}?q=ใจดี",
        f"{here}/{one}",
        f"{here}/imports",
        NEW,
        f"{here}/imports/{done.id}",
        f"{here}/imports/{ready.id}",
        f"{here}/imports/{ready.id}?only=3",
        "/verify/earlier?number=2/2561",
    ):
        with counted() as sent_:
            assert client.get(path).status_code == 200, path
        assert len(sent_) <= MOST, f"{path}: {sent_}"
