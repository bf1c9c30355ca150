"""Whoever edits the register, its files or the log by hand is found out, and told exactly where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from lms.certification.log import entries
from lms.certification.log.adopting import adopt_all
from lms.certification.log.appending import append
from lms.certification.log.carried import NoProof, head_of
from lms.certification.log.commands import log as command
from lms.certification.log.heads import sign_head
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf, LogTile
from lms.certification.log.proofs import inclusions
from lms.certification.models import Certificate, CertificateDocument, Revocation
from lms.config import current_settings
from lms.db import db
from lms.storage import store
from tests.certification.log.register import (
    another,
    by_hand,
    codes,
    edited,
    faults,
    issue,
    printed,
    take_back,
    without_log,
)
from tests.certification.test_documents import quick_printing


@pytest.fixture
def register(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three certificates with documents, one of them revoked; their numbers."""
    quick_printing(monkeypatch)
    rows = printed(3)
    take_back(rows[1])
    sign_head()
    numbers = [one.number for one in rows]
    assert codes() == set()
    return numbers


def rows_of(model: Any) -> list[Any]:
    rows = db.session.scalars(select(model).order_by(*model.__mapper__.primary_key)).all()
    for one in rows:
        db.session.expunge(one)
    db.session.rollback()
    return list(rows)


@pytest.mark.parametrize("model", [Certificate, CertificateDocument, Revocation])
def test_any_column_that_is_edited_is_found_and_the_certificate_is_named(
    register: list[str], model: Any
) -> None:
    row = rows_of(model)[-1]
    of_it = row.id if model is Certificate else row.certificate_id
    number = {one.id: one.number for one in rows_of(Certificate)}[of_it]
    for column in model.__table__.columns:
        value = another(getattr(row, column.name), column)
        with edited(model, row, column.name, value):
            found = [str(one) for one in faults()]
        assert any(number in one for one in found), (column.name, found)
        if column.name not in {"id", "certificate_id"}:
            assert any(column.name in one for one in found), (column.name, found)
    assert codes() == set()


def test_every_fact_is_held_fast(register: list[str]) -> None:
    row = rows_of(Certificate)[0]
    for name, value in row.facts.items():
        other = {**row.facts, name: not value if isinstance(value, bool) else f"{value}x"}
        with edited(Certificate, row, "facts", other):
            found = [str(one) for one in faults()]
        assert any(row.number in one for one in found), (name, found)


# What says nothing of what was certified, and when a key was first used (its leaf says that).
_UNHELD = {LogLeaf: set(), LogCheckpoint: {"id"}, LogKey: {"id", "created_at"}}


@pytest.mark.parametrize("model", [LogLeaf, LogCheckpoint, LogKey])
def test_any_column_of_the_log_that_is_edited_is_found(register: list[str], model: Any) -> None:
    rows = rows_of(model)
    for row in {row.kind: row for row in rows}.values() if model is LogLeaf else rows[:1]:
        name = f"leaf {row.position}" if model is LogLeaf else ""
        for column in model.__table__.columns:
            if column.name in _UNHELD[model]:
                continue
            if column.name in {"row_id", "certificate_id"} and not getattr(row, column.name):
                continue  # of leaves that are about no row
            value = another(getattr(row, column.name), column)
            with edited(model, row, column.name, value):
                found = [str(one) for one in faults()]
            where = (row.kind, row.position) if model is LogLeaf else ""
            assert found, (column.name, where)
            if name and column.name not in {"position", "log_id", "certificate_id", "row_id"}:
                assert any(name in one for one in found), (column.name, found)
    assert codes() == set()


@pytest.mark.parametrize("value", [{}, {"key": "no hex", "before": 7}, {"public_key": 9}, [1], "x"])
def test_nonsense_in_a_leaf_is_named_and_ends_nothing(register: list[str], value: Any) -> None:
    kept = {row.kind: row for row in rows_of(LogLeaf) if row.content is not None}
    assert kept.keys() >= {"opened", "head"}
    for row in kept.values():
        with edited(LogLeaf, row, "content", value):
            found = faults()
        assert any(
            one.code == "leaf.content" and f"leaf {row.position}" in str(one) for one in found
        )


