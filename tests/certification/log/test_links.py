"""Who edits by hand which certificate stands in whose place is found out too."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.certification import issuing, services
from lms.certification.lineage import replacing
from lms.certification.lineage.models import Replacement
from lms.certification.log.heads import sign_head
from lms.certification.models import Certificate
from lms.db import db
from lms.learning.services import enrol_again
from lms.people.names import printed_name
from tests.builders import a_volunteer, actor_of, an_edition, an_officer
from tests.certification.line import asked, central, held, renamed, revoked
from tests.certification.log.register import another, by_hand, codes, edited, faults

# What says nothing of which certificate stands in whose place.
_UNHELD = {"id", "created_at"}


@pytest.fixture
def replaced(app: Flask) -> list[Replacement]:
    """A corrected one, one given back after an appeal, one renewed and one learned again."""
    person, first = held()
    renamed(person)
    replacing.issue(central("แก้"), asked(person, first).id)
    _, second = held(a_volunteer(first_name="อุทธรณ์"), an_edition("second"))
    revoked(second)
    case = replacing.propose_reinstatement(central("เสนอ"), second.id, "คำวินิจฉัย")
    replacing.issue(central("คืน"), case.id)
    _, third = held(a_volunteer(first_name="ต่อ"), an_edition("third", validity_months=1))
    case = replacing.propose_renewal(actor_of(an_officer()), third.id, "ทำงานต่อเนื่อง")
    replacing.issue(central("ต่อ"), case.id)
    _learned_again()
    sign_head()
    db.session.commit()
    rows = db.session.scalars(select(Replacement).order_by(Replacement.id)).all()
    for one in rows:
        db.session.expunge(one)
    db.session.rollback()
    assert [one.kind for one in rows] == ["correction", "reinstatement", "renewal", "renewal"]
    assert codes() == set()
    return list(rows)


def _learned_again() -> None:
    person, old = held(a_volunteer(first_name="เรียนใหม่"), an_edition("last", validity_months=1))
    an_edition("last", number=2, content_hash="2", validity_months=1)
    enrolment = enrol_again(actor_of(person), replacing.learn_again(actor_of(person), old.id))
    enrolment.completed_at = clock.now()
    services.confirm_own_name(actor_of(person), enrolment, printed_name(person))
    db.session.flush()
    assert issuing.issue(enrolment.id) is not None


def numbers() -> dict[int, str]:
    return dict(db.session.execute(select(Certificate.id, Certificate.number)).all())  # type: ignore[arg-type]


def test_any_column_that_is_edited_is_found_and_the_new_certificate_is_named(
    replaced: list[Replacement],
) -> None:
    number = numbers()
    for row, other in zip(replaced, [*replaced[2:], *replaced[:2]], strict=True):
        for column in {one.name for one in Replacement.__table__.columns} - _UNHELD:
            values = {another(getattr(row, column), Replacement.__table__.columns[column])}
            if column in {"kind", "case_id"}:
                values.add(getattr(other, column))
            for value in values - {getattr(row, column)}:
                with edited(Replacement, row, column, value):
                    found = [str(one) for one in faults()]
                assert any(number[row.new_id] in one for one in found), (row.kind, column, value)
    assert codes() == set()


def test_links_that_were_swapped_taken_away_or_put_in_are_found(
    replaced: list[Replacement],
) -> None:
    number, (one, two, *_) = numbers(), replaced
    for row, old in ((one, 900), (two, one.old_id), (one, two.old_id)):
        by_hand("UPDATE replacements SET old_id = :old WHERE id = :id", old=old, id=row.id)
    found = [str(fault) for fault in faults()]
    assert all(any(number[row.new_id] in fault for fault in found) for row in (one, two))
    for row in (one, two):
        by_hand("DELETE FROM replacements WHERE id = :id", id=row.id)
    assert codes() == {"replacement.missing"}
    found = [str(fault) for fault in faults()]
    assert all(any(number[row.new_id] in fault for fault in found) for row in (one, two))
    by_hand(
        "UPDATE replacements SET new_id = :new WHERE id = :id", new=one.old_id, id=replaced[2].id
    )
    assert "replacement.altered" in codes(), "a certificate that took nobody's place"
