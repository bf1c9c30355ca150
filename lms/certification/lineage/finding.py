"""Cases and what replaced what, found through the right; every list in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from lms.access import Actor, Permission
from lms.certification.lineage.models import (
    CaseStep,
    CertificateCase,
    Replacement,
    ReplacementKind,
)
from lms.certification.lineage.states import FINAL, CaseKind, CaseState
from lms.certification.models import Certificate, Revocation
from lms.db import db
from lms.errors import NotFound
from lms.learning.models import Enrolment
from lms.people import units
from lms.people.models import Person

# Where a revocation has got to when a second person may decide, and a new certificate be issued.
_WAITING = (CaseState.PROPOSED, CaseState.NOTIFIED, CaseState.ANSWERED)


def newest_step() -> ColumnElement[bool]:
    """The step is its case's newest: what it led to is where the case stands."""
    later = aliased(CaseStep)
    return ~exists().where(later.case_id == CaseStep.case_id, later.number == CaseStep.number + 1)


def _with_people() -> Select[CertificateCase]:
    return (
        select(CertificateCase)
        .join(CertificateCase.certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(
            contains_eager(CertificateCase.certificate)
            .contains_eager(Certificate.enrolment)
            .contains_eager(Enrolment.person)
            .options(contains_eager(Person.unit), joinedload(Person.account)),
            contains_eager(CertificateCase.certificate).joinedload(Certificate.revocation),
            selectinload(CertificateCase.steps).joinedload(CaseStep.actor),
        )
    )


def in_area(actor: Actor, permission: Permission, case_id: int) -> CertificateCase:
    """A case of somebody in the actor's area, with its steps; a stranger's is not found."""
    found = db.session.scalar(
        _with_people().where(CertificateCase.id == case_id, units.below(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def own(actor: Actor, case_id: int) -> CertificateCase:
    """A case about one of the actor's own certificates; a stranger's is not found."""
    found = db.session.scalar(
        _with_people().where(CertificateCase.id == case_id, Enrolment.person_id == actor.person_id)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Short:
    """A case in a list of one certificate's."""

    case_id: int
    kind: CaseKind
    state: CaseState
    begun_at: datetime
    told: bool  # the holder knows of it


def short(certificate_id: int) -> list[Short]:
    """Every case of one certificate, the newest first; one query."""
    told = exists().where(
        CaseStep.case_id == CertificateCase.id, CaseStep.state == CaseState.NOTIFIED
    )
    newest = (
        select(CaseStep.state)
        .where(CaseStep.case_id == CertificateCase.id)
        .order_by(CaseStep.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(CertificateCase.id, CertificateCase.kind, newest, CertificateCase.created_at, told)
        .where(CertificateCase.certificate_id == certificate_id)
        .order_by(CertificateCase.id.desc())
    )
    return [
        Short(case_id, CaseKind(kind), CaseState(state), at, is_told)
        for case_id, kind, state, at, is_told in rows
    ]


def open_case(certificate_id: int, kinds: Sequence[CaseKind]) -> int | None:
    """The id of a case of these kinds that waits; at most one does."""
    ended = exists().where(CaseStep.case_id == CertificateCase.id, CaseStep.state.in_(FINAL))
    return db.session.scalar(
        select(CertificateCase.id)
        .where(
            CertificateCase.certificate_id == certificate_id,
            CertificateCase.kind.in_(kinds),
            ~ended,
        )
        .order_by(CertificateCase.id)
        .limit(1)
    )


def is_revoked(certificate_id: int) -> bool:
    """Whether it is taken back, from today or from a later day on."""
    query = select(Revocation.id).where(Revocation.certificate_id == certificate_id)
    return db.session.scalar(query) is not None


def is_replaced(certificate_id: int) -> bool:
    """Whether a later certificate stands for it."""
    query = select(Replacement.id).where(Replacement.old_id == certificate_id)
    return db.session.scalar(query) is not None


def cases(
    actor: Actor, kind: CaseKind | None = None, *, ended: bool = False
) -> Select[CertificateCase]:
    """Cases of the actor's area: those that wait, the oldest first, or those that have ended."""
    stands = select(CaseStep.case_id).where(
        newest_step(), CaseStep.state.in_(tuple(FINAL) if ended else _WAITING)
    )
    order = CertificateCase.id.desc() if ended else CertificateCase.id.asc()
    query = (
        _with_people()
        .where(
            CertificateCase.id.in_(stands),
            units.below(actor, Permission.SEE_CERTIFICATES),
        )
        .order_by(order)
    )
    return query if kind is None else query.where(CertificateCase.kind == kind)


@dataclass(frozen=True, slots=True)
class Link:
    """Another certificate of the same line: which, its number, and why."""

    certificate_id: int
    number: str
    kind: ReplacementKind


@dataclass(frozen=True, slots=True)
class Line:
    """What a certificate replaced, and what replaced it."""

    before: Link | None = None
    after: Link | None = None


def line_of(certificate_id: int) -> Line:
    """Both neighbours of a certificate in its line; one query."""
    other = aliased(Certificate)
    here_is_old = Replacement.old_id == certificate_id
    rows = db.session.execute(
        select(Replacement.old_id, Replacement.kind, other.id, other.number)
        .join(
            other,
            or_(
                here_is_old & (other.id == Replacement.new_id),
                (Replacement.new_id == certificate_id) & (other.id == Replacement.old_id),
            ),
        )
        .order_by(Replacement.id)
    )
    before = after = None
    for old_id, kind, other_id, number in rows:
        link = Link(other_id, number, ReplacementKind(kind))
        if old_id == certificate_id:
            after = link
        else:
            before = link
    return Line(before, after)
