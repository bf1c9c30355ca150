"""Keeping answers: each is stored before it is acknowledged, and the newest one counts.

One answer is what a volunteer's phone sends most often, so its statements are made once, and
it costs one read and one insert.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lms.assessment.answer_sheet import Line, given, to_store
from lms.assessment.models import Attempt, SavedAnswer
from lms.assessment.queries import attempts as queries
from lms.assessment.queries.attempts import Sitting
from lms.assessment.timing import takes_no_more
from lms.clock import now
from lms.curricula.bank import bank
from lms.curricula.questions import BadResponse, Response
from lms.db import db
from lms.errors import Invalid

_saved = cast("Table", SavedAnswer.__table__)
_INSERT = {
    name: insert(_saved).on_conflict_do_nothing().returning(_saved.c.id, _saved.c.created_at)
    for name, insert in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}
_RECEIPT = select(_saved.c.id, _saved.c.position, _saved.c.created_at).where(
    _saved.c.attempt_id == bindparam("attempt_id"), _saved.c.client_key == bindparam("key")
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """หลักฐานการบันทึก: proof that an answer is stored."""

    id: int
    position: int
    at: datetime


class Closed(Exception):
    """The attempt takes no more answers."""


def save_answer(
    sitting: Sitting, position: int, key: str, values: Mapping[str, Sequence[str]]
) -> Receipt:
    """Keep one answer; the same key again gives the same receipt, even after the end.

    Raises Closed, or Invalid when the values are no answer to that question.
    """
    if takes_no_more(sitting.submitted_at, sitting.deadline_at, now()):
        if repeated := _receipt(sitting.id, key):
            return repeated
        raise Closed
    if not 1 <= position <= len(sitting.paper):
        raise Invalid(_("ไม่มีข้อนี้ในแบบทดสอบ"))
    question = bank(sitting.edition_id)[sitting.paper[position - 1]].question
    try:
        response, flagged = given(question, position, values)
    except BadResponse:
        raise Invalid(_("คำตอบนี้ใช้กับคำถามข้อนี้ไม่ได้ โปรดเปิดหน้านี้ใหม่แล้วตอบอีกครั้ง")) from None
    return _keep(sitting.id, position, key, response, flagged)


def save_sheet(attempt: Attempt, values: Mapping[str, Sequence[str]], seen: int) -> int:
    """Keep what a page without script sends: every answer changed since the page was made.

    `seen` is the newest saving that the page showed. What it shows unchanged is left alone, so
    that an old tab takes nothing back. Returns how many were kept; raises as `save_answer`.
    """
    if takes_no_more(attempt.submitted_at, attempt.deadline_at, now()):
        raise Closed
    rows = queries.saved_answers(attempt.id)
    before, current = queries.sheet_of(attempt, rows, seen), queries.sheet_of(attempt, rows)
    kept = 0
    for old, line in zip(before, current, strict=True):
        try:
            said = given(line.question, line.position, values)
        except BadResponse:
            raise Invalid(_("คำตอบข้อ %(n)d ใช้ไม่ได้ โปรดตอบข้อนี้อีกครั้ง", n=line.position)) from None
        if said not in (_said(old), _said(line)):
            _keep(attempt.id, line.position, secrets.token_hex(8), *said)
            kept += 1
    return kept


def _said(line: Line) -> tuple[Response | None, bool]:
    return line.response, line.flagged


def _keep(
    attempt_id: int, position: int, key: str, response: Response | None, flagged: bool
) -> Receipt:
    row = db.session.execute(
        _INSERT[db.session.get_bind().dialect.name],
        {
            "attempt_id": attempt_id,
            "position": position,
            "client_key": key,
            "response": to_store(response),
            "flagged": flagged,
            "created_at": now(),
        },
    ).one_or_none()
    if row is not None:
        return Receipt(row.id, position, row.created_at)
    receipt = _receipt(attempt_id, key)  # sent before: its key is taken
    assert receipt is not None
    return receipt


def _receipt(attempt_id: int, key: str) -> Receipt | None:
    row = db.session.execute(_RECEIPT, {"attempt_id": attempt_id, "key": key}).one_or_none()
    return Receipt(*row) if row else None