@pytest.mark.parametrize("column", ["origin", "size", "closed_at", "id"])
def test_a_log_that_is_renamed_shortened_closed_or_renumbered_is_found(
    register: list[str], column: str
) -> None:
    (row,) = rows_of(Log)
    value = another(getattr(row, column), Log.__table__.columns[column])
    with edited(Log, row, column, value):
        assert codes()


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("certificates", "certificate.missing"),
        ("certificate_documents", "row.missing"),
        ("revocations", "row.missing"),
        ("log_checkpoints", "head.none"),
        ("log_keys", "key.missing"),
    ],
)
def test_a_row_that_was_deleted_is_found(register: list[str], table: str, code: str) -> None:
    by_hand(f"DELETE FROM {table}")
    assert code in codes()


def test_a_certificate_that_was_deleted_with_all_it_had_is_named(register: list[str]) -> None:
    gone = rows_of(Certificate)[0]
    for table, column in (("certificate_documents", "certificate_id"), ("certificates", "id")):
        by_hand(f"DELETE FROM {table} WHERE {column} = :id", id=gone.id)
    (fault,) = faults()
    assert fault.code == "certificate.missing"
    assert gone.number in str(fault)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_leaf_that_was_deleted_is_found(register: list[str], place: str) -> None:
    leaves = rows_of(LogLeaf)
    gone = {"first": leaves[0], "middle": leaves[2], "last": leaves[-1]}[place]
    by_hand("DELETE FROM log_leaves WHERE position = :at", at=gone.position)
    found = faults()
    assert any(one.code == "leaf.missing" and str(gone.position) in str(one) for one in found)


def test_a_log_cut_short_with_its_last_heads_contradicts_the_register(register: list[str]) -> None:
    leaves = rows_of(LogLeaf)
    revoked = next(one for one in leaves if one.kind == "revoked")
    by_hand("DELETE FROM log_leaves WHERE position >= :at", at=revoked.position)
    by_hand("DELETE FROM log_checkpoints WHERE size > :at", at=revoked.position)
    by_hand("UPDATE logs SET size = :at", at=revoked.position)
    assert codes() == {"leaf.none"}
    by_hand("DELETE FROM revocations")  # gone without a trace: only a witness knows
    assert codes() == set()


def test_two_certificates_that_were_swapped_are_both_named(register: list[str]) -> None:
    one, two, _ = rows_of(Certificate)
    for row, other in ((one, two), (two, one)):
        by_hand(
            "UPDATE certificates SET facts = :facts, holder = :holder WHERE id = :id",
            facts=json.dumps(other.facts, ensure_ascii=False),
            holder=other.holder,
            id=row.id,
        )
    found = [str(fault) for fault in faults()]
    assert len(found) == 2
    assert all(any(row.number in fault for fault in found) for row in (one, two))


def test_two_leaves_that_were_swapped_are_found(register: list[str]) -> None:
    one, two = [leaf for leaf in rows_of(LogLeaf) if leaf.kind == "issued"][:2]
    for old, new in ((one.position, 900), (two.position, one.position), (900, two.position)):
        by_hand("UPDATE log_leaves SET position = :new WHERE position = :old", old=old, new=new)
    assert codes() == {"head.root"}


def test_a_certificate_that_was_put_in_by_hand_is_found(register: list[str]) -> None:
    row = rows_of(Certificate)[0]
    columns = [one.name for one in Certificate.__table__.columns if one.name != "id"]
    told = ", ".join({"number": ":number", "generation": "7"}.get(one, one) for one in columns)
    by_hand(
        f"INSERT INTO certificates (id, {', '.join(columns)})"
        f" SELECT 800, {told} FROM certificates WHERE id = :id",
        number="DEMO-2569-0009999-AAAA-A",
        id=row.id,
    )
    found = faults()
    assert {one.code for one in found} == {"leaf.none", "series.behind"}
    assert all("DEMO-2569-0009999-AAAA-A" in str(one) for one in found)


@pytest.mark.parametrize("edit", ["UPDATE number_series SET last = 2", "DELETE FROM number_series"])
def test_a_number_series_that_was_set_back_is_named(register: list[str], edit: str) -> None:
    by_hand(edit)
    (fault,) = faults()
    assert (fault.code, register[-1] in str(fault)) == ("series.behind", True)


def test_a_leaf_that_claims_to_be_older_than_the_log_is_not_believed(register: list[str]) -> None:
    row = db.session.scalars(select(Certificate).order_by(Certificate.id)).first()
    append([entries.issued(row, before_log=True)])
    db.session.commit()
    assert {"leaf.late", "leaf.twice"} <= codes()


