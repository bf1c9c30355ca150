"""One log after another: an older backup is restored, and the log that was published is ahead.

The old log is closed as it is in the backup; the next one begins with its head. Nobody is told
that nothing was lost: whoever holds a later head of the old log sees what is missing.
"""

from __future__ import annotations

from base64 import b64encode

from sqlalchemy import select

from lms import audit, clock
from lms.certification.log.adopting import bounds
from lms.certification.log.appending import open_first, open_log
from lms.certification.log.heads import sign_head
from lms.certification.log.models import Log, LogCheckpoint
from lms.certification.log.stored import Stored
from lms.certification.log.tree import root
from lms.db import commit, db


def open_next(reason: str) -> LogCheckpoint:
    """Close the log and open the next, which commits to its head; the new log's first head."""
    open_first()
    old = db.session.scalars(select(Log).where(Log.closed_at.is_(None)).with_for_update()).one()
    head = {
        "origin": old.origin,
        "size": old.size,
        "root": b64encode(root(Stored(old.id), 0, old.size)).decode(),
    }
    before = bounds() or dict.fromkeys(("certificates", "documents", "revocations"), 0)
    old.closed_at = clock.now()
    db.session.flush()
    open_log(old.id + 1, reason=reason, before=before, previous=head)
    audit.record(None, "log_opened", "log", old.id + 1, reason=reason, **head)
    commit()
    return sign_head()
