"""The summaries of a module's lessons on one sheet of paper."""

import io
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from lms.access import Role
from lms.curricula.loading import SHIPPED, load
from lms.curricula.outline import published_of
from tests.builders import a_volunteer, an_enrolment, an_officer, sign_in
from tests.curricula.files.folder import write_curriculum
from tests.journeys import steps
from tests.learning.test_reading import FIRST, course_edition

CARD = "/curricula/first-aid/01-listen/card"
SUMMARY = "\n::: summary\n- ฟังก่อนพูด ช้า ๆ [[S62]]\n- แล้วจึงถาม [[seed]]\n:::\n"
SECOND = """---
title_th: ถามให้เป็นเรื่อย ๆ
title_en: Asking
summary_en: How to ask.
minutes: 8
---
ถาม [[S99]]

::: summary
- ถามทีละข้อ [[S99, S62]]
:::
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_curriculum(tmp_path)
    lessons = folder / "modules/01-listen/lessons"
    first = lessons / "01-first.md"
    first.write_text(first.read_text("utf-8") + SUMMARY, "utf-8")
    (lessons / "02-second.md").write_text(SECOND, "utf-8")
    return folder


@pytest.fixture
def reader(client, app, folder):
    load(folder, publish=True)
    learner = a_volunteer()
    an_enrolment(learner, course_edition(published_of("first-aid")))
    sign_in(client, learner)
    return client


def card(client):
    return BeautifulSoup(client.get(CARD).text, "html.parser").select_one(".summary-card")


def test_every_summary_stands_under_its_lessons_title(reader):
    found = card(reader)
    assert found.h1.get_text() == "1.1 หน่วย"
    assert [one.h2.get_text() for one in found.select("section")] == [
        "ฟังให้ได้ยิน",
        "ถามให้เป็นเรื่อย\u00a0ๆ",
    ]
    items = [item.get_text() for item in found.select("li")]
    assert items[0].startswith("ฟังก่อนพูด ช้า\u00a0ๆ")
    assert len(items) == 3
    assert "ถาม [[S99]]" not in found.get_text()


def test_sources_have_one_number_over_all_lessons_and_stand_once_below(reader):
    found = card(reader)
    assert [mark.get_text() for mark in found.select("sup")] == ["[1]", "[2]", "[3]", "[1]"]
    assert not found.select("sup a")
    below = found.select_one("p.source")
    assert [mark.get_text() for mark in below.select("b")] == ["[1]", "[2]", "[3]"]
    assert below.get_text().count("ไม่ได้ใช้") == 1
    assert below.get_text().count("อ่านได้เพียงบางส่วน") == 1


def test_it_says_that_it_is_a_sample_and_where_the_law_stands(reader):
    words = card(reader).get_text()
    assert "หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ" in words
    assert "ข้อมูลกฎหมาย ณ วันที่ 1 พฤศจิกายน 2569" in words


def test_lessons_with_a_summary_and_the_module_lead_to_it(reader):
    assert f'href="{CARD}"' in reader.get(FIRST).text
    assert f'href="{CARD}"' in reader.get("/curricula/first-aid").text


def test_a_lesson_without_a_summary_leads_to_no_card(client, learner, course):
    an_enrolment(learner, course_edition(course))
    sign_in(client, learner)
    assert "/card" not in client.get(FIRST).text
    assert "ยังไม่มีบัตรสรุป" in client.get(CARD).text


def test_it_is_for_those_who_may_read_the_lessons(client, reader, app):
    assert reader.get("/curricula/first-aid/02-refer/card").status_code == 403  # closed yet
    assert reader.get("/curricula/first-aid/03-none/card").status_code == 404
    stranger, officer = app.test_client(), app.test_client()
    sign_in(stranger, a_volunteer(first_name="คนอื่น"))
    assert stranger.get(CARD).status_code == 404
    sign_in(officer, an_officer(Role.CENTRAL_OFFICER))
    assert officer.get(CARD).status_code == 200
    assert app.test_client().get(CARD).status_code == 302


def test_an_english_reader_gets_english_labels_around_the_thai_text(reader):
    reader.set_cookie("lang", "en")
    found = card(reader)
    assert found.h1.get_text() == "1.1 Module"
    assert "Summary card" in found.get_text()
    assert found.select_one("[lang=th] h2").get_text() == "ฟังให้ได้ยิน"


def test_every_module_that_ships_is_one_page_of_either_paper(page, live_server):
    steps.sign_in(page, live_server.accounts("central_officer")[0])
    cards = []
    for slug in (folder.parent.name for folder in sorted(SHIPPED.glob("*/edition.yaml"))):
        page.goto(f"/curricula/{slug}")
        links = page.locator("a[href$='/card']").all()
        cards += [link.get_attribute("href") for link in links]
    pages = {}
    for card in cards:
        page.goto(card)
        assert page.locator(".summary-card section").count() >= 1, card
        for paper in ("A5", "A4"):
            pages[card, paper] = len(pikepdf.open(io.BytesIO(page.pdf(format=paper))).pages)

    assert len(cards) >= 20
    assert {one: count for one, count in pages.items() if count != 1} == {}
