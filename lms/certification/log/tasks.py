"""Work in the background: sweep, and sign the log's head when it has moved."""

from __future__ import annotations

from lms.certification.log.adopting import adopt_all
from lms.certification.log.heads import sign_head
from lms.certification.log.pinning import pin_rows
from lms.jobs import periodic


@periodic("certification.sign_head")
def keep_log() -> None:
    """Log what is older than the log, and what a sweep logs; sign the head if it has moved."""
    adopt_all()
    pin_rows()
    sign_head()