@pytest.mark.parametrize("table", ["log_tiles"])
def test_the_roots_of_tiles_are_held_fast(app: Flask, table: str) -> None:
    (row,) = issue(1)
    changes = [entries.status(row.id, row.number, "noted", None, {"n": n}) for n in range(600)]
    append(changes)
    sign_head()
    assert codes() == set()
    tiles = rows_of(LogTile)
    assert [(one.level, one.position) for one in tiles] == [(1, 0), (1, 1)]
    for column in LogTile.__table__.columns:
        value = another(getattr(tiles[1], column.name), column)
        with edited(LogTile, tiles[1], column.name, value):
            assert codes() == {"tile"}, column.name
    by_hand("DELETE FROM log_tiles WHERE position = 0")
    (fault,) = faults()
    assert "0-255" in str(fault)


def test_files_that_were_altered_swapped_or_removed_are_named(app: Flask) -> None:
    printed(4)
    rows = rows_of(CertificateDocument)
    assert codes(files=True) == set()
    contents = [store().get(one.storage_key) for one in rows]
    altered = contents[0].replace(b"/Type", b"/TYPE", 1)
    for one, content in zip(rows, (altered, contents[2], contents[1], None), strict=True):
        store().delete(one.storage_key)
        if content is not None:
            store().put(one.storage_key, content)
    found = faults(files=True)
    told = [
        [one.code.partition(".")[2] for one in found if row.storage_key in str(one)] for row in rows
    ]
    swapped = ["altered", "proof"]  # it carries another's
    assert told == [["altered", "signature"], swapped, swapped, ["missing"]]


def test_a_file_that_the_store_cannot_give_is_named_and_stops_nothing(
    register: list[str], app: Flask
) -> None:
    first, *others = rows_of(CertificateDocument)
    path = Path(urlsplit(current_settings().store_url).path) / first.storage_key
    path.unlink()
    path.symlink_to(path.name)
    found = faults(files=True)
    (unread,) = [one for one in found if one.code == "file.unreadable"]
    assert first.storage_key in str(unread)
    assert "\n" not in str(unread)
    looked_at = {one.storage_key for one in others if any(one.storage_key in str(f) for f in found)}
    assert looked_at == {one.storage_key for one in others}, "plain bytes, signed by nobody"


def test_a_document_signed_by_a_stranger_is_found_though_register_and_log_agree(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_printing(monkeypatch)  # plain bytes, signed by nobody, and logged as they are
    printed(1)
    (fault,) = faults(files=True)
    assert (fault.code, "unreadable" in fault.english) == ("file.signature", True)


def test_the_command_names_each_fault_in_both_languages_and_fails(register: list[str]) -> None:
    run = CliRunner()
    good = run.invoke(command, ["verify", "--quick"])
    assert (good.exit_code, "✓" in good.output) == (0, True), good.output
    row = rows_of(Certificate)[0]
    with edited(Certificate, row, "holder", "นางสาวคนอื่น"):
        bad = run.invoke(command, ["verify", "--quick"])
    assert bad.exit_code == 1
    (line,) = [one for one in bad.output.splitlines() if row.number in one and "✗" in one]
    assert "ไม่ตรงกับที่ลงบันทึก" in line
    assert "differs from log 1 leaf" in line
    assert "holder" in line


def test_every_document_is_a_witness_of_the_log_that_it_was_printed_from(app: Flask) -> None:
    """All rows of the log are made anew by its administrator; the signed files remember."""
    (row,) = printed(1)
    without_log()
    sign_head()
    adopt_all()
    sign_head()
    assert codes() == set()
    (fault,) = faults(files=True)
    assert (fault.code, row.number in str(fault)) == ("file.head", True)


def test_a_proof_of_another_certificate_in_a_document_is_found(app: Flask) -> None:
    one, two = issue(2)
    proofs = inclusions({row.id: row.facts for row in (one, two)})
    assert head_of(proofs[one.id], one.number).size == sign_head().size
    for proof, number in (
        (proofs[one.id], two.number),
        ({**proofs[one.id], "index": 0}, one.number),
        ({**proofs[one.id], "hashes": proofs[two.id]["hashes"]}, one.number),
        ({**proofs[one.id], "facts": proofs[two.id]["facts"]}, two.number),
        ({**proofs[one.id], "checkpoint": "nothing"}, one.number),
        ({}, one.number),
    ):
        with pytest.raises(NoProof):
            head_of(proof, number)
