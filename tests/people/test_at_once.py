"""Twenty at the same moment: counted as twenty, kept once."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from lms.access import Role
from lms.db import commit, db
from lms.people import register, slips, units
from lms.people.models import JoinRequest, RoleGrant, SignInFailure
from tests.builders import PIN, a_person, a_province, a_volunteer

AT_ONCE = 20


def all_at_once(app, path: str, form: Mapping[str, object], cookie: str | None = None) -> list[int]:
    """The statuses of twenty identical posts, each from a client of its own."""
    db.session.commit()
    db.session.remove()

    def send(_number: int) -> int:
        client = app.test_client()
        if cookie:
            client.set_cookie("device", cookie)
        return int(client.post(path, data=form).status_code)

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(send, range(AT_ONCE)))


def test_twenty_wrong_tries_of_one_device_lock_it_and_a_right_one_among_them_is_late(app):
    a_volunteer(volunteer_number="CM0001")
    wrong = {"identifier": "CM0001", "secret": "975310", "device": "own"}
    assert set(all_at_once(app, "/sign-in", wrong, "one-device")) == {422}
    right = wrong | {"secret": PIN}
    assert set(all_at_once(app, "/sign-in", right, "one-device")) == {422}
    locks = select(SignInFailure).where(SignInFailure.locked_until.is_not(None))
    assert db.session.scalars(locks).all()


def test_the_same_wish_sent_twenty_times_is_one_request(app):
    form = {
        "title": "นาย",
        "first_name": "มาใหม่",
        "phone": "0812345678",
        "province": a_province().id,
    }
    assert set(all_at_once(app, "/join", form)) == {302}
    assert db.session.scalar(select(func.count()).select_from(JoinRequest)) == 1


def test_a_slip_used_by_two_at_once_is_used_by_one(app):
    made = slips.make(a_person(volunteer_number="CM0001"), None)
    slip_id = made.slip.id
    form = {"secret": "481920", "again": "481920", "device": "own"}
    db.session.commit()
    db.session.remove()

    def choose(_number: int) -> str:
        client = app.test_client()
        client.get(f"/slip/{made.token}")
        answer = client.post("/choose-pin", data=form)
        return answer.location or str(answer.status_code)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(choose, range(8)))
    assert answers.count("/") == 1
    assert slips.by_id(slip_id) is None


def test_a_role_given_twenty_times_at_once_is_held_once(app):
    a_province()
    person_id = a_volunteer().id
    db.session.commit()
    db.session.remove()

    def give(_number: int) -> None:
        with app.app_context():
            register.grant(person_id, Role.TRAINER, units.root(), None)
            commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(give, range(AT_ONCE)))
    held = select(func.count()).select_from(RoleGrant).where(RoleGrant.role == Role.TRAINER)
    assert db.session.scalar(held) == 1
