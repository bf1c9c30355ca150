"""Who made a backup, and when, is on record; the doctor says when that was long ago."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lms import clock
from lms.audit import AuditEntry
from lms.config import Mode, Settings
from lms.db import db
from lms.doctor import _backup
from lms.safekeeping import recording
from tests.safekeeping.installation import opened, run


def test_a_backup_is_an_act_on_record(place: Settings, folder: Path) -> None:
    code, said = run(place, "backup", str(folder / "one"), "--with-keys")
    assert code == 0, said
    with opened(place):
        entry = db.session.scalars(select(AuditEntry)).one()
        made = recording.last_backup()
    assert (entry.act, entry.detail["keys"]) == ("backup_made", True)
    assert entry.detail["place"] == str(folder / "one")
    assert made is not None
    assert clock.now() - made < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("mode", "days", "late"),
    [
        (Mode.PRODUCTION, None, True),
        (Mode.PRODUCTION, 3, True),
        (Mode.PRODUCTION, 1, False),
        (Mode.DEMO, None, False),
    ],
)
def test_the_doctor_warns_of_a_production_without_a_backup_lately(
    mode: Mode, days: int | None, late: bool
) -> None:
    settings = Settings.from_env({"LMS_MODE": mode})
    made = None if days is None else clock.now() - timedelta(days=days)
    found = _backup(settings, made)
    assert (bool(found.remedy), found.grave) == (late, False)
