"""A worker's turn at an import: some seconds of reading, judging or adding, then others' work.

Each step is one transaction that holds the import's row, and the row says how far it is: whoever
is stopped is followed by another, and nothing is done twice.
"""

from __future__ import annotations

import logging
import time

from sqlalchemy import select, update

from lms import clock
from lms.certification.earlier import steps
from lms.certification.earlier.importing import CARRY_ON, forget
from lms.certification.earlier.judging import Judge
from lms.certification.earlier.models import EarlierImport, Stage
from lms.certification.earlier.stages import STALE, WORKING, move
from lms.confined import NoTurn
from lms.db import commit, db
from lms.jobs import enqueue
from lms.sheets import Sheet, Unreadable
from lms.sheets import read as read_sheet
from lms.storage import Missing, store

SECONDS = 5.0  # a turn; the worker has other work too
log = logging.getLogger(__name__)


def sweep() -> None:
    """Take up what nobody carries on."""
    stale = select(EarlierImport.id).where(
        EarlierImport.stage.in_(WORKING), EarlierImport.noted_at < clock.now() - STALE
    )
    for import_id in db.session.scalars(stale):
        enqueue(CARRY_ON, import_id)


def take(import_id: int, seconds: float = SECONDS) -> None:
    """Carry on for some seconds, then queue the next turn."""
    ends = time.monotonic() + seconds
    turn = _Turn(import_id)
    try:
        while turn.step():
            if time.monotonic() > ends:
                enqueue(CARRY_ON, import_id)
                return
    except Exception as fault:
        log.exception("the import %s does not get on", import_id)
        db.session.rollback()
        _note_fault(import_id, fault)


def _note_fault(import_id: int, fault: Exception) -> None:
    """The sweep tries again."""
    db.session.execute(
        update(EarlierImport)
        .where(EarlierImport.id == import_id)
        .values(fault=type(fault).__name__[:200], noted_at=clock.now())
    )


class _Turn:
    """What one turn keeps in mind between its steps."""

    def __init__(self, import_id: int) -> None:
        self.import_id = import_id
        self.sheet: Sheet | None = None
        self.judge: tuple[int, Judge] | None = None  # and the choice of columns it is for

    def step(self) -> bool:
        """One batch of the present stage; False when a worker has nothing to do."""
        if self.sheet is None and not self._read_file():
            return False
        found = _hold(self.import_id)
        if found is None or found.stage not in WORKING:
            db.session.rollback()  # another worker has it, or nothing is left to do
            return False
        if found.stage == Stage.READING:
            if self.sheet is None:
                return False
            steps.keep_rows(found, self.sheet)
        elif found.stage == Stage.JUDGING:
            steps.judge_rows(found, self._judge(found))
        else:
            steps.add_rows(found)
        found.noted_at, found.fault = clock.now(), None
        commit()
        return True

    def _judge(self, found: EarlierImport) -> Judge:
        if self.judge is None or self.judge[0] != found.mapping:
            self.judge = found.mapping, steps.new_judge(found)
        return self.judge[1]

    def _read_file(self) -> bool:
        """The sheet, outside any transaction; False when it cannot be had (now)."""
        file = db.session.execute(
            select(EarlierImport.file_key, EarlierImport.file_name).where(
                EarlierImport.id == self.import_id, EarlierImport.stage == Stage.READING
            )
        ).first()
        db.session.rollback()
        if file is None:
            return True
        try:
            self.sheet = read_sheet(store().get(file.file_key or ""), file.file_name)
        except NoTurn:
            return False  # the sweep tries again
        except (Unreadable, Missing) as fault:
            self._refuse(fault.why if isinstance(fault, Unreadable) else "damaged")
            return False
        return True

    def _refuse(self, why: str) -> None:
        found = _hold(self.import_id)
        if found is None or found.stage != Stage.READING:
            return
        found.fault = why  # a key of sheets.WHY
        forget(found)
        move(found, Stage.UNREADABLE)
        commit()


def _hold(import_id: int) -> EarlierImport | None:
    """The import, for this worker alone until it commits."""
    return db.session.scalar(
        select(EarlierImport)
        .where(EarlierImport.id == import_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
