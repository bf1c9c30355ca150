"""What the log is told of a certificate's later life. Called late in a transaction: whoever logs
holds the log until the commit.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from lms.certification.log import entries
from lms.certification.log.appending import append, record_revocation
from lms.certification.models import Certificate, Revocation
from lms.db import db


def revocation(certificate: Certificate) -> Revocation:
    """The revocation that was just stored, logged."""
    query = select(Revocation).where(Revocation.certificate_id == certificate.id)
    db.session.expire(certificate, ["revocation"])
    found = db.session.scalars(query).one()
    record_revocation(found.id)
    return found


def follow(kind: str, pairs: Sequence[tuple[Certificate, Certificate]]) -> None:
    """Old certificates that new ones follow without taking anything from their answer."""
    append(
        [entries.status(old.id, old.number, kind, None, {"by": new.number}) for old, new in pairs]
    )
