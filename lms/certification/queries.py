"""Certificates, found through the right, and where one stands on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access import Actor, Permission
from lms.certification import due
from lms.certification.claims import is_held, undocumented
from lms.certification.models import (
    Approval,
    Certificate,
    CertificateDocument,
    DocumentClaim,
    NameConfirmation,
)
from lms.certification.number import parse
from lms.curricula.models import IssueRule
from lms.curricula.outline import outline
from lms.db import db, like_literal
from lms.errors import NotFound
from lms.learning.models import Enrolment
from lms.people import units
from lms.people.models import Person
from lms.thai import fold


def of_person(actor: Actor) -> list[Certificate]:
    """The actor's own certificates without their documents, newest first; one query."""
    return list(
        db.session.scalars(
            select(Certificate)
            .join(Certificate.enrolment)
            .options(contains_eager(Certificate.enrolment), joinedload(Certificate.revocation))
            .where(Enrolment.person_id == actor.person_id)
            .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
        )
    )


def own(actor: Actor, certificate_id: int) -> Certificate:
    """One of the actor's own certificates; a stranger's is not found."""
    found = db.session.scalar(
        _whole()
        .join(Certificate.enrolment)
        .where(Certificate.id == certificate_id, Enrolment.person_id == actor.person_id)
    )
    if found is None:
        raise NotFound
    return found


def own_with_enrolment(actor: Actor, certificate_id: int) -> Certificate:
    """The same with enrolment and person, for acts about it."""
    found = db.session.scalar(
        _whole()
        .join(Certificate.enrolment)
        .join(Enrolment.person)
        .options(contains_eager(Certificate.enrolment).contains_eager(Enrolment.person))
        .where(Certificate.id == certificate_id, Enrolment.person_id == actor.person_id)
    )
    if found is None:
        raise NotFound
    return found


def in_area(actor: Actor, permission: Permission, certificate_id: int) -> Certificate:
    """A certificate of somebody in the actor's area; a stranger's is not found."""
    found = db.session.scalar(
        issued_in_area(actor, permission)
        .options(selectinload(Certificate.documents))
        .where(Certificate.id == certificate_id)
    )
    if found is None:
        raise NotFound
    return found


def own_or_in_area(actor: Actor, certificate_id: int) -> Certificate:
    """For the files: the holder's own, or one of an officer's area."""
    try:
        return own(actor, certificate_id)
    except NotFound:
        if not actor.may(Permission.SEE_CERTIFICATES):
            raise
        return in_area(actor, Permission.SEE_CERTIFICATES, certificate_id)


def issued_in_area(actor: Actor, permission: Permission, words: str = "") -> Select[Certificate]:
    """Certificates of the actor's area, newest first; narrowed by name or number."""
    query = (
        select(Certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .options(
            contains_eager(Certificate.enrolment)
            .contains_eager(Enrolment.person)
            .contains_eager(Person.unit),
            joinedload(Certificate.revocation),
        )
        .where(units.below(actor, permission))
        .order_by(Certificate.id.desc())
    )
    if not words.strip():
        return query
    number = parse(words)
    ways: list[ColumnElement[bool]] = [
        Certificate.holder_fold.like(f"%{like_literal(fold(words))}%", escape="\\")
    ]
    if number is not None:
        ways.append(Certificate.number == str(number))
    return query.where(or_(*ways))


def by_number(number: str) -> Certificate | None:
    """Any certificate by its canonical number, with all that verification shows."""
    return db.session.scalar(_whole().where(Certificate.number == number))


def _whole() -> Select[Certificate]:
    return select(Certificate).options(
        joinedload(Certificate.revocation), selectinload(Certificate.documents)
    )


def certificate_of(enrolment_id: int) -> Certificate | None:
    """The newest certificate of an enrolment."""
    return db.session.scalar(
        _whole()
        .where(Certificate.enrolment_id == enrolment_id)
        .order_by(Certificate.generation.desc())
        .limit(1)
    )


def not_made(most: int = 3) -> list[str]:
    """The first certificates whose document could not be made so far, each with the reason."""
    made = select(CertificateDocument.id).where(
        CertificateDocument.certificate_id == Certificate.id
    )
    rows = db.session.execute(
        select(Certificate.number, DocumentClaim.fault)
        .join(DocumentClaim, DocumentClaim.certificate_id == Certificate.id)
        .where(DocumentClaim.fault.is_not(None), ~made.exists())
        .order_by(Certificate.id)
        .limit(most)
    )
    return [f"{number}: {fault}" for number, fault in rows]


@dataclass(frozen=True, slots=True)
class Counts:
    """Certificates in all, those without a document, and those a worker has in hand."""

    issued: int
    waiting: int
    held: int


def counts() -> Counts:
    """How much is issued and printed, in the whole register."""
    issued = select(func.count()).select_from(Certificate).scalar_subquery()
    waiting = select(func.count()).select_from(Certificate).where(undocumented()).scalar_subquery()
    held = select(func.count()).select_from(DocumentClaim).where(is_held()).scalar_subquery()
    return Counts(*db.session.execute(select(issued, waiting, held)).one())


class Stage(StrEnum):
    """The stages from finishing to the file in hand."""

    COMPLETED = "completed"
    NAME = "name"
    APPROVAL = "approval"
    ISSUED = "issued"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class StageReached:
    """A stage, and when it was reached; None when it has not been yet."""

    stage: Stage
    at: datetime | None


def status_line(enrolment: Enrolment) -> list[StageReached]:
    """Every stage this enrolment passes through, dated; one query."""
    named, approved, issued, ready = db.session.execute(_moments(enrolment.id)).one()
    line = [
        StageReached(Stage.COMPLETED, enrolment.completed_at),
        StageReached(Stage.NAME, named),
        StageReached(Stage.APPROVAL, approved),
        StageReached(Stage.ISSUED, issued),
        StageReached(Stage.READY, ready),
    ]
    if outline(enrolment.edition_id).issue_rule != IssueRule.APPROVED:
        line = [reached for reached in line if reached.stage is not Stage.APPROVAL]
    return line


def _moments(enrolment_id: int) -> Any:
    """When the name was confirmed, the issue approved, the newest certificate issued and made.

    Before issue a corrected name is to be confirmed again; afterwards the register may change.
    """
    newest = (
        select(Certificate.id)
        .where(Certificate.enrolment_id == enrolment_id)
        .order_by(Certificate.generation.desc())
        .limit(1)
        .scalar_subquery()
    )
    named = (
        select(NameConfirmation.created_at)
        .join(Enrolment, Enrolment.id == NameConfirmation.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Enrolment.edition)
        .where(NameConfirmation.enrolment_id == enrolment_id)
        .where(or_(and_(*due.stands()), newest.is_not(None)))
        .order_by(NameConfirmation.id.desc())
        .limit(1)
    )
    made = (
        select(CertificateDocument.created_at)
        .where(CertificateDocument.certificate_id == newest)
        .order_by(CertificateDocument.id)
        .limit(1)
    )
    return select(
        named.scalar_subquery(),
        select(Approval.created_at).where(Approval.enrolment_id == enrolment_id).scalar_subquery(),
        select(Certificate.created_at).where(Certificate.id == newest).scalar_subquery(),
        made.scalar_subquery(),
    )
