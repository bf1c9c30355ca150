"""Housekeeping of the part."""

from __future__ import annotations

from lms.jobs import periodic
from lms.people import throttle


@periodic("people.forget_old_tries", minutes=30)
def forget_old_tries() -> None:
    """Counters of wrong tries do not pile up."""
    throttle.forget_old()
