"""Bulk issues of central officers: started, paused and resumed by them, carried on by workers."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from lms import audit, clock
from lms.access import Actor, Permission
from lms.certification import bulk
from lms.certification.models import Certificate, IssueRun
from lms.certification.pace import Pace
from lms.db import db, insert_once
from lms.errors import Busy, Invalid, NotFound, Refused
from lms.jobs import enqueue
from lms.learning.models import Cohort

TURN = "certification.run_turn"
STALE = timedelta(seconds=30)  # nobody said how far it is: its worker is gone


def open_of(curriculum_id: int) -> IssueRun | None:
    """The bulk issue of a curriculum that is under way or paused."""
    return db.session.scalar(
        select(IssueRun).where(
            IssueRun.curriculum_id == curriculum_id, IssueRun.finished_at.is_(None)
        )
    )


def opened() -> list[IssueRun]:
    """Every bulk issue that is under way or paused."""
    query = select(IssueRun).options(joinedload(IssueRun.curriculum)).order_by(IssueRun.id)
    return list(db.session.scalars(query.where(IssueRun.finished_at.is_(None))))


def recent(most: int = 20) -> list[IssueRun]:
    """The newest bulk issues, open ones among them."""
    query = select(IssueRun).options(joinedload(IssueRun.curriculum))
    return list(db.session.scalars(query.order_by(IssueRun.id.desc()).limit(most)))


def load(actor: Actor, run_id: int) -> IssueRun:
    """One bulk issue; for whoever may not issue for the whole country, there is none."""
    whole = (joinedload(IssueRun.curriculum), joinedload(IssueRun.starter))
    run = db.session.scalar(select(IssueRun).options(*whole).where(IssueRun.id == run_id))
    if run is None or not _may_issue(actor):
        raise NotFound
    return run


def _may_issue(actor: Actor) -> bool:
    return actor.may(Permission.APPROVE)


def start(actor: Actor, slug: str, confirmed: int, cohort: Cohort | None = None) -> IssueRun:
    """Begin to issue what is due, of the curriculum or of one รุ่น of it.

    `confirmed` is how many the officer read and repeated.

    Started twice, it is begun once: the second finds the first.
    """
    if not _may_issue(actor):
        raise NotFound
    curriculum = bulk.curriculum_of(slug)
    if (under_way := open_of(curriculum.id)) is not None:
        return under_way
    cohort_id = cohort.id if cohort else None
    found = bulk.forecast(curriculum.id, cohort_id)
    if found.refused:
        raise Refused("\n".join(found.refused))
    if not found.due:
        raise Invalid(_("ขณะนี้ไม่มีวุฒิบัตรที่ครบเงื่อนไขให้ออก"))
    if found.due != confirmed:
        raise Busy(
            _("จำนวนไม่ตรง ขณะนี้ครบเงื่อนไข %(count)s ฉบับ โปรดตรวจและยืนยันอีกครั้ง", count=f"{found.due:,}")
        )
    moment = clock.now()
    begun = insert_once(
        IssueRun,
        curriculum_id=curriculum.id,
        cohort_id=cohort_id,
        started_by=actor.person_id,
        planned=found.due,
        floor_id=db.session.scalar(select(func.max(Certificate.id))) or 0,
        created_at=moment,
        noted_at=moment,
        stretch_at=moment,
    )
    run = open_of(curriculum.id)
    if run is None:
        raise Busy(_("งานนี้เพิ่งเสร็จ โปรดเปิดหน้านี้ใหม่"))
    if begun:
        about = {"curriculum": slug, "cohort": cohort.code if cohort else None}
        audit.record(actor, "issuing_started", "issue_run", run.id, **about, count=found.due)
        enqueue(TURN, run.id, run.turn)
    return run


def pause(actor: Actor, run_id: int) -> None:
    """Issue no more for now; what has its number already is still printed."""
    run = load(actor, run_id)
    changed = db.session.execute(
        update(IssueRun)
        .where(IssueRun.id == run_id, IssueRun.paused_at.is_(None), IssueRun.finished_at.is_(None))
        .values(paused_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount:  # type: ignore[attr-defined]
        audit.record(actor, "issuing_paused", "issue_run", run.id, issued=run.issued)


def resume(actor: Actor, run_id: int) -> None:
    """Go on where it was paused."""
    run = load(actor, run_id)
    moment = clock.now()
    changed = db.session.execute(
        update(IssueRun)
        .where(IssueRun.id == run_id, IssueRun.paused_at.is_not(None))
        .values(
            paused_at=None,
            fault=None,
            noted_at=moment,
            stretch_at=moment,
            stretch_printed=IssueRun.printed,
        )
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount:  # type: ignore[attr-defined]
        audit.record(actor, "issuing_resumed", "issue_run", run.id, issued=run.issued)
        enqueue(TURN, run.id, run.turn)


def pace_of(run: IssueRun) -> Pace:
    """Since it last began or went on."""
    seconds = (run.noted_at - run.stretch_at).total_seconds()
    return Pace(run.printed - run.stretch_printed, seconds, run.planned - run.printed)


def is_stalled(run: IssueRun) -> bool:
    """Under way, and no worker has said anything for a while."""
    going = run.finished_at is None and run.paused_at is None
    return going and run.noted_at < clock.now() - 2 * STALE
