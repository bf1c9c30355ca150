"""Scans: a zip sent for an import, taken in by a worker a few files at a time."""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import ZipFile, ZipInfo

from flask_babel import gettext as _
from sqlalchemy import select

from lms import audit, clock
from lms.access import Actor
from lms.certification.earlier import queries, scan_files
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierScan,
    ScanBundle,
    Stage,
)
from lms.certification.earlier.scan_files import BadScan
from lms.certification.earlier.scan_names import Paper, Papers
from lms.certification.earlier.stages import STALE
from lms.db import after_commit, commit, db, insert_once
from lms.errors import Busy
from lms.jobs import enqueue
from lms.storage import Missing, store

TAKE = "certification.earlier_take_scans"
SECONDS = 5.0
BATCH = 20  # files
TOLD = 300  # files left out whose names are kept
log = logging.getLogger(__name__)


def send(actor: Actor, import_id: int, file: IO[bytes], name: str) -> ScanBundle:
    """Keep a zip for the worker; only for an import that is done and counts."""
    found = queries.one_import(actor, import_id, queries.KEEP)
    if found.stage != Stage.DONE or found.strike is not None:
        raise Busy(_("เพิ่มภาพสแกนได้เมื่อนำเข้าเสร็จแล้วและยังไม่ถูกเลิกทำ"))
    bundle = take_zip(import_id, file, name, actor.person_id)
    audit.record(actor, "earlier_scans_sent", "earlier_import", import_id, bundle=bundle.id)
    enqueue(TAKE, bundle.id)
    return bundle


def take_zip(import_id: int, file: IO[bytes], name: str, by: int | None = None) -> ScanBundle:
    """A zip kept until every file in it has had its turn; `by` nobody: from the console."""
    key = f"earlier/incoming/{secrets.token_hex(16)}.zip"
    store().put_file(key, file)
    bundle = ScanBundle(
        import_id=import_id,
        sent_by=by,
        file_name=name[-300:],
        file_key=key,
        noted_at=clock.now(),
    )
    db.session.add(bundle)
    db.session.flush()
    return bundle


def sweep() -> None:
    """Take up what nobody carries on."""
    stale = select(ScanBundle.id).where(
        ScanBundle.finished_at.is_(None), ScanBundle.noted_at < clock.now() - STALE
    )
    for bundle_id in db.session.scalars(stale):
        enqueue(TAKE, bundle_id)


@dataclass
class _Batch:
    """What became of some files; stored in one transaction with how far the zip is."""

    scans: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[list[str]] = field(default_factory=list)


def take(bundle_id: int, seconds: float = SECONDS) -> None:
    """Some seconds of one zip, then the next turn."""
    ends = time.monotonic() + seconds
    bundle = db.session.get(ScanBundle, bundle_id)
    if bundle is None or bundle.finished_at is not None or bundle.file_key is None:
        return
    key, done, papers = bundle.file_key, bundle.done, _papers(bundle.import_id)
    db.session.rollback()
    try:
        with store().opened(key) as file, scan_files.opened(file) as archive:
            parts = scan_files.names(archive)
            while done < len(parts):
                batch = _batch(archive, parts[done : done + BATCH], papers)
                if not _note(bundle_id, done, len(parts), batch):
                    return  # another worker is further
                done = min(done + BATCH, len(parts))
                if time.monotonic() > ends:
                    enqueue(TAKE, bundle_id)
                    return
        _finish(bundle_id, None)
    except BadScan as fault:
        _finish(bundle_id, fault.why)
    except Missing:
        _finish(bundle_id, "no_zip")


def _papers(import_id: int) -> Papers:
    """Every certificate of the import that still counts: a few hundred bytes each."""
    query = select(
        EarlierCertificate.id,
        EarlierCertificate.number,
        EarlierCertificate.holder_fold,
        EarlierCertificate.scan_name,
    ).where(EarlierCertificate.import_id == import_id, EarlierCertificate.live_key.is_not(None))
    return Papers.of(Paper(*row) for row in db.session.execute(query))


def _batch(archive: ZipFile, parts: list[tuple[ZipInfo, str]], papers: Papers) -> _Batch:
    """Unpacked, looked at, matched and put into the store; the database is not touched."""
    batch = _Batch()
    for part, name in parts:
        matched = papers.match(name)
        if isinstance(matched, str):
            batch.left_out.append([name[:200], matched])
            continue
        try:
            content = scan_files.content_of(archive, part)
            kind = scan_files.media_type(content)
        except BadScan as fault:
            batch.left_out.append([name[:200], fault.why])
            continue
        digest = hashlib.sha256(content).hexdigest()
        store().put(scan_key(digest), content)
        scan = {
            "sha256": digest,
            "media_type": kind,
            "size": len(content),
            "file_name": name[-300:],
        }
        batch.scans.append(scan | {"certificate_id": matched.certificate_id})
    return batch


def scan_key(digest: str) -> str:
    """A scan's name in the store."""
    return f"earlier/scans/{digest[:2]}/{digest}"


def _note(bundle_id: int, done: int, whole: int, batch: _Batch) -> bool:
    """Store a batch, unless somebody else has stored it."""
    bundle = _hold(bundle_id)
    if bundle is None or bundle.done != done or bundle.finished_at is not None:
        db.session.rollback()
        return False
    for scan in batch.scans:
        insert_once(EarlierScan, created_at=clock.now(), **scan)
    bundle.files, bundle.done = whole, min(done + BATCH, whole)
    bundle.kept += len(batch.scans)
    bundle.left_out = [*bundle.left_out, *batch.left_out][:TOLD]
    bundle.noted_at = clock.now()
    commit()
    return True


def _finish(bundle_id: int, fault: str | None) -> None:
    bundle = _hold(bundle_id)
    if bundle is None or bundle.finished_at is not None:
        return
    bundle.finished_at = bundle.noted_at = clock.now()
    bundle.fault = fault  # a key of scan_words.OF_A_ZIP
    if (key := bundle.file_key) is not None:
        bundle.file_key = None
        after_commit(lambda: store().delete(key))
    commit()


def _hold(bundle_id: int) -> ScanBundle | None:
    return db.session.scalar(
        select(ScanBundle)
        .where(ScanBundle.id == bundle_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
