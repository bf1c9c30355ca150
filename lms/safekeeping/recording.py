"""Backups and restores on record: whoever holds a copy of everything did something."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from lms import audit
from lms.audit import AuditEntry
from lms.config import Settings
from lms.db import commit, db
from lms.safekeeping.manifest import Manifest

_SUBJECT, _MADE, _RESTORED = "register", "backup_made", "restored"


def record_backup(settings: Settings, place: Path, made: Manifest) -> None:
    """Say in the register that was backed up where the copy went."""
    from lms.app import create_app

    with create_app(settings).app_context():
        audit.record(
            None, _MADE, _SUBJECT, None,
            console=getpass.getuser(), place=str(place), backup=made.id, keys=made.has_keys,
        )  # fmt: skip
        commit()


def record_restore(said: Manifest, attempt: str, series: dict[str, list[int]]) -> None:
    """Say in the restored register what it is a copy of."""
    audit.record(
        None, _RESTORED, _SUBJECT, None,
        backup=said.id, of=said.snapshot_at, attempt=attempt, series=series,
    )  # fmt: skip


def is_noted(attempt: str) -> bool:
    """Whether this attempt at a restore is on record."""
    newest = _newest(_RESTORED)
    return newest is not None and newest.detail.get("attempt") == attempt


def last_backup() -> datetime | None:
    """When `lms backup` last finished; other ways of copying are not known here."""
    newest = _newest(_MADE)
    return newest.at if newest else None


def _newest(act: str) -> AuditEntry | None:
    query = select(AuditEntry).where(AuditEntry.subject_type == _SUBJECT, AuditEntry.act == act)
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))
