"""How an import goes on, and the one function that changes its stage."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from lms import clock
from lms.certification.earlier.models import EarlierImport, Stage
from lms.certification.earlier.remarks import Outcome
from lms.certification.pace import Pace
from lms.errors import Busy

STALE = timedelta(seconds=30)  # nobody said how far it is: its worker is gone
WORKING = (Stage.READING, Stage.JUDGING, Stage.ADDING)
OPEN = (*WORKING, Stage.READY)

_NEXT = {
    Stage.READING: {Stage.JUDGING, Stage.READY, Stage.UNREADABLE, Stage.DROPPED},
    Stage.JUDGING: {Stage.JUDGING, Stage.READY, Stage.DROPPED},
    Stage.READY: {Stage.READY, Stage.JUDGING, Stage.ADDING, Stage.DROPPED},
    Stage.ADDING: {Stage.DONE},
}


def move(found: EarlierImport, stage: Stage) -> None:
    """To the next stage, at its beginning; raises Busy when it has moved on meanwhile."""
    if stage not in _NEXT.get(Stage(found.stage), ()):
        raise Busy(_("การนำเข้านี้เดินหน้าไปแล้ว โปรดดูสถานะล่าสุด"))
    moment = clock.now()
    found.stage, found.stage_at, found.noted_at = stage, moment, moment
    found.done, found.position = 0, 0
    if stage not in OPEN:
        found.finished_at = moment


def is_working(found: EarlierImport) -> bool:
    """Whether a worker has, or should have, it in hand."""
    return found.stage in WORKING


def is_stalled(found: EarlierImport) -> bool:
    """Under way, and no worker has said anything for a while."""
    return is_working(found) and found.noted_at < clock.now() - 2 * STALE


def pace_of(found: EarlierImport) -> Pace:
    """Of the present stage."""
    seconds = (found.noted_at - found.stage_at).total_seconds()
    return Pace(found.done, seconds, max(0, whole_of(found) - found.done))


def whole_of(found: EarlierImport) -> int:
    """How many rows the present stage goes through."""
    return to_add(found) if found.stage == Stage.ADDING else found.rows


def to_add(found: EarlierImport) -> int:
    """How many rows are good, as they were judged."""
    return sum(found.counts.get(str(int(kind)), 0) for kind in (Outcome.NEW, Outcome.DOUBTFUL))
