"""A list is answered row by row, and gives no more away than its numbers asked one by one."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from lms import confined, sheets
from lms.access import Role
from lms.certification.models import RevocationClass
from lms.certification.number import ALPHABET, new_number
from lms.db import db
from lms.people.models import AddressCounter
from lms.verification.listing import MOST_PUBLIC
from lms.verification.models import Check, PublicCount
from lms.verification.tally import MISSES, Tally, tally
from tests.builders import a_person, a_volunteer, an_officer, lampang, sign_in
from tests.verification import paper

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def a_patient_machine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """On which nobody has asked anything yet."""
    monkeypatch.setattr(confined, "SECONDS", 120)
    monkeypatch.setitem(app.extensions, "verification_tally", Tally())


def pasted(client: FlaskClient, numbers: list[str], **headers: str) -> Any:
    return client.post("/verify", data={"number": "\n".join(numbers)}, headers=headers)


def sent(client: FlaskClient, rows: list[list[str]], headings: list[str], **headers: str) -> Any:
    file = (io.BytesIO(sheets.write_xlsx(headings, rows)), "รายชื่อ.xlsx")
    return client.post("/verify/file", data={"file": file}, headers=headers)


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found
    return found[1]


def mistyped(number: str) -> str:
    return number[:-1] + next(c for c in ALPHABET if c != number[-1])


def test_every_row_is_answered_with_the_fields_beside_it(app: Flask, client: FlaskClient) -> None:
    valid = paper.in_register().number
    revoked = paper.another(sequence=2)
    paper.revoke(revoked, RevocationClass.MISCONDUCT)
    unknown = str(new_number("DEMO", 2569, 77))
    said = pasted(client, [valid, revoked.number, unknown, mistyped(valid)], **JSON).get_json()
    rows = said["rows"]
    assert [row["status"] for row in rows] == ["valid", "revoked", "not_found", "not_found"]
    assert [row["row"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["holder"] == "นางสาวกัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์"
    assert (rows[1]["reason"], rows[2]["holder"], rows[3]["doubt"]) == ("misconduct", None, "check")


def test_a_table_is_answered_and_its_names_are_compared(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    rows = [
        [number, "กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์"],
        [number, "นายปลอม แปลงสาร"],
        ["", "ไม่มีเลขที่"],
    ]
    page = sent(client, rows, ["เลขที่", "ชื่อ-สกุล"]).text
    assert "ตรวจแล้ว 3 แถว" in page
    assert "ชื่อไม่ตรงกับทะเบียน" in page
    assert "ไม่มีเลขที่ในแถวนี้" in page
    assert "รายชื่อ.xlsx" in page
    said = sent(client, rows, ["เลขที่", "ชื่อ-สกุล"], **JSON).get_json()["rows"]
    assert [row["name_agrees"] for row in said] == ["agrees", "differs", "blank"]
    assert [row["status"] for row in said] == ["valid", "valid", None]


def test_rows_that_need_a_look_come_first_and_may_be_shown_alone(
    app: Flask, client: FlaskClient
) -> None:
    good = paper.in_register().number
    bad = str(new_number("DEMO", 2569, 77))
    page = pasted(client, [good, bad]).text
    assert page.index(bad) < page.index(f"/verify/{good}")
    only = client.post("/verify/list", data={"kept": kept(page), "show": "look"}).text
    assert bad in only
    assert f"/verify/{good}" not in only


def test_a_list_is_taken_home_with_its_own_columns(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    rows = [["1", number, "กัญญ์ณัฏฐ์ ฐิติญาณวิโรจน์", "=HYPERLINK(1)"], ["2", "?", "", ""]]
    page = sent(client, rows, ["ลำดับ", "เลขที่", "ชื่อ", "หมายเหตุเดิม"]).text
    as_csv = client.post("/verify/list", data={"kept": kept(page), "as": "csv"})
    assert as_csv.headers["Content-Disposition"].endswith('.csv"')
    read = list(csv.reader(io.StringIO(as_csv.get_data().decode("utf-8-sig"), newline="")))
    assert read[0][:7] == ["ลำดับ", "เลขที่", "ชื่อ", "หมายเหตุเดิม", "แถวที่", "เลขที่ที่ตรวจ", "ผลการตรวจ"]
    assert read[1][:7] == [*rows[0][:3], "'=HYPERLINK(1)", "2", number, "มีผล"]
    assert "ชื่อตรง" in read[1]
    assert read[2][6] == "ไม่พบข้อมูล"
    as_xlsx = client.post("/verify/list", data={"kept": kept(page), "as": "xlsx"})
    assert as_xlsx.headers["Cache-Control"] == "no-store"
    again = sheets.read(as_xlsx.get_data(), "a.xlsx").rows
    assert (again[0], again[1][:2], again[1][5]) == (read[0], ["1", number], number)


def test_a_list_that_was_touched_or_is_another_s_is_not_answered(
    app: Flask, client: FlaskClient
) -> None:
    page = pasted(client, [paper.in_register().number, "DEMO-2569-0000009-XXXX-X"]).text
    touched = kept(page)[:-4] + "AAAA"
    for text in ("", "x", touched):
        assert client.post("/verify/list", data={"kept": text}).status_code == 422
    officer = app.test_client()
    sign_in(officer, an_officer())
    assert officer.post("/verify/list", data={"kept": kept(page)}).status_code == 422
    assert client.post("/verify/list", data={"kept": kept(page)}).status_code == 200


def test_fifty_numbers_need_no_account_and_one_more_does(app: Flask, client: FlaskClient) -> None:
    numbers = [str(new_number("DEMO", 2569, place)) for place in range(MOST_PUBLIC + 1)[1:]]
    assert pasted(client, numbers).status_code == 200
    refused = pasted(client, [*numbers, paper.in_register().number])
    assert refused.status_code == 422
    assert "เข้าสู่ระบบ" in refused.text
    assert "กัญญ์ณัฏฐ์" not in refused.text
    sign_in(client, an_officer())
    assert pasted(client, [*numbers, paper.facts().number]).status_code == 200


def test_wrong_numbers_in_a_list_are_braked_like_those_typed_one_by_one(
    app: Flask, client: FlaskClient
) -> None:
    real = paper.in_register().number
    wrong = [str(new_number("DEMO", 2569, place)) for place in range(2000, 2049)]
    for _ in range(MISSES // len(wrong) + 1):
        assert pasted(client, [real, *wrong]).status_code == 200
    refused = pasted(client, [real, wrong[0]])
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")
    assert "กัญญ์ณัฏฐ์" not in refused.text
    assert client.get(f"/verify/{real}").status_code == 429
    tally().write()
    assert db.session.scalar(select(func.max(AddressCounter.count))) > MISSES


def test_turning_the_pages_of_a_list_is_no_further_guess(app: Flask, client: FlaskClient) -> None:
    wrong = [str(new_number("DEMO", 2569, place)) for place in range(2000, 2050)]
    page = pasted(client, wrong).text
    for _ in range(8):
        assert client.post("/verify/list", data={"kept": kept(page)}).status_code == 200
    tally().write()
    counted = db.session.scalar(select(func.sum(PublicCount.count)))
    assert counted == len(wrong)


def test_a_thousand_known_numbers_do_not_help_to_find_another(
    app: Flask, client: FlaskClient
) -> None:
    """To whoever holds certificates, a neighbour's wrong random part is as any unknown number."""
    number = paper.in_register().number
    prefix, year, sequence, *_rest = number.split("-")
    beside = [str(new_number(prefix, int(year), int(sequence))) for _ in range(20)]
    far = [str(new_number(prefix, int(year), 999_000 + place)) for place in range(20)]
    known = paper.another(sequence=7).number
    answers = [
        pasted(client, [known, *asked], **JSON).get_json()["rows"][1:] for asked in (beside, far)
    ]
    plain = [[{**row, "asked": ""} for row in rows] for rows in answers]
    assert plain[0] == plain[1]


