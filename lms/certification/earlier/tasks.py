"""Work in the background: read sheets, judge their rows, add them, and take in scans."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from lms import clock
from lms.certification.earlier import scanning, turns
from lms.certification.earlier.importing import CARRY_ON, forget
from lms.certification.earlier.models import EarlierImport, EarlierRow
from lms.db import db
from lms.jobs import periodic, task

KEPT = timedelta(days=30)  # a finished import's rows, for whoever mends the ones left out


@task(CARRY_ON)
def carry_on(import_id: int) -> None:
    """Some seconds of one import."""
    turns.take(import_id)


@periodic("certification.earlier_sweep")
def sweep() -> None:
    """Take up what a dead worker left, and forget rows that nobody mends any more."""
    turns.sweep()
    scanning.sweep()
    old = select(EarlierImport).where(
        EarlierImport.finished_at < clock.now() - KEPT,
        select(EarlierRow.import_id).where(EarlierRow.import_id == EarlierImport.id).exists(),
    )
    for found in db.session.scalars(old):
        forget(found)


@task(scanning.TAKE)
def take_scans(bundle_id: int) -> None:
    """Some seconds of one zip of scans."""
    scanning.take(bundle_id)
