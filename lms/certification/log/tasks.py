"""Work in the background: log what a sweep logs, sign the log's head when it has moved."""

from __future__ import annotations

from lms.certification.log.adopting import adopt_all
from lms.certification.log.heads import sign_head
from lms.certification.log.pinning import pin_rows
from lms.jobs import periodic


@periodic("certification.sign_head")
def keep_log() -> None:
    """Log what is older than the log, then sign the head if it has moved."""
    adopt_all()
    sign_head()


@periodic("certification.pin_rows", minutes=10)
def keep_rows() -> None:
    """Log the rows that led to certificates and that followed."""
    pin_rows()
