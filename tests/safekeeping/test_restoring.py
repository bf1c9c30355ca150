"""After a restore every certificate verifies, nobody is told twice, and no number comes twice."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms import clock
from lms.audit import AuditEntry
from lms.certification import key_register
from lms.certification.key_making import make_test_key
from lms.certification.log.models import Log
from lms.certification.models import Certificate, NumberSeries
from lms.certification.number import new_number, parse
from lms.db import db
from lms.notices.models import Notice
from lms.people.devices import actor_of
from lms.people.models import Person
from lms.safekeeping import backing_up, restoring
from tests.builders import actor_of as signed_in
from tests.builders import an_account
from tests.safekeeping.conftest import Made, NewPlace, closed
from tests.safekeeping.installation import (
    GOOD,
    PHRASE,
    answers,
    documents,
    due_again,
    issue,
    opened,
)
from tests.support.databases import migrated


@pytest.fixture
def other(kind: str) -> str:
    """Each test moves to the other database, so that both are read and written."""
    return "postgresql" if kind == "sqlite" else "sqlite"


def test_every_old_certificate_verifies_and_its_holder_hears_nothing_again(
    kind: str, other: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    before = certified(kind)
    papers = documents(before)
    backing_up.back_up(before, folder / "one", phrase=PHRASE)
    there = new_place(other)
    done = restoring.restore(there, folder / "one", phrase=PHRASE)

    assert done.faults == [], "register, log, files and signatures are as they were"
    with opened(there) as app:
        assert {answers(app, *paper) for paper in papers.items()} == {GOOD}
        assert len(issue()) == len(papers), "nothing is due that was issued"
        assert db.session.scalar(select(func.count()).select_from(Notice)) == len(papers)
        logs = db.session.scalars(select(Log).order_by(Log.id)).all()
        assert [one.closed_at is None for one in logs] == [False, True], "a new log goes on"
    assert documents(there) == papers


def test_an_older_backup_is_restored_and_issuing_goes_on_without_a_number_twice(
    kind: str, other: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    lost = certified(kind)
    with opened(lost):
        due_again(4)
    backing_up.back_up(lost, folder / "one", phrase=PHRASE)
    with opened(lost):
        out_in_the_world = issue()
    assert len(out_in_the_world) == 7
    there = new_place(other)
    restoring.restore(there, folder / "one", phrase=PHRASE)
    with opened(there):
        numbers = issue()
    assert numbers[:3] == out_in_the_world[:3]
    former = {one.sequence for one in map(parse, out_in_the_world) if one}
    latter = [one.sequence for one in map(parse, numbers[3:]) if one]
    assert len(latter) == 4
    assert min(latter) > max(former) + 900


def test_restored_twice_one_after_the_other_the_series_moves_twice(
    kind: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    place = certified(kind)
    backing_up.back_up(place, folder / "one")
    second = new_place("sqlite")
    once = restoring.restore(second, folder / "one")
    backing_up.back_up(second, folder / "two")
    twice = restoring.restore(new_place("sqlite"), folder / "two")
    ((_, first_last),) = once.moved.values()
    ((before, second_last),) = twice.moved.values()
    assert before == first_last < second_last


def test_a_later_number_that_somebody_saw_moves_the_series_on(
    kind: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    place = certified(kind)
    backing_up.back_up(place, folder / "one")
    year = clock.today().year + 543
    seen = [new_number("DEMO", year, 70_000), new_number("OPM", year, 5)]
    there = new_place("sqlite")
    restoring.restore(there, folder / "one", later=seen)
    with opened(there):
        last = dict(db.session.execute(select(NumberSeries.prefix, NumberSeries.last)).all())
    assert last["DEMO"] >= 71_000
    assert last["OPM"] >= 1_005


def test_a_series_of_a_year_that_began_since_is_moved_too(
    kind: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    place = certified(kind)
    backing_up.back_up(place, folder / "one")
    year = clock.today().year + 543
    with clock.frozen(clock.now() + timedelta(days=400)):
        done = restoring.restore(new_place("sqlite"), folder / "one")
    assert {f"DEMO-{year}", f"DEMO-{year + 1}"} <= done.moved.keys()
    assert all(after >= 1_000 for _, after in done.moved.values())


def test_everybody_signs_in_again_and_the_restore_is_on_record(
    kind: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    place = certified(kind)
    with opened(place):
        person = db.session.scalars(select(Person)).first()
        from lms.people.models import SecretKind

        an_account(person, SecretKind.PIN)
        token = signed_in(person).token
        db.session.commit()
        assert actor_of(token) is not None
    backing_up.back_up(place, folder / "one", phrase=PHRASE)
    there = new_place("sqlite")
    restoring.restore(there, folder / "one", phrase=PHRASE)
    with opened(there):
        assert actor_of(token) is None
        acts = set(db.session.scalars(select(AuditEntry.act)))
    assert {"restored", "log_opened"} <= acts
    key = "session.key"
    assert (there.secrets / key).read_bytes() != (place.secrets / key).read_bytes()
    for name in ("signing.pem", "log.key"):
        assert (there.secrets / name).read_bytes() == (place.secrets / name).read_bytes()
        assert (there.secrets / name).stat().st_mode & 0o077 == 0


def test_without_its_keys_the_register_answers_and_a_new_key_signs_on(
    kind: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    place = certified(kind)
    papers = documents(place)
    backing_up.back_up(place, folder / "one")
    there = new_place("sqlite")
    done = restoring.restore(there, folder / "one")
    assert done.faults == []
    shutil.rmtree(there.secrets)
    make_test_key(there.secrets)
    with opened(there) as app:
        assert {answers(app, *paper) for paper in papers.items()} == {GOOD}
        due_again(1)
        assert len(issue()) == len(papers) + 1


def test_an_older_version_is_brought_on_by_its_migrations(
    kind: str, new_place: NewPlace, folder: Path
) -> None:
    from lms import schema
    from lms.app import create_app

    old = new_place(kind)
    with closed(create_app(old)):
        schema.upgrade("0005")
    backing_up.back_up(old, folder / "one")
    there = new_place(kind)
    assert restoring.restore(there, folder / "one").manifest.schema == "0005"
    with opened(there):
        assert schema.version() == schema.head()


def test_what_is_written_meanwhile_is_in_the_backup_whole_or_not_at_all(
    kind: str, certified: Made, new_place: NewPlace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = certified(kind)
    from lms.safekeeping import tables

    real, issued = tables.rows_of, []

    def rows_of(connection, table):
        if not issued:
            with opened(place):
                due_again(2)
                issued.append(issue())
        return real(connection, table)

    monkeypatch.setattr(tables, "rows_of", rows_of)
    made = backing_up.back_up(place, folder / "one")
    assert len(issued[0]) == 5, "writers did not wait"
    counts = made.manifest.tables
    assert counts["certificates"] == counts["certificate_documents"] == counts["persons"] == 3
    assert made.manifest.faults == []
    there = new_place("sqlite")
    assert restoring.restore(there, folder / "one").faults == []
    with closed(migrated(there)):
        assert db.session.scalar(select(func.count()).select_from(Certificate)) == 3


def test_after_two_rotations_and_a_lost_key_everything_that_was_signed_verifies_there_too(
    kind: str, other: str, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    before = certified(kind)
    for _ in range(2):
        (before.secrets / "signing.pem").unlink()
        make_test_key(before.secrets)
        with opened(before):
            due_again(1)
            issue()
    with opened(before):
        first = key_register.records()[0]
        key_register.retire(first.key_id, clock.today(), clock.today())
        db.session.commit()
    papers = documents(before)
    assert len(papers) == 5
    backing_up.back_up(before, folder / "one", phrase=PHRASE)
    there = new_place(other)
    assert restoring.restore(there, folder / "one", phrase=PHRASE).faults == []
    with opened(there) as app:
        assert key_register.compromised() == {first.key_id}
        for number, content in papers.items():
            assert answers(app, number, content)[:2] == GOOD[:2]
