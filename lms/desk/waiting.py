"""What waits for a member of staff: one line each, with how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from lms.access import Actor, Permission
from lms.assessment.queries.grading import waiting_work
from lms.certification import due
from lms.certification.lineage import finding
from lms.db import db
from lms.people import joining, name_requests


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue of somebody's: its name, where it is, and what is in it."""

    label: Any
    icon: str
    endpoint: str
    permission: Permission
    rows: Callable[[Actor], Select[Any]]


QUEUES = (
    Waiting(_l("งานฝึกปฏิบัติรอตรวจ"), "task", "assessment.queue", Permission.GRADE, waiting_work),
    Waiting(
        _l("คำขอเข้าร่วม"),
        "person",
        "people.joins",
        Permission.MANAGE_PEOPLE,
        joining.waiting_in_area,
    ),
    Waiting(
        _l("คำขอแก้ไขชื่อ"),
        "edit",
        "desk.name_requests",
        Permission.CONFIRM_NAMES,
        name_requests.waiting_in_area,
    ),
    Waiting(
        _l("วุฒิบัตรรออนุมัติ"),
        "certificate",
        "certification.approvals",
        Permission.APPROVE,
        due.waiting_for_approval,
    ),
    Waiting(
        _l("เพิกถอน แก้ไข ต่ออายุ"),
        "certificate",
        "certification.cases",
        Permission.REVOKE,
        finding.cases,
    ),
)


def waiting_for(actor: Actor) -> list[tuple[Waiting, int]]:
    """The queues of this person with their counts; one query for all."""
    queues = [queue for queue in QUEUES if actor.may(queue.permission)]
    if not queues:
        return []
    counts = db.session.execute(select(*(_how_many(queue.rows(actor)) for queue in queues))).one()
    return list(zip(queues, counts, strict=True))


def _how_many(rows: Select[Any]) -> Any:
    return rows.order_by(None).with_only_columns(func.count()).scalar_subquery()
