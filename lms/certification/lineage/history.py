"""ประวัติ: why a certificate was issued, and all that has happened to it, from the rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Float,
    Integer,
    Select,
    String,
    cast,
    false,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access import Actor, Permission
from lms.certification.lineage.models import CaseStep, CertificateCase, Duplicate
from lms.certification.lineage.states import CaseKind, CaseState
from lms.certification.models import Approval, Certificate, NameConfirmation
from lms.curricula.models import Edition
from lms.db import UtcDateTime, db
from lms.errors import NotFound
from lms.learning.models import Enrolment, Result
from lms.people import units
from lms.people.models import Person


class What(StrEnum):
    """What kind of thing happened."""

    RESULT = "result"
    NAME = "name"
    APPROVAL = "approval"
    STEP = "step"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history. What `kind` and `words` hold depends on what it is."""

    what: What
    at: datetime
    kind: str  # of a result, of a case, why a file was handed out
    words: str | None  # the name, the state that a step led to, who asked for the file
    percent: float | None
    flag: bool | None  # passed; or done for or by the holder
    by: str | None  # by name, for officers
    case_id: int | None


def load(actor: Actor, certificate_id: int) -> Certificate:
    """One's own certificate, or one of an officer's area; a stranger's is not found."""
    mine: Any = Enrolment.person_id == actor.person_id
    sees = actor.may(Permission.SEE_CERTIFICATES)
    theirs = units.below(actor, Permission.SEE_CERTIFICATES) if sees else false()
    found = db.session.scalar(
        select(Certificate)
        .join(Certificate.enrolment)
        .join(Enrolment.person)
        .join(Person.unit)
        .join(Enrolment.edition)
        .options(
            contains_eager(Certificate.enrolment).options(
                contains_eager(Enrolment.person).contains_eager(Person.unit),
                contains_eager(Enrolment.edition).joinedload(Edition.curriculum),
            ),
            joinedload(Certificate.revocation),
            selectinload(Certificate.documents),
        )
        .where(Certificate.id == certificate_id, or_(mine, theirs))
    )
    if found is None:
        raise NotFound
    return found


def is_officer_of(actor: Actor, certificate: Certificate) -> bool:
    """Whether the actor sees it by office, and not only because it is theirs."""
    path = certificate.enrolment.person.unit.path
    return any(path.startswith(area) for area in actor.areas(Permission.SEE_CERTIFICATES))


def events(certificate: Certificate) -> list[Event]:
    """Everything that happened, in its order; one query."""
    parts = union_all(
        *_before_issue(certificate.enrolment_id), *_after_issue(certificate.id)
    ).subquery()
    rows = db.session.execute(
        select(parts, Person.full_name)
        .outerjoin(Person, Person.id == parts.c.by)
        .order_by(parts.c.at, parts.c.what, parts.c.id)
    )
    return [_event(row) for row in rows]


def _before_issue(enrolment_id: int) -> Iterator[Select[Any]]:
    of_result = {"kind": Result.kind, "percent": Result.percent, "flag": Result.passed}
    yield _part(What.RESULT, Result, **of_result).where(Result.enrolment_id == enrolment_id)
    name = NameConfirmation
    of_name = {"words": name.name, "flag": name.for_holder, "by": name.confirmed_by}
    yield _part(What.NAME, name, **of_name).where(name.enrolment_id == enrolment_id)
    approved = _part(What.APPROVAL, Approval, by=Approval.approved_by)
    yield approved.where(Approval.enrolment_id == enrolment_id)


def _after_issue(certificate_id: int) -> Iterator[Select[Any]]:
    step, case, given = CaseStep, CertificateCase, Duplicate
    of_step = {"kind": case.kind, "words": step.state, "flag": step.by_holder}
    yield (
        _part(What.STEP, step, **of_step, by=step.actor_id, case=step.case_id)
        .join(case, case.id == step.case_id)
        .where(case.certificate_id == certificate_id)
    )
    of_given = {"kind": given.why, "words": given.asked_by, "by": given.given_by}
    yield _part(What.DUPLICATE, given, **of_given).where(given.certificate_id == certificate_id)


def _part(what: What, model: Any, **columns: Any) -> Select[Any]:
    """The same columns of every table, so that one query asks them all."""

    def of(name: str, kind: Any) -> Any:
        value = columns.get(name)
        return cast(null() if value is None else value, kind).label(name)

    return select(
        literal(what.value, String).label("what"),
        model.created_at.label("at"),
        of("kind", String),
        of("words", String),
        of("percent", Float),
        of("flag", Boolean),
        of("by", Integer),
        of("case", Integer),
        model.id.label("id"),
    ).select_from(model)


def _event(row: Any) -> Event:
    moment = UtcDateTime().process_result_value(row.at, db.session.get_bind().dialect)
    assert moment is not None
    return Event(
        What(row.what),
        moment,
        row.kind or "",
        row.words,
        row.percent,
        row.flag,
        row.full_name,
        row.case,
    )


def for_holder(found: Iterable[Event]) -> list[Event]:
    """Their own part: nobody's names, and of a proposal to revoke nothing before they were told."""
    each = list(found)
    told = {one.case_id for one in each if one.words in {CaseState.NOTIFIED, CaseState.REVOKED}}
    return [one for one in each if not _is_hidden(one, told)]


def _is_hidden(one: Event, told: set[int | None]) -> bool:
    if one.what is not What.STEP or one.kind != CaseKind.REVOCATION:
        return False
    return one.case_id not in told or one.words == CaseState.PROPOSED
