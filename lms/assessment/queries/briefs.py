"""What a practicum asks for."""

from __future__ import annotations

from dataclasses import dataclass

from lms.assessment.examples import Example, read_examples
from lms.assessment.rubric import Rubric, read_rubric
from lms.assessment.work_sheet import Part, Written, read_parts, split
from lms.curricula.memory import remembered
from lms.curricula.models import Assignment
from lms.db import db
from lms.errors import NotFound
from lms.thai import held


@dataclass(frozen=True, slots=True)
class Brief:
    """ใบงาน: an assignment of a published edition, as pages need it."""

    id: int
    edition_id: int
    title_th: str
    title_en: str
    instructions_html: str
    instructions_en: str
    privacy_th: str
    privacy_en: str
    photos_min: int
    photos_max: int
    min_characters: int
    rubric: Rubric
    form: tuple[Part, ...]
    examples: tuple[Example, ...]

    def parts_of(self, text: str) -> tuple[Written, ...]:
        """The parts of a work's text; none where the work is one text."""
        return split(self.form, text) if self.form else ()


@remembered(64)
def brief(assignment_id: int) -> Brief:
    """The brief of an assignment; from memory after the first time."""
    found = db.session.get(Assignment, assignment_id)
    if found is None:
        raise NotFound
    rubric = read_rubric(found.rubric)
    return Brief(
        id=found.id,
        edition_id=found.edition_id,
        title_th=held(found.title_th),
        title_en=found.title_en,
        instructions_html=found.instructions_html,
        instructions_en=found.instructions_en,
        privacy_th=held(found.privacy_th),
        privacy_en=found.privacy_en,
        photos_min=found.photos_min,
        photos_max=found.photos_max,
        min_characters=found.min_characters,
        rubric=rubric,
        form=read_parts(found.form),
        examples=read_examples(found.examples, rubric),
    )
