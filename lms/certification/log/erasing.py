"""What the log lets go of when people are taken away. The tree stays; what opened it goes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import null, select, update

from lms.certification.log.appending import append
from lms.certification.log.entries import Entry
from lms.certification.log.leaves import Kind
from lms.certification.log.models import LogLeaf
from lms.certification.models import Revocation
from lms.db import db

_AT_ONCE = 5000


def decided_by(person_ids: Sequence[int]) -> list[int]:
    """The revocations that tell of these people; to be asked before that is taken from them."""
    query = select(Revocation.id).where(Revocation.revoked_by.in_(person_ids))
    return list(db.session.scalars(query))


def forget(certificate_ids: Sequence[int], revocation_ids: Sequence[int]) -> None:
    """These certificates are no more, and nobody knows who decided these revocations.

    Their leaves open to nobody from now on, and new leaves say that this was an erasure.
    """
    gone = set(certificate_ids)
    for start in range(0, len(certificate_ids), _AT_ONCE):
        db.session.execute(
            update(LogLeaf)
            .where(LogLeaf.certificate_id.in_(certificate_ids[start : start + _AT_ONCE]))
            .values(salt=None, content=null())
            .execution_options(synchronize_session=False)
        )
    left = db.session.scalars(select(Revocation.id).where(Revocation.id.in_(revocation_ids)))
    erased = [_said(Kind.ERASED, one, certificate_id=one) for one in sorted(gone)]
    append(erased + [_said(Kind.ANONYMISED, one, row_id=one) for one in left.all()])


def _said(
    kind: Kind, subject: int, certificate_id: int | None = None, row_id: int | None = None
) -> Entry:
    return Entry(
        kind=kind,
        content={"id": subject},
        certificate_id=certificate_id,
        row_id=row_id,
        keeps_content=True,
    )
