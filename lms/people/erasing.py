"""Taking people out of the register with all that hangs on them; audit entries stay."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from lms.db import db
from lms.people.models import (
    AccessSlip,
    Account,
    JoinRequest,
    NameRequest,
    Person,
    RoleGrant,
    SignedInDevice,
    StandingChange,
)

# Where others' rows name who acted: the act stays, the name of the eraser's subject goes.
_ACTED = (
    StandingChange.changed_by,
    RoleGrant.granted_by,
    AccessSlip.made_by,
    JoinRequest.decided_by,
    JoinRequest.person_id,
    NameRequest.decided_by,
)


def erase_person(person_ids: list[int]) -> None:
    """Remove these persons; whatever other parts keep of them must be gone before."""
    for column in _ACTED:
        db.session.execute(
            update(column.class_).where(column.in_(person_ids)).values({column: None})
        )
    accounts = select(Account.id).where(Account.person_id.in_(person_ids))
    db.session.execute(delete(SignedInDevice).where(SignedInDevice.account_id.in_(accounts)))
    for table in (Account, AccessSlip, NameRequest, RoleGrant, StandingChange):
        db.session.execute(delete(table).where(table.person_id.in_(person_ids)))
    db.session.execute(delete(Person).where(Person.id.in_(person_ids)))
    db.session.expire_all()
