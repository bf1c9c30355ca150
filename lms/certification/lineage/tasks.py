"""Work in the background: tell holders whose certificates end."""

from __future__ import annotations

from lms.certification.lineage import expiring
from lms.jobs import periodic


@periodic("certification.expiry_notices", minutes=30)
def expiry_notices() -> None:
    """Each notice once, soon after its day begins."""
    expiring.tell_holders()