def test_an_officer_s_list_is_recorded_row_by_row_and_once(app: Flask, client: FlaskClient) -> None:
    certificate = paper.in_register()
    actor = sign_in(client, an_officer())
    page = pasted(client, [certificate.number, "DEMO-2569-0000009-XXXX-X"]).text
    assert "บันทึกการตรวจทุกแถวในชื่อของท่านแล้ว" in page
    client.post("/verify/list", data={"kept": kept(page), "as": "csv"})
    looks = db.session.scalars(select(Check).order_by(Check.id)).all()
    assert [(look.certificate_id, look.answer) for look in looks] == [
        (certificate.id, "valid"),
        (None, "not_found"),
    ]
    assert {(look.officer_id, look.channel) for look in looks} == {(actor.person_id, "list")}


def test_officers_see_the_holder_s_unit_in_their_own_area_only(
    app: Flask, client: FlaskClient
) -> None:
    here = paper.in_register(a_volunteer()).number
    there = paper.another(a_person(lampang()), sequence=2).number
    assert "สังกัดของผู้ถือ" not in pasted(client, [here, there]).text
    sign_in(client, an_officer())
    page = pasted(client, [here, there]).text
    cells = re.findall(r'<td data-label="สังกัดของผู้ถือ">(.*?)</td>', page)
    assert sorted(cells) == ["", "<span>เชียงใหม่</span>"]
    assert page.count("/people/") == 1


