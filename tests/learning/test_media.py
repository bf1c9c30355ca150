"""Files of lessons: for learners and staff, kept for ever, in parts for players."""

import pytest

from lms.access import Role
from lms.curricula.models import Edition
from lms.db import db
from tests.builders import an_enrolment, an_officer, sign_in
from tests.curricula.files.folder import SVG


@pytest.fixture
def picture(course):
    return f"/media/{course.edition_id}/modules/01-listen/media/talk.svg"


@pytest.fixture
def reader(client, learner, course):
    an_enrolment(learner, db.session.get_one(Edition, course.edition_id))
    sign_in(client, learner)
    return learner


def test_a_learner_gets_it_with_its_type_and_may_keep_it(client, reader, picture):
    answer = client.get(picture)

    assert answer.status_code == 200
    assert answer.text == SVG
    assert answer.content_type == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_it_is_not_sent_again_to_whoever_has_it(client, reader, picture):
    tag = client.get(picture).headers["ETag"]

    assert client.get(picture, headers={"If-None-Match": tag}).status_code == 304


def test_a_player_gets_the_part_it_asks_for(client, reader, picture):
    answer = client.get(picture, headers={"Range": "bytes=5-9"})

    assert answer.status_code == 206
    assert answer.text == SVG[5:10]
    assert answer.headers["Content-Range"] == f"bytes 5-9/{len(SVG)}"


@pytest.mark.parametrize("asked", ["bytes=-4", "bytes=50-"])
def test_open_parts_are_answered_too(client, reader, picture, asked):
    answer = client.get(picture, headers={"Range": asked})

    assert answer.status_code == 206
    assert answer.text == (SVG[-4:] if asked == "bytes=-4" else SVG[50:])


@pytest.mark.parametrize("asked", ["bytes=9999-", "lines=1-2", "bytes=a-b", "bytes=0-1,3-4"])
def test_a_part_that_is_not_there_is_no_error(client, reader, picture, asked):
    assert client.get(picture, headers={"Range": asked}).status_code == 200


def test_somebody_not_enrolled_finds_nothing(client, learner, picture):
    assert client.get(picture).status_code == 302
    sign_in(client, learner)

    assert client.get(picture).status_code == 404


def test_staff_who_may_see_content_get_it(client, picture):
    sign_in(client, an_officer(Role.TRAINER, curriculum="first-aid"))
    other = client.application.test_client()
    sign_in(other, an_officer(Role.TRAINER, curriculum="change-leader", first_name="อื่น"))

    assert client.get(picture).status_code == 200
    assert other.get(picture).status_code == 404


@pytest.mark.parametrize("path", ["modules/01-listen/media/none.svg", "../../edition.yaml", "x"])
def test_nothing_else_can_be_asked_for(client, reader, course, path):
    assert client.get(f"/media/{course.edition_id}/{path}").status_code == 404
