"""What was published elsewhere holds the server's own administrator to it."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import delete, select

from lms.certification.log import exporting
from lms.certification.log.adopting import adopt_all
from lms.certification.log.commands import log as command
from lms.certification.log.entries import record_of, shown
from lms.certification.log.epochs import open_next
from lms.certification.log.heads import newest, rotate, sign_head
from lms.certification.log.leaves import commit_content, commit_record
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf, LogTile
from lms.certification.log.notes import read_all, read_keys, signers_of
from lms.certification.log.proofs import leaf_of
from lms.certification.log.tree import Growing, leaf_hash
from lms.certification.models import Certificate
from lms.db import db
from lms.root import ROOT
from tests.certification.log.register import by_hand, codes, faults, issue, printed, without_log
from tests.certification.test_documents import quick_printing


def test_a_log_that_grew_honestly_goes_on_from_every_published_head(
    app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "witness.txt"
    run = CliRunner()
    for count in (1, 2, 3):
        issue(count)
        assert run.invoke(command, ["witness", str(file)]).exit_code == 0
    text = file.read_text("utf-8")
    assert "มีอยู่แล้ว" in run.invoke(command, ["witness", str(file)]).output
    assert file.read_text("utf-8") == text
    heads = list(read_all(text))
    assert len(heads) == 3
    keys = read_keys(text)[heads[0].origin]
    assert all(signers_of(one.note, one.origin, keys) for one in heads)
    said = run.invoke(command, ["verify", "--quick", "--witness", str(file)])
    assert said.exit_code == 0, said.output
    assert "3  หัวบันทึกที่เผยแพร่ไว้ที่อื่น" in said.output


def test_history_that_its_administrator_rewrote_is_found_by_what_was_published(
    app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "witness.txt"
    rows = issue(3)
    exporting.witness(file, sign_head())
    published = list(read_all(file.read_text("utf-8")))
    leaf = db.session.scalars(select(LogLeaf).where(LogLeaf.certificate_id == rows[0].id)).one()
    facts = {**rows[0].facts, "holder": "นางสาวคนอื่น"}
    position = leaf.position
    by_hand(
        "UPDATE certificates SET facts = :facts, holder = :holder WHERE id = :id",
        facts=json.dumps(facts, ensure_ascii=False),
        holder=facts["holder"],
        id=rows[0].id,
    )
    db.session.rollback()
    row = db.session.scalars(select(Certificate).where(Certificate.id == rows[0].id)).one()
    leaf = db.session.scalars(select(LogLeaf).where(LogLeaf.position == position)).one()
    assert leaf.salt is not None
    leaf.content_hash = commit_content(leaf.salt, shown(row.facts))
    leaf.record_hash = commit_record(leaf.salt, record_of("certificates", row))
    leaf.hash = leaf_hash(leaf_of(leaf).text.encode())
    db.session.execute(delete(LogTile))
    db.session.execute(delete(LogCheckpoint))
    db.session.commit()
    sign_head()
    assert codes() == set()  # the forged register, leaf, root and signature all agree
    found = faults(published)
    assert [one.code for one in found] == ["witness.root"]
    assert published[0].origin in str(found[0])


def test_a_log_begun_anew_is_not_the_one_that_was_published(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "witness.txt"
    issue(2)
    exporting.witness(file, sign_head())
    published = list(read_all(file.read_text("utf-8")))
    without_log()
    sign_head()
    adopt_all()
    sign_head()
    assert codes() == set()  # all is in the new log, as things that were there before it
    assert "witness.log" in codes(published)


def test_a_published_head_under_a_strange_key_is_told(app: Flask) -> None:
    issue(1)
    note = sign_head().note
    (head,) = read_all(note)
    assert codes([head]) == set()
    strange = note[:-12] + ("AAAAAAAAAA==" if note[-12:-2] != "AAAAAAAAAA" else "BBBBBBBBBB==")
    (other,) = read_all(strange if strange.endswith("\n") else f"{strange}\n")
    assert codes([other]) == {"witness.signature"}


def test_a_restored_older_backup_opens_the_next_log_and_says_what_is_lost(
    app: Flask, monkeypatch
) -> None:
    quick_printing(monkeypatch)
    printed(2)
    (known,) = read_all(sign_head().note)
    size = known.size
    issue(2)
    (ahead,) = read_all(sign_head().note)
    # The backup that is restored is from before the last two.
    for statement in (
        "DELETE FROM log_leaves WHERE position >= :at",
        "DELETE FROM log_checkpoints WHERE size > :at",
        "UPDATE logs SET size = :at",
    ):
        by_hand(statement, at=size)
    by_hand("DELETE FROM certificates WHERE id > 2")
    assert codes() == set()
    head = open_next("restored")
    assert (head.log_id, head.size >= 1) == (2, True)
    issue(1)
    sign_head()
    assert codes() == set()
    assert codes([known]) == set()
    (fault,) = faults([known, ahead])
    assert fault.code == "witness.lost"
    assert f"{size}-{ahead.size - 1}" in str(fault)
    assert "an older backup was restored" in str(fault)


def test_the_next_log_commits_to_the_head_of_the_one_before(app: Flask) -> None:
    issue(1)
    open_next("restored")
    by_hand("UPDATE log_leaves SET kind = 'other' WHERE log_id = 1 AND position = 1")
    assert "leaf.hash" in codes()
    by_hand("UPDATE log_leaves SET kind = 'issued' WHERE log_id = 1 AND position = 1")
    before = codes()
    old = db.session.get_one(LogLeaf, (1, 1))
    old.content_hash = bytes(32)
    old.hash = leaf_hash(leaf_of(old).text.encode())
    db.session.execute(delete(LogCheckpoint).where(LogCheckpoint.log_id == 1))
    db.session.commit()
    assert "log.opening" in codes() - before


def test_a_new_key_is_in_the_log_and_both_sign_the_head_between_them(
    app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "witness.txt"
    issue(1)
    exporting.witness(file, sign_head())
    head = rotate()
    origin = db.session.scalars(select(Log.origin)).one()
    keys = list(db.session.scalars(select(LogKey.public_key).order_by(LogKey.id)))
    assert len(keys) == 2
    assert signers_of(head.note, origin, keys) == keys
    exporting.witness(file, head)
    issue(1)
    last = sign_head()
    assert signers_of(last.note, origin, keys) == keys[1:]
    exporting.witness(file, last)
    assert read_keys(file.read_text("utf-8")) == {origin: set(keys)}
    assert codes(list(read_all(file.read_text("utf-8")))) == set()


def test_anybody_computes_the_tree_again_from_the_export(app: Flask, tmp_path: Path) -> None:
    rows = issue(5)
    assert CliRunner().invoke(command, ["export", str(tmp_path)]).exit_code == 0
    (leaves,) = tmp_path.glob("leaves-1-*.jsonl")
    (heads,) = tmp_path.glob("checkpoints-1-*.txt")
    (keys,) = tmp_path.glob("keys-1-*.txt")
    text = leaves.read_text("utf-8")
    tree, roots = Growing(), {}
    for line in text.splitlines():
        tree.add(sha256(b"\0" + line.encode()).digest())
        roots[tree.size] = tree.root
    found = list(read_all(heads.read_text("utf-8")))
    known = read_keys(keys.read_text("utf-8"))
    assert found
    for head in found:
        assert roots[head.size] == head.root
        assert signers_of(head.note, head.origin, known[head.origin])
    everything = "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    for row in rows:  # nobody's name, no number, and nothing that opens a commitment
        assert row.number not in everything
        assert row.holder not in everything
    salts = db.session.scalars(select(LogLeaf.salt).where(LogLeaf.kind == "issued")).all()
    assert not any(salt is not None and salt[:16].hex() in everything for salt in salts)


def test_the_command_signs_prints_and_appends(app: Flask, tmp_path: Path) -> None:
    issue(1)
    file = tmp_path / "w.txt"
    said = CliRunner().invoke(command, ["checkpoint", "--append", str(file)])
    head = newest()
    assert head is not None
    assert said.output == head.note
    assert [one.note for one in read_all(file.read_text("utf-8"))] == [head.note]
    bad = CliRunner().invoke(command, ["verify", "--quick", "--witness", __file__])
    assert (bad.exit_code, "no signed head" in bad.output) == (2, True)


def test_the_program_in_the_guide_computes_every_signed_root(app: Flask, tmp_path: Path) -> None:
    issue(3)
    sign_head()
    rotate()
    CliRunner().invoke(command, ["export", str(tmp_path)])
    guide = (ROOT / "docs" / "verify.md").read_text("utf-8").partition("## The log")[2]
    program = guide.partition("```python\n")[2].partition("```")[0]
    words = [sys.executable, "-c", program, str(tmp_path)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    heads = db.session.scalars(select(LogCheckpoint.size).order_by(LogCheckpoint.size)).all()
    assert [int(line.split()[1]) for line in said.splitlines()] == list(heads)
    (leaves,) = tmp_path.glob("leaves-*.jsonl")
    leaves.write_text(leaves.read_text("utf-8").replace("issued", "Issued", 1), "utf-8")
    assert subprocess.run(words, capture_output=True, check=False).returncode == 1
