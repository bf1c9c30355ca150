"""What waits for a member of staff: one line each, with how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func

from lms.access import Actor, Permission
from lms.assessment.queries.grading import waiting_count as waiting_work
from lms.certification import due
from lms.db import db
from lms.people import joining, name_requests


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue of somebody's: its name, where it is, and how to count it."""

    label: Any
    icon: str
    endpoint: str
    permission: Permission
    count: Callable[[Actor], int]


def _how_many(rows: Select[Any]) -> int:
    return db.session.scalar(rows.order_by(None).with_only_columns(func.count())) or 0


QUEUES = (
    Waiting(_l("งานฝึกปฏิบัติรอตรวจ"), "task", "assessment.queue", Permission.GRADE, waiting_work),
    Waiting(
        _l("คำขอเข้าร่วม"),
        "person",
        "people.joins",
        Permission.MANAGE_PEOPLE,
        lambda actor: _how_many(joining.waiting_in_area(actor)),
    ),
    Waiting(
        _l("คำขอแก้ไขชื่อ"),
        "edit",
        "desk.name_requests",
        Permission.CONFIRM_NAMES,
        lambda actor: _how_many(name_requests.waiting_in_area(actor)),
    ),
    Waiting(
        _l("วุฒิบัตรรออนุมัติ"),
        "certificate",
        "certification.approvals",
        Permission.APPROVE,
        due.waiting_count,
    ),
)


def waiting_for(actor: Actor) -> list[tuple[Waiting, int]]:
    """The queues of this person with their counts, one query each."""
    return [(queue, queue.count(actor)) for queue in QUEUES if actor.may(queue.permission)]