def test_a_volunteer_who_signed_in_is_the_public(app: Flask, client: FlaskClient) -> None:
    sign_in(client, a_volunteer())
    numbers = [str(new_number("DEMO", 2569, place)) for place in range(1, MOST_PUBLIC + 2)]
    assert pasted(client, numbers).status_code == 422
    assert pasted(client, numbers[:2]).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    seen: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_two_thousand_numbers_take_few_queries_and_little_time(
    app: Flask, client: FlaskClient
) -> None:
    known = paper.in_register().number
    numbers = [known, *(str(new_number("DEMO", 2569, place)) for place in range(5000, 6999))]
    sign_in(client, an_officer(Role.CENTRAL_OFFICER))
    began = time.monotonic()
    with counted() as statements:
        page = sent(client, [[number] for number in numbers], ["เลขที่"]).text
    assert "ตรวจแล้ว 2,000 แถว" in page
    assert time.monotonic() - began < 30  # a busy machine; half a second on a quiet one
    reading = [one for one in statements if one.lstrip().upper().startswith(("SELECT", "INSERT"))]
    assert len(reading) <= 8, reading
    assert db.session.scalar(select(func.count()).select_from(Check)) == 2000


def test_a_list_holds_fifty_rows_a_page_and_all_of_them_for_paper(
    app: Flask, client: FlaskClient
) -> None:
    numbers = [str(new_number("DEMO", 2569, place)) for place in range(1, 121)]
    sign_in(client, an_officer())
    page = pasted(client, numbers).text
    assert (page.count("<tr>") - 1, "หน้า 1 จาก 3" in page) == (50, True)
    third = client.post("/verify/list", data={"kept": kept(page), "page": "3"}).text
    assert third.count("<tr>") - 1 == 20
    for odd in ("99", "0", "-1", "x", "9" * 50):
        assert (
            client.post("/verify/list", data={"kept": kept(page), "page": odd}).status_code == 200
        )
    whole = client.post("/verify/list", data={"kept": kept(page), "page": "all"}).text
    assert whole.count("<tr>") - 1 == 120


def test_the_page_says_what_an_office_files(app: Flask, client: FlaskClient) -> None:
    sign_in(client, an_officer())
    page = pasted(client, [paper.in_register().number, "DEMO-2569-0000009-XXXX-X"]).text
    for words in (
        "ตรวจเมื่อ",
        "เวลาประเทศไทย",
        "/verify</dd>",
        "อายุ 0 นาที",
        "ผู้ตรวจ",
        "ไม่ใช่บัตรประจำตัวหรือหลักฐานการมอบอำนาจ",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 broken", "ไฟล์เสียหาย"),
        ("a.csv", "ชื่อ,จังหวัด\nก,เชียงใหม่".encode(), "ไม่พบคอลัมน์เลขที่"),
        ("a.csv", b"", "ไฟล์ว่างเปล่า"),
    ],
)
def test_a_table_that_cannot_be_answered_is_told_why(
    app: Flask, client: FlaskClient, name: str, content: bytes, words: str
) -> None:
    response = client.post("/verify/file", data={"file": (io.BytesIO(content), name)})
    assert response.status_code == 422
    assert words in response.text


def test_without_an_account_a_list_writes_nothing(app: Flask, client: FlaskClient) -> None:
    number = paper.in_register().number
    db.session.commit()
    with counted() as statements:
        pasted(client, [number, "DEMO-2569-0000009-XXXX-X"])
    assert not [one for one in statements if "IMMEDIATE" in one or one.startswith("INSERT")]
