"""What the log is told of a certificate's later life."""

from __future__ import annotations

from sqlalchemy import select

from lms.certification.models import Certificate, Revocation
from lms.db import db


def revocation(certificate: Certificate) -> Revocation:
    """The revocation that was just stored."""
    query = select(Revocation).where(Revocation.certificate_id == certificate.id)
    db.session.expire(certificate, ["revocation"])
    return db.session.scalars(query).one()
