"""Taking officers' names away from what they did in the old register; its papers stay."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update

from lms.certification.earlier.models import EarlierImport, EarlierStrike, ScanBundle
from lms.db import db

_NAMED = (
    EarlierImport.started_by,
    EarlierImport.confirmed_by,
    EarlierStrike.struck_by,
    ScanBundle.sent_by,
)


def forget(person_ids: Sequence[int]) -> None:
    """Who sent, confirmed or struck is not said any more."""
    for column in _NAMED:
        db.session.execute(
            update(column.class_).where(column.in_(person_ids)).values({column.key: None}),
            execution_options={"synchronize_session": False},
        )
