"""What may be shown of an attempt that has been handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lms.assessment.answer_sheet import Line
from lms.assessment.marking import Mark as Points
from lms.assessment.models import Attempt
from lms.assessment.queries.attempts import answer_sheet, ever_passed, mark_of
from lms.assessment.quiz_rules import may_review
from lms.curricula.models import ReviewRule
from lms.curricula.outline import outline
from lms.curricula.questions import Decoy, Matching, ReviewLine, reviewed
from lms.thai import held


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One question with its answer, the right one, and its points."""

    line: Line
    points: Points
    rows: tuple[ReviewLine, ...]

    @property
    def feedback(self) -> str:
        """What is said of the question as a whole."""
        return held(self.line.question.feedback)

    @property
    def decoys(self) -> list[Decoy]:
        """The rights of a matching question that fit nothing, where there is something to say."""
        question = self.line.question
        extra = question.extra if isinstance(question, Matching) else ()
        return [Decoy(held(one.text), held(one.feedback)) for one in extra if one.feedback]


def review_of(attempt: Attempt) -> dict[str, Any]:
    """`result`, its mark, and `reviewed`, None where the edition keeps the answers to itself."""
    rule = outline(attempt.enrolment.edition_id).review_rule
    mark = mark_of(attempt.id)
    passed = mark.passed or (rule is ReviewRule.AFTER_PASSING and ever_passed(attempt))
    if not may_review(rule, passed=passed):
        return {"result": mark, "reviewed": None}
    lines = zip(answer_sheet(attempt), mark.detail, strict=True)
    return {
        "result": mark,
        "reviewed": [
            Reviewed(line, Points(*points), reviewed(line.question, line.response))
            for line, points in lines
        ],
    }
