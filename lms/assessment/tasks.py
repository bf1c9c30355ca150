"""What happens without anybody asking."""

from __future__ import annotations

from lms.assessment.services import attempts
from lms.jobs import enqueue, periodic


@periodic("assessment.close_expired")
def close_expired() -> None:
    """Hand in what was saved of attempts whose time is over."""
    if attempts.close_expired() == attempts.BATCH:
        enqueue("assessment.close_expired")  # more are waiting: not only in a minute
