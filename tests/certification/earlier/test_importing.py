"""From an office's spreadsheet into the old register, and out of it again."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.access import Role
from lms.audit import AuditEntry
from lms.certification.earlier import importing, queries, turns
from lms.certification.earlier.importing import Columns
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierRow,
    EarlierStrike,
    Stage,
)
from lms.certification.earlier.remarks import Outcome
from lms.certification.earlier.stages import to_add
from lms.clock import now
from lms.db import db
from lms.errors import Busy, Invalid, NotFound
from lms.storage import store
from tests.builders import a_province, actor_of, an_officer, lampang, perform
from tests.certification.earlier.offices import (
    COURSE,
    GOOD,
    a_messy_xlsx,
    an_xlsx,
    imported,
    sent,
    worked,
)


def outcomes(found: EarlierImport) -> dict[str, int]:
    return {Outcome(int(kind)).name: count for kind, count in found.counts.items()}


def remarks_of(found: EarlierImport) -> dict[int, list[str]]:
    rows = db.session.scalars(queries.rows(found))
    return {row.position: [code for code, _ in row.remarks] for row in rows if row.outcome}


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def live() -> list[EarlierCertificate]:
    query = select(EarlierCertificate).where(EarlierCertificate.live_key.is_not(None))
    return list(db.session.scalars(query.order_by(EarlierCertificate.id)))


def test_a_messy_sheet_is_read_and_every_row_says_what_will_happen(app: Flask) -> None:
    found = sent(app, actor_of(an_officer()), a_province(), a_messy_xlsx())
    assert found.stage == Stage.READY
    assert found.heading_row == 4
    assert outcomes(found) == {"WRONG": 5, "NEW": 1, "REPEATED": 2}
    assert (
        remarks_of(found)
        == {
            5: [],
            6: ["no_curriculum"],  # the cell is merged with the one above
            8: ["no_curriculum", "two_digits"],
            9: ["heading_again"],
            10: ["repeated"],  # the same number and name, without title
            11: ["no_number"],
            12: ["bad_date"],
            13: ["no_number", "no_curriculum", "no_date", "one_name"],
        }
        or remarks_of(found)[13][0] == "no_number"
    )


def test_merged_cells_take_the_value_above_when_the_officer_says_so(app: Flask) -> None:
    actor = actor_of(an_officer())
    found = sent(app, actor, a_province(), a_messy_xlsx())
    places = found.columns["places"]
    importing.choose_columns(actor, found.id, found.mapping, Columns(4, places, fill=True))
    found = worked(app, found.id)
    assert remarks_of(found)[6] == ["filled"]
    assert to_add(found) == 3
    importing.confirm(actor, found.id, found.mapping, 3)
    worked(app, found.id)
    kept = live()
    assert [(one.number, one.holder) for one in kept] == [
        ("๑/๒๕๖๑", "นายสมชาย ใจดี"),
        ("2/2561", "นางมาลี ดีใจ"),
        ("3/2561", "น.ส.แก้ว ณ อยุธยา"),
    ]
    assert {one.curriculum for one in kept} == {COURSE}
    assert {one.issued_on for one in kept} == {date(2018, 9, 12)}


def test_no_national_id_is_kept_of_a_sheet(app: Flask) -> None:
    found = sent(app, actor_of(an_officer()), a_province(), a_messy_xlsx())
    row = db.session.get_one(EarlierRow, (found.id, 5))
    assert row.cells[7] == "x-xxxx-xxxxx-00-6"
    assert "1101400000006" not in str([one.cells for one in queries.first_rows(found.id)])
    assert found.file_key is None  # and the file itself is gone


def test_a_national_id_is_no_number_of_a_paper(app: Flask) -> None:
    rows = [["1", "1101400000006", *GOOD[0][2:]]]
    found = sent(app, actor_of(an_officer()), a_province(), an_xlsx(rows))
    assert remarks_of(found) == {2: ["national_id"]}


def test_the_same_file_again_adds_nothing(app: Flask) -> None:
    actor, content = actor_of(an_officer()), an_xlsx(GOOD)
    first = imported(app, actor, a_province(), content)
    assert (first.stage, first.added) == (Stage.DONE, 3)
    again = sent(app, actor, a_province(), content)
    assert outcomes(again) == {"KNOWN": 3}
    assert queries.earlier_of_same_file(again) == first.id
    with pytest.raises(Invalid):
        importing.confirm(actor, again.id, again.mapping, 0)
    assert len(live()) == 3


def test_a_mended_file_adds_only_what_was_mended(app: Flask) -> None:
    actor = actor_of(an_officer())
    broken = [*GOOD[:2], ["3", "", *GOOD[2][2:]]]
    imported(app, actor, a_province(), an_xlsx(broken))
    second = imported(app, actor, a_province(), an_xlsx(GOOD))
    assert (second.added, len(live())) == (1, 3)


def test_the_same_number_in_another_province_is_another_paper(app: Flask) -> None:
    imported(app, actor_of(an_officer()), a_province(), an_xlsx(GOOD))
    other = actor_of(an_officer(unit=lampang(), first_name="ลำปาง"))
    assert imported(app, other, lampang(), an_xlsx(GOOD)).added == 3


def test_a_number_of_two_people_is_worth_a_look(app: Flask) -> None:
    actor = actor_of(an_officer())
    rows = [*GOOD, ["4", "124/2561", "นายปลอม แปลก", COURSE, "12/09/2561"]]
    found = sent(app, actor, a_province(), an_xlsx(rows))
    assert remarks_of(found)[5] == ["number_twice"]
    imported(app, actor, a_province(), an_xlsx(GOOD))
    found = sent(app, actor, a_province(), an_xlsx(rows[3:]))
    assert remarks_of(found)[2] == ["number_taken"]


def test_a_paper_known_with_another_day_is_not_added_and_said(app: Flask) -> None:
    actor = actor_of(an_officer())
    imported(app, actor, a_province(), an_xlsx(GOOD))
    changed = [[*GOOD[0][:4], "13 ก.ย. 2561"]]
    found = sent(app, actor, a_province(), an_xlsx(changed))
    assert remarks_of(found)[2] == ["known_otherwise"]
    assert outcomes(found) == {"KNOWN": 1}


def test_an_undone_import_is_struck_and_stays(app: Flask) -> None:
    actor = actor_of(an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    assert importing.strike_import(actor, found.id, "ผิดจังหวัด") == 3
    assert importing.strike_import(actor, found.id, "กดซ้ำ") == 0
    db.session.commit()
    assert (live(), count(EarlierCertificate)) == ([], 3)
    struck = db.session.scalars(select(EarlierStrike)).one()
    assert (struck.reason, struck.struck_by) == ("ผิดจังหวัด", actor.person_id)
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts[-4:] == ["earlier_sent", "earlier_confirmed", "earlier_added", "earlier_struck"]
    assert imported(app, actor, a_province(), an_xlsx(GOOD)).added == 3


def test_one_certificate_is_struck_alone(app: Flask) -> None:
    actor = actor_of(an_officer())
    imported(app, actor, a_province(), an_xlsx(GOOD))
    first = live()[0]
    assert importing.strike_certificate(actor, first.id, "พิมพ์ชื่อผิด")
    assert not importing.strike_certificate(actor, first.id, "อีกครั้ง")
    assert len(live()) == 2


def test_confirmed_twice_it_is_added_once(app: Flask) -> None:
    actor = actor_of(an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    for _ in range(2):
        importing.confirm(actor, found.id, found.mapping, 3)
    perform(app, importing.CARRY_ON, found.id)
    perform(app, importing.CARRY_ON, found.id)
    assert len(live()) == 3


def test_sent_twice_it_is_one_import(app: Flask) -> None:
    actor, content = actor_of(an_officer()), an_xlsx(GOOD)
    first = importing.begin(actor, a_province().id, content, "a.xlsx", "เล่ม 1", None)
    second = importing.begin(actor, a_province().id, content, "a.xlsx", "เล่ม 1", None)
    assert first.id == second.id


def test_what_another_window_changed_is_not_confirmed_unseen(app: Flask) -> None:
    actor = actor_of(an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    seen = found.mapping
    places = found.columns["places"]
    importing.choose_columns(actor, found.id, seen, Columns(1, places))
    with pytest.raises(Busy):
        importing.confirm(actor, found.id, seen, 3)
    with pytest.raises(Busy):
        importing.choose_columns(actor, found.id, seen, Columns(1, places))
    found = worked(app, found.id)
    with pytest.raises(Busy):
        importing.confirm(actor, found.id, found.mapping, 2)  # another count than was shown


def test_an_import_without_number_or_name_waits_for_its_columns(app: Flask) -> None:
    actor = actor_of(an_officer())
    content = an_xlsx([row[1:] for row in GOOD[1:]], GOOD[0][1:])  # no heading at all
    found = sent(app, actor, a_province(), content)
    assert (found.stage, found.columns["places"], to_add(found)) == (Stage.READY, {}, 0)
    places = {"number": 0, "full": 1, "curriculum": 2, "issued_on": 3}
    importing.choose_columns(actor, found.id, found.mapping, Columns(0, places))
    assert to_add(worked(app, found.id)) == 3


def test_what_is_given_up_leaves_nothing_behind(app: Flask) -> None:
    actor = actor_of(an_officer())
    found = sent(app, actor, a_province(), an_xlsx(GOOD))
    importing.drop(actor, found.id)
    importing.drop(actor, found.id)
    db.session.commit()
    assert (found.stage, count(EarlierRow), live()) == (Stage.DROPPED, 0, [])
    with pytest.raises(Busy):
        importing.confirm(actor, found.id, found.mapping, 3)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"PK\x03\x04 no workbook", "damaged"), (b"\x89PNG\r\n\x1a\n picture", "unknown")],
)
def test_a_file_that_is_no_table_says_so(app: Flask, content: bytes, why: str) -> None:
    found = sent(app, actor_of(an_officer()), a_province(), content)
    assert (found.stage, found.fault) == (Stage.UNREADABLE, why)


def test_a_worker_that_died_is_followed_by_another(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.certification.earlier.steps.BATCH", 2)
    actor = actor_of(an_officer())
    rows = [[str(n), f"{n}/2561", f"นายคนที่{n} ใจดี", COURSE, "12/09/2561"] for n in range(1, 8)]
    rows.append(["8", "1/2561", "คนที่1 ใจดี", COURSE, "12/09/2561"])  # repeats the first
    found = importing.begin(actor, a_province().id, an_xlsx(rows), "a.xlsx", "เล่ม 1", None)
    import_id = found.id
    db.session.commit()
    for _ in range(30):  # every turn ends after one step, as if its worker were killed
        turns.take(import_id, seconds=-1)
        db.session.remove()
    found = db.session.get_one(EarlierImport, import_id)
    assert found.stage == Stage.READY
    assert (found.counts, remarks_of(found)[9]) == ({"4": 1, "5": 7}, ["repeated"])
    importing.confirm(actor, import_id, found.mapping, 7)
    db.session.commit()
    for _ in range(10):
        turns.take(import_id, seconds=-1)
        db.session.remove()
    assert (db.session.get_one(EarlierImport, import_id).stage, len(live())) == (Stage.DONE, 7)


def test_the_sweep_takes_up_what_nobody_carries_on(app: Flask) -> None:
    found = importing.begin(
        actor_of(an_officer()), a_province().id, an_xlsx(GOOD), "a.xlsx", "เล่ม 1", None
    )
    found.noted_at = now() - 2 * turns.STALE
    import_id = found.id
    sent_on: list[tuple[object, ...]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lms.certification.earlier.turns.enqueue", lambda *what: sent_on.append(what))
        perform(app, "certification.earlier_sweep")
    assert sent_on == [(importing.CARRY_ON, import_id)]


def test_an_officer_imports_only_for_their_own_area(app: Flask) -> None:
    actor = actor_of(an_officer())
    with pytest.raises(NotFound):
        importing.begin(actor, lampang().id, an_xlsx(GOOD), "a.xlsx", "เล่ม 1", None)
    assert [unit.name_th for unit in queries.units_of(actor)] == ["เชียงใหม่"]
    centre = actor_of(an_officer(Role.CENTRAL_OFFICER, first_name="กลาง"))
    assert [unit.name_th for unit in queries.units_of(centre)] == ["ประเทศไทย", "เชียงใหม่", "ลำปาง"]


def test_a_stranger_finds_nothing_of_another_province(app: Flask) -> None:
    actor = actor_of(an_officer())
    found = imported(app, actor, a_province(), an_xlsx(GOOD))
    stranger = actor_of(an_officer(unit=lampang(), first_name="ลำปาง"))
    certificate_id = live()[0].id
    for act in (
        lambda: queries.one_import(stranger, found.id),
        lambda: queries.certificate(stranger, queries.SEE, certificate_id),
        lambda: importing.strike_import(stranger, found.id, "x"),
        lambda: importing.strike_certificate(stranger, certificate_id, "x"),
        lambda: importing.drop(stranger, found.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert db.session.scalars(queries.certificates(stranger)).all() == []
    assert db.session.scalars(queries.imports(stranger)).all() == []


def test_names_and_numbers_are_searched_however_they_are_written(app: Flask) -> None:
    actor = actor_of(an_officer())
    imported(app, actor, a_province(), an_xlsx(GOOD))

    def found(words: str) -> list[str]:
        return [one.holder for one in db.session.scalars(queries.certificates(actor, words))]

    assert found("สมชาย  ใจดี") == found("123/2561") == found("อพม.๑๒๓-๒๕๖๑") == ["นายสมชาย ใจดี"]
    assert found("นายสมชาย") == ["นายสมชาย ใจดี"]
    assert found("ไม่มีใคร") == []


def test_the_file_that_was_sent_is_kept_no_longer_than_needed(app: Flask) -> None:
    found = importing.begin(
        actor_of(an_officer()), a_province().id, an_xlsx(GOOD), "a.xlsx", "เล่ม 1", None
    )
    key = found.file_key
    assert key
    assert store().exists(key)
    import_id = found.id
    db.session.commit()
    worked(app, import_id)
    assert not store().exists(key)
