"""Telling people things, once each, and what they have not read yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, delete, select, update

from lms.access import Actor
from lms.clock import now
from lms.db import db, insert_each_once, insert_once
from lms.errors import NotFound
from lms.notices.models import Notice
from lms.notices.wording import say
from lms.web import Page, paged


def tell(person_id: int, kind: str, once: str, path: str | None = None, **values: Any) -> None:
    """Leave a notice; `once` names the event, and the same event is told once."""
    say(kind, values)  # an unknown kind, or a value that its words miss, fails here
    insert_once(
        Notice,
        person_id=person_id,
        kind=kind,
        once=once,
        path=path,
        values=values,
        created_at=now(),
    )


@dataclass(frozen=True, slots=True)
class News:
    """A notice to one of many people; the fields are those of `tell`."""

    person_id: int
    once: str
    path: str | None
    values: dict[str, Any]


def tell_all(kind: str, news: Sequence[News]) -> None:
    """`tell` to many at once."""
    if not news:
        return
    for one in news:
        say(kind, one.values)
    moment = now()
    rows = [{**asdict(one), "kind": kind, "created_at": moment} for one in news]
    insert_each_once(Notice, rows)


def unread(actor: Actor, most: int = 5) -> list[Notice]:
    """The newest unread notices."""
    return list(db.session.scalars(_unread(), {"person": actor.person_id, "most": most}))


@cache
def _unread() -> Select[Notice]:
    """Written down once, for it is asked on every home page."""
    return (
        select(Notice)
        .where(Notice.person_id == bindparam("person"), Notice.read_at.is_(None))
        .order_by(Notice.id.desc())
        .limit(bindparam("most"))
    )


def everything(actor: Actor) -> Page[Notice]:
    """Every notice, the newest first."""
    return paged(
        select(Notice).where(Notice.person_id == actor.person_id).order_by(Notice.id.desc())
    )


def mark_read(actor: Actor, notice_id: int) -> str | None:
    """Mark one's own notice read; returns where it leads. A stranger's is not found."""
    own = (Notice.id == notice_id, Notice.person_id == actor.person_id)
    found = db.session.execute(select(Notice.path).where(*own)).first()
    if found is None:
        raise NotFound
    db.session.execute(update(Notice).where(*own, Notice.read_at.is_(None)).values(read_at=now()))
    path: str | None = found.path
    return path


def erase_person(person_ids: list[int]) -> None:
    """Remove what was told to these people."""
    db.session.execute(delete(Notice).where(Notice.person_id.in_(person_ids)))
