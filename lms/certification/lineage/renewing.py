"""Renewal by learning again: who completes the curriculum anew gets a certificate that follows
the old one. The old one keeps its own answer until its own last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from lms.certification.lineage import logged
from lms.certification.lineage.models import Replacement, ReplacementKind
from lms.certification.models import Certificate, Revocation
from lms.clock import now
from lms.curricula.models import Edition
from lms.db import db, insert_each_once
from lms.learning.models import Enrolment


def predecessors(enrolments: Sequence[Enrolment]) -> dict[int, Certificate]:
    """By enrolment, the certificate that a new one renews: of the same person and curriculum,
    with a last day, not taken back and not replaced; the newest. Their rows are held.
    """
    this, old, edition, old_edition = (
        aliased(Enrolment),
        aliased(Enrolment),
        aliased(Edition),
        aliased(Edition),
    )
    rows = db.session.execute(
        select(this.id, Certificate)
        .join(edition, edition.id == this.edition_id)
        .join(old, (old.person_id == this.person_id) & (old.id != this.id))
        .join(
            old_edition,
            (old_edition.id == old.edition_id)
            & (old_edition.curriculum_id == edition.curriculum_id),
        )
        .join(Certificate, Certificate.enrolment_id == old.id)
        .where(
            this.id.in_([enrolment.id for enrolment in enrolments]),
            Certificate.expires_on.is_not(None),
            ~exists().where(Revocation.certificate_id == Certificate.id),
            ~exists().where(Replacement.old_id == Certificate.id),
        )
        .order_by(Certificate.id)
        .with_for_update(of=Certificate, key_share=True)
    )
    return {row.id: row.Certificate for row in rows}


def link(certificates: Sequence[Certificate], renewed: Mapping[int, Certificate]) -> None:
    """Say which certificate each of these renews; the rows of `predecessors` are still held."""
    pairs = [
        (renewed[one.enrolment_id], one) for one in certificates if one.enrolment_id in renewed
    ]
    if not pairs:
        return
    kind, moment = ReplacementKind.RENEWAL, now()
    insert_each_once(
        Replacement,
        [
            {"old_id": old.id, "new_id": new.id, "kind": kind, "created_at": moment}
            for old, new in pairs
        ],
    )
    logged.follow("renewed", pairs)
