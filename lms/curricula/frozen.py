"""A published edition and everything below it never changes; this makes sure of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, event, inspect, select
from sqlalchemy.orm import Mapper, ORMExecuteState

from lms.curricula.models import (
    Assignment,
    Edition,
    EditionState,
    Lesson,
    MediaFile,
    Module,
    Question,
    Quiz,
)
from lms.db import db

CONTENT = (Module, Lesson, Question, Quiz, Assignment, MediaFile)
# A published edition is closed one day; nothing else of it may move.
_MAY_MOVE = frozenset({"state", "published_at"})


class EditionIsFrozen(Exception):
    """Somebody tried to change what learners have begun. Load a new edition instead."""


def guard() -> None:
    """Hang the watch on the tables; once is enough, twice does no harm."""
    if event.contains(Edition, "before_update", _refuse_edition):
        return
    for model in CONTENT:
        for moment in ("before_insert", "before_update", "before_delete"):
            event.listen(model, moment, _refuse_content)
    event.listen(Edition, "before_update", _refuse_edition)
    event.listen(Edition, "before_delete", _refuse_edition)
    event.listen(db.session, "do_orm_execute", _refuse_in_bulk)


def _refuse_content(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    if connection.scalar(_state_above(row)) != EditionState.DRAFT:
        raise EditionIsFrozen(f"{type(row).__name__} {row.id}")


def _state_above(row: Any) -> Select[EditionState]:
    query = select(Edition.state)
    if isinstance(row, Lesson | Question):
        return query.join(Module, Module.edition_id == Edition.id).where(Module.id == row.module_id)
    return query.where(Edition.id == row.edition_id)


def _refuse_edition(_mapper: Mapper[Any], connection: Connection, edition: Edition) -> None:
    stored = connection.scalar(select(Edition.state).where(Edition.id == edition.id))
    if stored == EditionState.DRAFT:
        return
    attributes = inspect(edition).attrs
    moved = {one.key for one in attributes if one.history.has_changes()} - _MAY_MOVE
    back = edition.state == EditionState.DRAFT
    if moved or back or edition in db.session.deleted:
        raise EditionIsFrozen(f"Edition {edition.id}: {', '.join(sorted(moved)) or 'removal'}")


def _refuse_in_bulk(act: ORMExecuteState) -> None:
    mapper = act.bind_mapper
    if (act.is_update or act.is_delete) and mapper and mapper.class_ in (*CONTENT, Edition):
        raise EditionIsFrozen(f"{mapper.class_.__name__}: change single rows of a draft")
