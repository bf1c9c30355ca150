"""Messages: told once, read in the reader's language, and nobody else's."""

import pytest
from sqlalchemy import func, select

from lms.db import db
from lms.notices.models import Notice
from lms.notices.services import tell
from tests.builders import a_volunteer, sign_in


def test_the_same_event_is_told_once(app):
    person = a_volunteer()
    for _ in range(2):
        tell(person.id, "issued", "issued:1", curriculum="ผู้นำ")

    assert db.session.scalar(select(func.count()).select_from(Notice)) == 1


@pytest.mark.parametrize(("kind", "values"), [("none", {}), ("issued", {})])
def test_what_could_not_be_read_is_never_told(app, kind, values):
    with pytest.raises(KeyError):
        tell(1, kind, "once", **values)


def test_it_is_read_in_the_language_of_the_moment(client, app):
    person = a_volunteer()
    tell(person.id, "name_declined", "name:1", reason="เอกสารไม่ชัด")
    sign_in(client, person)

    assert "ยังไม่แก้ไขชื่อ: เอกสารไม่ชัด" in client.get("/notices").text
    client.set_cookie("lang", "en")
    assert "The name was not changed: เอกสารไม่ชัด" in client.get("/notices").text


def test_somebody_elses_message_is_neither_shown_nor_opened(client, app):
    tell(a_volunteer().id, "name_declined", "name:1", path="/secret", reason="ลับ")
    sign_in(client, a_volunteer(first_name="อื่น"))

    assert "ลับ" not in client.get("/notices").text
    assert client.post("/notices/1/open").status_code == 404
    assert db.session.scalar(select(Notice.read_at)) is None


def test_opening_twice_is_opening_once(client, app):
    person = a_volunteer()
    tell(person.id, "name_declined", "name:1", path="/profile", reason="x")
    sign_in(client, person)

    client.post("/notices/1/open")
    moment = db.session.scalar(select(Notice.read_at))
    client.post("/notices/1/open")
    db.session.expire_all()

    assert moment is not None
    assert db.session.scalar(select(Notice.read_at)) == moment


def test_no_messages_is_a_page_that_says_so(client, app):
    sign_in(client, a_volunteer())

    assert "ยังไม่มีข้อความ" in client.get("/notices").text
