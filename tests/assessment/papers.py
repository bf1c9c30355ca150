"""An edition with every type of question, both tests and a practicum; and pictures to send."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from sqlalchemy import select

from lms.assessment.models import Attempt, Submission, Work
from lms.assessment.queries.attempts import answer_sheet, own_attempt
from lms.assessment.services import practicum
from lms.clock import now
from lms.curricula.models import Assignment, Edition, Lesson, Module, Question, Quiz
from lms.curricula.outline import outline
from lms.curricula.questions import Matched, Placed, Response, Typed, solution, to_plain
from lms.db import db
from lms.learning.models import Enrolment, LessonProgress
from lms.people.models import Person
from tests.builders import actor_of, an_edition, an_enrolment
from tests.curricula.questions.samples import ALL

RUBRIC: dict[str, Any] = {
    "pass_points": 4,
    "criteria": [
        {
            "id": name,
            "title_th": f"เกณฑ์ {name}",
            "title_en": f"Criterion {name}",
            "levels": [
                {"points": points, "th": f"ระดับ {points}", "en": f"Level {points}"}
                for points in range(4)
            ],
        }
        for name in ("c1", "c2")
    ],
}
FORM: list[dict[str, Any]] = [
    {
        "id": "p1",
        "label_th": "ปัญหา",
        "label_en": "Problem",
        "hint_th": "ใครเดือดร้อน",
        "hint_en": "Who is affected",
        "min_characters": 40,
    },
    {
        "id": "p2",
        "label_th": "ผล",
        "label_en": "Result",
        "hint_th": "เทียบกับเป้าหมาย",
        "hint_en": "Against the aim",
        "min_characters": 20,
    },
]
EXAMPLES: list[dict[str, Any]] = [
    {
        "kind": kind,
        "title_th": title,
        "title_en": f"A {kind} one",
        "html": f"<h3>ปัญหา</h3><p>{title}นี้แต่งขึ้น</p>",
        "summary_en": f"Fictional, {kind}.",
        "levels": [
            {
                "criterion": name,
                "points": points,
                "why_th": f"เพราะ {name} ได้ {points}",
                "why_en": f"{name} has {points}",
            }
            for name in ("c1", "c2")
        ],
    }
    for kind, title, points in (("good", "งานที่ดี", 3), ("poor", "งานที่ควรแก้", 1))
]
ENOUGH = "ลงพื้นที่ร่วมกับผู้นำชุมชน สำรวจบ้านผู้สูงอายุ แล้วส่งต่อเจ้าหน้าที่ " * 3


def a_full_edition(slug: str = "change-leader", **facts: Any) -> Edition:
    """Each type of question in either test, thirty minutes, a practicum with one photograph.

    `also` adds more while the edition is a draft; `sheet` gives the practicum a work sheet.
    """
    minutes = facts.pop("minutes", 30)
    also: Callable[[Edition], object] | None = facts.pop("also", None)
    sheet = facts.pop("sheet", False)

    def fill(edition: Edition) -> None:
        module = db.session.scalars(select(Module).where(Module.edition_id == edition.id)).one()
        for question in ALL:
            plain = to_plain(question)
            db.session.add(
                Question(
                    module_id=module.id,
                    key=question.id,
                    type=question.kind,
                    objective=question.objective,
                    difficulty=question.difficulty,
                    body=plain,
                )
            )
        for kind in ("pre", "post"):
            draw = [{"module": module.slug, "count": len(ALL)}]
            db.session.add(Quiz(edition_id=edition.id, kind=kind, minutes=minutes, blueprint=draw))
        db.session.add(_practicum(edition, module, sheet))
        if also:
            also(edition)

    return an_edition(slug, fill=fill, content_hash=f"full {slug}", **facts)


def _practicum(edition: Edition, module: Module, sheet: bool) -> Assignment:
    return Assignment(
        edition_id=edition.id,
        module_id=module.id,
        title_th="โครงการเล็ก ๆ",
        title_en="A small project",
        instructions_html="<p>ทำโครงการหนึ่งโครงการ</p>",
        instructions_en="Do one project.",
        privacy_th="ห้ามใส่ชื่อผู้รับบริการ",
        privacy_en="No client names.",
        photos_min=1,
        photos_max=2,
        min_characters=60,
        rubric=RUBRIC,
        form=FORM if sheet else [],
        examples=EXAMPLES if sheet else [],
    )


def a_reader(person: Person, edition: Edition | None = None) -> Enrolment:
    """Somebody who has finished every lesson, so that the post-test is open."""
    enrolment = an_enrolment(person, edition or a_full_edition())
    lessons = select(Lesson.id).join(Module).where(Module.edition_id == enrolment.edition_id)
    for lesson_id in db.session.scalars(lessons).all():
        db.session.add(
            LessonProgress(enrolment_id=enrolment.id, lesson_id=lesson_id, finished_at=now())
        )
    db.session.flush()
    return enrolment


def fields_of(response: Response, prefix: str) -> dict[str, Any]:
    """What a browser would send for a response."""
    match response:
        case Matched(pairs):
            return {prefix + left: right for left, right in pairs}
        case Placed(places):
            return {prefix + key: str(place) for key, place in places}
        case Typed(text):
            return {f"{prefix}answer": text}
    return {f"{prefix}answer": list(response.keys)}


def right_fields(attempt: Attempt) -> dict[int, dict[str, Any]]:
    """The fields of a wholly right answer to each position."""
    return {
        line.position: fields_of(solution(line.question), line.prefix)
        for line in answer_sheet(attempt)
    }


def loaded(person: Person, attempt_id: int) -> Attempt:
    """The attempt as its owner's requests load it."""
    return own_attempt(actor_of(person), attempt_id)


def a_photograph(
    size: tuple[int, int] = (640, 480), form: str = "JPEG", **saving: Any
) -> io.BytesIO:
    """A picture file; each size is another picture."""
    file = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(file, form, **saving)
    file.seek(0)
    return file


def handed_in(person: Person, enrolment: Enrolment, text: str = ENOUGH) -> Submission:
    """Practicum work waiting for a trainer."""
    slug = outline(enrolment.edition_id).slug
    actor = actor_of(person)
    _task, work = practicum.open_work(actor, slug)
    practicum.save_draft(work, text, practicum.version(work))
    practicum.hand_in(actor, work)
    db.session.flush()
    return (
        db.session.scalars(
            select(Submission).where(Submission.work_id == work.id).order_by(Submission.id.desc())
        ).first()
        or Submission()
    )


def work_of(enrolment: Enrolment) -> Work:
    """The work of an enrolment as it stands in the database."""
    return db.session.scalars(
        select(Work)
        .where(Work.enrolment_id == enrolment.id)
        .execution_options(populate_existing=True)
    ).one()
