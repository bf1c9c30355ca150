"""What led to a certificate and what followed is held fast too, row by row, in every table."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, func, select, update

from lms import audit, clock
from lms.access import Role
from lms.assessment.models import Grading
from lms.audit import AuditEntry
from lms.certification.earlier import scanning
from lms.certification.earlier.models import EarlierCertificate, EarlierScan
from lms.certification.log import pinning
from lms.certification.log.check_pins import PinCheck
from lms.certification.log.check_tree import Told
from lms.certification.log.commands import log as command
from lms.certification.log.heads import sign_head
from lms.certification.log.leaves import Kind
from lms.certification.log.models import LogLeaf, LogPin
from lms.certification.log.pinned import PINNED, Pinned
from lms.certification.log.pinning import pin_rows
from lms.certification.log.tasks import keep_log
from lms.certification.models import Approval, IssuerProfile, NameConfirmation
from lms.db import db, one_moment
from lms.desk.erasing import erase_person
from lms.learning.models import Enrolment, Result
from lms.storage import store
from tests.builders import a_province, actor_of, an_officer
from tests.certification.earlier.offices import (
    GOOD,
    a_picture,
    a_zip,
    an_xlsx,
    imported,
    took_scans,
)
from tests.certification.log.register import (
    another,
    at_will,
    by_hand,
    codes,
    edited,
    faults,
    issue,
    take_back,
    without_log,
)

AT = datetime(2026, 11, 2, 3, 4, 5, 678, tzinfo=UTC)
SOME = {
    "INTEGER": 1,
    "VARCHAR": "คำ",
    "TEXT": "ถ้อยคำ",
    "BOOLEAN": False,
    "DATETIME": AT,
    "DATE": AT.date(),
    "JSON": {"a": ["ข", 1.5]},
    "NUMERIC": 66.667,
}
SPECIAL: dict[str, dict[str, Any]] = {
    "issuer_profiles": {"draft": None},
    "earlier_imports": {"stage": "done"},
    "earlier_strikes": {"import_id": None, "certificate_id": 999},
}

tables = pytest.mark.parametrize("name", PINNED)


def put_in(name: str, row_id: int = 7, **other: Any) -> SimpleNamespace:
    """A row of any table with something in every column, whatever its foreign keys say."""
    table = PINNED[name].model.__table__
    row = {
        one.name: [] if one.type.python_type is list else SOME[_sort(one)] for one in table.columns
    }
    row = {**row, **SPECIAL.get(name, {}), "id": row_id, **other}
    db.session.rollback()
    at_will(table.insert(), [row])
    return SimpleNamespace(**row)


def _sort(column: Any) -> str:
    kind = column.type
    return str(getattr(kind, "impl", kind).__visit_name__).upper().replace("STRING", "VARCHAR")


@pytest.fixture
def held(app: Flask, request: pytest.FixtureRequest) -> tuple[Pinned, SimpleNamespace]:
    """A table, and a row of it that the log holds fast."""
    name = request.node.callspec.params["name"]
    row = put_in(name)
    assert pin_rows() == 1
    db.session.rollback()
    return PINNED[name], row


def told(code: str, *words: str) -> bool:
    """Whether a fault of this sort is found that says all of these words in both languages."""
    return any(
        one.code == code and all(word in one.thai and word in one.english for word in words)
        for one in faults()
    )


@tables
def test_any_column_that_is_edited_is_found_and_the_row_is_named(
    held: tuple[Pinned, SimpleNamespace], name: str
) -> None:
    table, row = held
    assert not told("pinned.altered")
    for column in table.columns:
        if column.name == "id" or (name, column.name) in UNEDITABLE:
            continue
        value = another(getattr(row, column.name), column)
        with edited(table.model, row, column.name, value), one_moment():
            (fault,) = PinCheck(Told(), lambda _count: None).faults()
        assert (fault.code, f"{name} 7" in fault.thai) == ("pinned.altered", True), column.name
    assert not told("pinned.altered")


UNEDITABLE = {  # the database itself refuses another value
    ("issuer_profiles", "draft"),
    ("issuer_profiles", "number"),
    ("earlier_strikes", "import_id"),
    ("earlier_strikes", "certificate_id"),
}


@tables
def test_a_row_that_was_deleted_or_renumbered_is_named(
    held: tuple[Pinned, SimpleNamespace], name: str
) -> None:
    table, row = held
    with edited(table.model, row, "id", 8):
        assert told("pinned.missing", f"{name} 7")
    assert not told("pinned.missing")
    by_hand(f"DELETE FROM {name}")
    assert told("pinned.missing", f"{name} 7")
    by_hand("DELETE FROM log_pins")
    assert told("pinned.missing", f"{name} 7")


def test_every_column_is_held_fast_unless_it_says_here_why_not() -> None:
    free = {name: set(one.free) for name, one in PINNED.items() if one.free}
    assert free == {
        # where its reading stands: work, and nothing that anybody is told of it
        "earlier_imports": {
            *("file_key", "heading_row", "headings", "columns", "mapping", "done", "position"),
            *("counts", "noted_at", "stage_at", "fault"),
        },
        "submissions": {"claimed_by", "claimed_at"},  # a trainer's hold while grading
        "earlier_certificates": {"live_key"},  # goes with a strike, which is held fast
    }


@tables
def test_whatever_points_to_people_is_let_go_with_them(name: str) -> None:
    table = PINNED[name]
    of_people = {column.key for column, _of in table.theirs}
    for column in table.columns:
        for key in column.foreign_keys:
            if key.column.table.name == "persons":
                assert column.name in {one.key for one in table.named}
            elif key.column.table.name in OWNED and (name, column.name) != BESIDE:
                assert column.name in of_people


OWNED = {"enrolments", "attempts", "submissions", "certificates", "certificate_cases"}
BESIDE = ("replacements", "case_id")  # a case is of one of the two certificates


@pytest.fixture
def story(app: Flask) -> Any:
    """A certificate with all that led to it and followed, held fast; and who acted."""
    (row,) = issue(1)
    officer, trainer = an_officer(Role.CENTRAL_OFFICER), an_officer(Role.TRAINER)
    db.session.add(Approval(enrolment_id=row.enrolment_id, approved_by=officer.id))
    db.session.commit()
    take_back(row)
    enrolment_id, trainer_id = row.enrolment_id, trainer.id
    put_in("results", enrolment_id=enrolment_id)
    put_in("gradings", trainer_id=trainer_id, submission_id=99)
    keep_log()
    sign_head()
    holder = db.session.get_one(Enrolment, row.enrolment_id).person_id
    people = SimpleNamespace(
        certificate=row.id, holder=holder, officer=officer.id, trainer=trainer.id
    )
    db.session.rollback()
    assert faults() == []
    return people


def pinned_tables() -> set[str]:
    return set(db.session.scalars(select(LogPin.table_name).distinct()))


def test_what_led_to_a_certificate_and_what_followed_is_held_fast(story: Any) -> None:
    assert pinned_tables() >= {
        *("results", "name_confirmations", "approvals", "gradings", "audit_entries"),
    }
    for statement, name in (
        ("UPDATE results SET passed = NOT passed", "results"),
        ("UPDATE approvals SET approved_by = 1 + approved_by", "approvals"),
        ("UPDATE name_confirmations SET name = 'นางสาวคนอื่น'", "name_confirmations"),
        ("UPDATE gradings SET points = points + 1", "gradings"),
        ("UPDATE audit_entries SET actor_name = 'คนอื่น'", "audit_entries"),
    ):
        by_hand(statement)
        assert told("pinned.altered", name), name


def test_erasing_people_is_no_fault_and_what_is_left_is_held_fast_again(story: Any) -> None:
    erase_person([story.holder, story.officer, story.trainer])
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Result)) == 0
    assert db.session.scalars(select(Grading.trainer_id)).one() is None
    assert faults() == []
    keep_log()
    assert faults() == []
    by_hand("UPDATE gradings SET trainer_id = 1")
    assert told("pinned.altered", "gradings 7")
    by_hand("DELETE FROM gradings")
    by_hand("DELETE FROM log_pins WHERE table_name = 'gradings'")
    assert told("pinned.missing", "gradings 7")


def test_a_name_taken_away_without_an_erasure_is_found(story: Any) -> None:
    db.session.execute(update(Approval).values(approved_by=None))
    db.session.commit()
    assert told("pinned.altered", "approvals")


def test_a_row_put_in_by_hand_among_old_ones_is_never_logged(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinning, "WINDOW", 3)
    for row_id in (1, 2, 3, 5, 8, 9):
        put_in("approvals", row_id, enrolment_id=row_id)
    assert pin_rows() == 6
    put_in("approvals", 4, enrolment_id=4)
    put_in("approvals", 7, enrolment_id=7)  # as of a transaction that took long
    assert pin_rows() == 1
    assert told("pinned.none", "approvals 4")
    assert len([one for one in faults() if one.code == "pinned.none"]) == 1


def test_a_row_that_claims_to_be_older_than_it_is_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in("approvals", 1, enrolment_id=1)  # older than the log itself
    for hours, row_id, since in ((0, 2, 0), (5, 3, 5), (10, 4, 9.5), (15, 5, 1)):
        now = AT + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        for module in ("appending", "heads"):
            monkeypatch.setattr(f"lms.certification.log.{module}.clock.now", lambda now=now: now)
        pin_rows()
        put_in("approvals", row_id, enrolment_id=row_id, created_at=AT + timedelta(hours=since))
        pin_rows()
    late = [one for one in faults() if one.code == "pinned.late"]
    assert len(late) == 1
    assert "approvals 5" in str(late[0])


def test_salts_that_were_swapped_forged_or_lost_are_found(app: Flask) -> None:
    for row_id in (1, 2):
        put_in("approvals", row_id, enrolment_id=row_id)
    pin_rows()
    pins = {one.row_id: one for one in db.session.scalars(select(LogPin))}
    for one in pins.values():
        db.session.expunge(one)
    db.session.rollback()
    with edited(LogPin, pins[1], "salt", pins[2].salt):
        assert told("pinned.altered", "approvals 1")
    for column, value in (("position", 70), ("table_name", "results"), ("row_id", 9)):
        with edited(LogPin, pins[1], column, value):
            assert told("pinned.salt", "approvals 1"), column
            assert "pinned.unlisted" in codes()
    put_in("approvals", 3, enrolment_id=3)
    forged = {"table_name": "approvals", "row_id": 3, "salt": b"0" * 16}
    where = {"log_id": pins[1].log_id, "position": pins[1].position}
    at_will(LogPin.__table__.insert(), [forged | where])
    assert told("pinned.unlisted", "approvals 3")


def test_the_content_of_such_a_leaf_is_held_fast(app: Flask) -> None:
    put_in("approvals")
    pin_rows()
    kept = {Kind.PINNING, Kind.PINNED}
    leaves = list(db.session.scalars(select(LogLeaf).where(LogLeaf.kind.in_(kept))))
    assert {one.kind for one in leaves} == kept
    for one in leaves:
        db.session.expunge(one)
    db.session.rollback()
    for leaf in leaves:
        for value in ({"rows": {}}, {"rows": {"approvals": {"x": 1}}}, {"rows": 7}, {}, [], None):
            with edited(LogLeaf, leaf, "content", value):
                assert told("leaf.content", f"leaf {leaf.position}")


def test_nothing_is_logged_twice_by_two_at_once(app: Flask) -> None:
    for row_id in range(1, 41):
        put_in("approvals", row_id, enrolment_id=row_id)
    together = Barrier(3)

    def sweep(_turn: int) -> int:
        with app.app_context():
            together.wait()
            return pin_rows()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(sweep, range(3))) == 40
    assert faults() == []
    assert pin_rows() == 0


def test_a_sweep_that_was_killed_goes_on_where_it_was(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinning, "LEAF", 4)
    for row_id in range(1, 11):
        put_in("approvals", row_id, enrolment_id=row_id)
    real, calls = pinning._pin, iter([None])

    def killed(found: Mapping[str, Any]) -> None:
        real(found)
        if next(calls, 0) == 0:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pinning, "_pin", killed)
        with pytest.raises(KeyboardInterrupt):
            pin_rows()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(LogPin)) == 4
    assert pin_rows() == 6
    assert faults() == []


def test_what_is_published_after_many_others_is_held_fast(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinning, "WINDOW", 3)
    put_in("issuer_profiles", 1, draft=True, number=None, published_at=None)
    for row_id in range(2, 12):
        put_in("issuer_profiles", row_id, number=row_id)
    assert pin_rows() == 10
    at_will(
        update(IssuerProfile)
        .where(IssuerProfile.id == 1)
        .values(draft=None, number=30, published_at=clock.now())
    )
    assert pin_rows() == 1
    assert faults() == []


def test_drafts_are_not_held_fast_until_they_are_published(app: Flask) -> None:
    put_in("issuer_profiles", draft=True, number=None, published_at=None)
    assert pin_rows() == 0
    at_will(update(IssuerProfile).values(draft=None, number=3, published_at=clock.now()))
    assert pin_rows() == 1


def test_an_installation_of_before_is_held_fast_from_now_on(story: Any) -> None:
    without_log()
    sign_head()
    before = pin_rows()
    assert before >= 5
    content = db.session.scalars(select(LogLeaf.content).where(LogLeaf.kind == "pinning")).one()
    assert content is not None
    assert content["before"].keys() == PINNED.keys()
    by_hand("UPDATE results SET passed = NOT passed")
    assert told("pinned.altered", "results")


def test_an_erasure_that_nobody_asked_for_cannot_hide_a_later_deletion(story: Any) -> None:
    """What a leaf says was let go is not looked for in older leaves; in newer ones it is."""
    ids = list(db.session.scalars(select(Approval.id)))
    pinning.let_go({"approvals": ids})
    db.session.commit()
    assert faults() == []
    by_hand("DELETE FROM approvals")
    assert told("pinned.missing", "approvals")
    by_hand("DELETE FROM log_pins WHERE table_name = 'approvals'")
    assert told("pinned.missing", "approvals")


def test_the_command_counts_them_and_names_what_is_wrong(story: Any) -> None:
    run = CliRunner()
    good = run.invoke(command, ["verify", "--quick"])
    assert good.exit_code == 0, good.output
    count = db.session.scalar(select(func.count()).select_from(LogPin))
    assert f"{count}  แถวอื่น" in good.output
    db.session.execute(delete(NameConfirmation))
    db.session.commit()
    bad = run.invoke(command, ["verify", "--quick"])
    assert bad.exit_code == 1
    assert "การยืนยันชื่อ (name_confirmations" in bad.output


def test_a_head_that_is_published_covers_what_has_come_in_by_then(app: Flask) -> None:
    put_in("approvals")
    assert CliRunner().invoke(command, ["checkpoint"]).exit_code == 0
    by_hand("UPDATE approvals SET approved_by = 5")
    assert told("pinned.altered", "approvals 7")


def test_acts_of_one_transaction_that_is_undone_are_not_logged(app: Flask) -> None:
    audit.record(None, "noted", "nothing", 1)
    db.session.rollback()
    assert pin_rows() == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.fixture
def earlier(app: Flask) -> EarlierCertificate:
    """An old register of three, one with a scan."""
    actor = actor_of(an_officer())
    done = imported(app, actor, a_province(), an_xlsx(GOOD))
    scans = BytesIO(a_zip({"123-2561.jpg": a_picture()}))
    bundle = scanning.send(actor, done.id, scans, "scans.zip").id
    db.session.commit()
    took_scans(app, bundle)
    keep_log()
    first = select(EarlierCertificate).order_by(EarlierCertificate.id).limit(1)
    return db.session.scalars(first).one()


def test_the_old_register_is_held_fast(earlier: EarlierCertificate) -> None:
    row_id = earlier.id
    assert faults(files=True) == []
    by_hand("UPDATE earlier_certificates SET holder = 'นายคนอื่น' WHERE id = :id", id=row_id)
    by_hand("UPDATE earlier_imports SET source = 'ทะเบียนอื่น'")
    assert told("pinned.altered", f"earlier_certificates {row_id}")
    assert told("pinned.altered", "earlier_imports")


@pytest.mark.parametrize("edit", ["live_key = NULL", "scan_name = 'x'"])
def test_a_paper_that_was_struck_by_hand_is_found(earlier: EarlierCertificate, edit: str) -> None:
    row_id = earlier.id
    by_hand(f"UPDATE earlier_certificates SET {edit} WHERE id = :id", id=row_id)
    code = "pinned.struck" if "live_key" in edit else "pinned.altered"
    assert told(code, f"earlier_certificates {row_id}")


def test_a_scan_that_was_altered_or_removed_is_named(earlier: EarlierCertificate) -> None:
    scan = db.session.scalars(select(EarlierScan)).one()
    key, name = f"earlier/scans/{scan.sha256[:2]}/{scan.sha256}", f"earlier_scans {scan.id}"
    db.session.rollback()
    store().delete(key)
    (fault,) = faults(files=True)
    assert (fault.code, name in fault.thai) == ("scan.missing", True)
    store().put(key, b"another picture")
    (fault,) = faults(files=True)
    assert (fault.code, name in fault.english) == ("scan.altered", True)
    by_hand("UPDATE earlier_scans SET sha256 = '../../../etc/passwd'")
    assert {one.code for one in faults(files=True)} == {"pinned.altered", "scan.unreadable"}


def test_a_step_of_a_case_is_held_fast(app: Flask) -> None:
    put_in("certificate_cases", 3, certificate_id=1)
    put_in("case_steps", 4, case_id=3)
    pin_rows()
    by_hand("UPDATE case_steps SET words = 'เหตุผลอื่น'")
    assert told("pinned.altered", "case_steps 4")
