"""What a restored register needs before it may serve: migrations, a clean start, a proof."""

from __future__ import annotations

import os

from sqlalchemy import Connection, text

from lms import schema
from lms.certification.bar import Bar
from lms.config import Settings
from lms.safekeeping import recording
from lms.safekeeping.attempt import Attempt
from lms.safekeeping.faults import Stopped
from lms.safekeeping.manifest import Manifest
from lms.safekeeping.numbers import Seen


def seen(connection: Connection) -> Seen:
    """What the loaded rows tell of how much is issued; of any version of the tables."""
    series = connection.execute(text("SELECT prefix, year_be, last FROM number_series"))
    days = "SELECT count(*) AS many FROM certificates GROUP BY issued_on"
    busiest = connection.scalar(text(f"SELECT max(many) FROM ({days}) AS days"))  # noqa: S608
    return Seen(
        {(row.prefix, row.year_be): row.last for row in series},
        busiest or 0,
        connection.scalar(text("SELECT count(*) FROM persons")) or 0,
        connection.scalar(text("SELECT count(*) FROM curricula")) or 0,
    )


def finish(
    settings: Settings, said: Manifest, current: Attempt, *, quick: bool = False
) -> list[str]:
    """Bring the tables on, sign everybody out, go on in a new log; then what is not as it was."""
    from lms.app import create_app
    from lms.db import commit, db

    with create_app(settings).app_context():
        schema.upgrade()
        if not recording.is_noted(current.id):
            _begin_anew(said, current)
        commit()
        faults = _verify(quick=quick)
        db.session.remove()
        db.engine.dispose()
    return faults


def _begin_anew(said: Manifest, current: Attempt) -> None:
    from lms.certification.log.epochs import open_next
    from lms.certification.log.stored import LogError
    from lms.people.devices import end_every_device

    end_every_device()
    recording.record_restore(said, current.id, current.moved)
    try:
        open_next(f"restored a backup of {said.snapshot_at}")
    except LogError as fault:
        raise Stopped(
            f"สมุดบันทึกในข้อมูลสำรองเสียหาย ใช้ข้อมูลสำรองอื่น · the log in this backup is damaged"
            f" ({fault}): use another backup"
        ) from fault


def _verify(*, quick: bool) -> list[str]:
    """What `lms log verify` would say: every row, leaf, head and, unless `quick`, document."""
    from lms.certification.log import verifying
    from lms.certification.log.faults import told
    from lms.db import db

    report, sizes = verifying.Report(), verifying.sizes()
    db.session.rollback()
    with Bar("ตรวจทะเบียน · verifying the register", sizes.whole) as bar:
        faults = list(told(verifying.check_register(report, tick=bar.add)))
    if quick:
        return faults
    with Bar("ตรวจเอกสาร · verifying documents", len(report.documents)) as bar:
        faults += told(verifying.check_documents(report, os.cpu_count() or 1, bar.add))
    return faults
