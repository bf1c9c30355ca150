"""The question bank of an edition, parsed once and kept in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select

from lms.curricula import questions
from lms.curricula.drawing import BankItem, BlueprintRow
from lms.curricula.memory import remembered
from lms.curricula.models import Module, Question, Quiz
from lms.db import db


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """One question and where it belongs."""

    id: int
    module_slug: str
    objective: str
    difficulty: str
    question: questions.Question

    def as_item(self) -> BankItem[int]:
        """What drawing needs to know of it."""
        return BankItem(self.id, self.module_slug, self.objective, self.difficulty)


@remembered(64)
def bank(edition_id: int) -> Mapping[int, BankQuestion]:
    """Every question of a published edition by its id; from memory after the first time."""
    rows = db.session.execute(
        select(Question, Module.slug)
        .join(Question.module)
        .where(Module.edition_id == edition_id)
        .order_by(Question.id)
    )
    return MappingProxyType(
        {
            row.id: BankQuestion(
                row.id, slug, row.objective, row.difficulty, questions.from_plain(row.body)
            )
            for row, slug in rows
        }
    )


def blueprint(quiz: Quiz) -> tuple[BlueprintRow, ...]:
    """A quiz's blueprint as drawing wants it."""
    return tuple(
        BlueprintRow(row["module"], int(row["count"]), row.get("objective"), row.get("difficulty"))
        for row in quiz.blueprint
    )
