"""The log for others: plain files from which anybody computes the tree again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from lms.certification.log.leaves import PUBLIC, SALT, canonical
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf
from lms.certification.log.notes import read_all, signers_of, verifier_key
from lms.certification.log.proofs import leaf_of
from lms.db import db, one_moment


def witness(file: Path, head: LogCheckpoint) -> bool:
    """Append a head to a file, with keys that are not in it yet; False when it holds it already.

    What stands in the file is never changed: where it is published, it only grows.
    """
    text = file.read_text("utf-8") if file.exists() else ""
    if any(one.note == head.note for one in read_all(text)):
        return False
    origin = db.session.scalars(select(Log.origin).where(Log.id == head.log_id)).one()
    keys = [one for one in _verifier_keys(origin, head.note) if one not in text]
    added = [*(f"{key}\n" for key in keys), "\n" if keys or text else "", head.note]
    with file.open("a", encoding="utf-8") as out:
        out.write("".join(added))
        out.flush()
        os.fsync(out.fileno())
    return True


def _verifier_keys(origin: str, note: str) -> list[str]:
    publics = db.session.scalars(select(LogKey.public_key).order_by(LogKey.id)).all()
    return [verifier_key(origin, one) for one in signers_of(note, origin, publics)]


def export(dest: Path) -> Iterator[tuple[Path, int]]:
    """Write all logs into a folder; the files, and how many lines of theirs count."""
    dest.mkdir(parents=True, exist_ok=True)
    with one_moment():
        publics = db.session.scalars(select(LogKey.public_key).order_by(LogKey.id)).all()
        for log in db.session.scalars(select(Log).order_by(Log.id)).all():
            stem = log.origin.rpartition("/")[2]
            yield _leaves(dest / f"leaves-{stem}.jsonl", log)
            yield _openings(dest / f"openings-{stem}.jsonl", log)
            yield _heads(dest / f"checkpoints-{stem}.txt", log)
            keys = [f"{verifier_key(log.origin, one)}\n" for one in publics]
            path = dest / f"keys-{stem}.txt"
            path.write_text("".join(keys), "utf-8")
            yield path, len(keys)


def _leaves(path: Path, log: Log) -> tuple[Path, int]:
    """One line is one leaf: SHA-256 of a zero byte and the line is its hash in the tree."""
    count = 0
    rows = db.session.scalars(
        select(LogLeaf)
        .where(LogLeaf.log_id == log.id)
        .order_by(LogLeaf.position)
        .execution_options(yield_per=1000)
    )
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(f"{leaf_of(row).text}\n")
            count += 1
    return path, count


def _openings(path: Path, log: Log) -> tuple[Path, int]:
    """What leaves hide that are about the log and about nobody, with what opens them."""
    rows = db.session.scalars(
        select(LogLeaf)
        .where(LogLeaf.log_id == log.id, LogLeaf.kind.in_(PUBLIC))
        .order_by(LogLeaf.position)
    ).all()
    lines = [
        canonical(
            {"index": row.position, "salt": row.salt[:SALT].hex(), "content": row.content or {}}
        )
        for row in rows
        if row.salt is not None
    ]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path, len(lines)


def _heads(path: Path, log: Log) -> tuple[Path, int]:
    notes = db.session.scalars(
        select(LogCheckpoint.note)
        .where(LogCheckpoint.log_id == log.id)
        .order_by(LogCheckpoint.size)
    ).all()
    path.write_text("\n".join(notes), "utf-8")
    return path, len(notes)
