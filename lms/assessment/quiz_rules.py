"""Whether a test may be begun, and whether its right answers may be seen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.curricula.models import QuizKind, ReviewRule


class Opening(StrEnum):
    """Whether a test may be begun now, and why not."""

    OPEN = "open"
    UNDER_WAY = "under_way"  # an attempt is open: it is continued
    LESSONS_LEFT = "lessons_left"
    PASSED = "passed"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody has done with one test so far."""

    attempts: int
    under_way: bool
    passed: bool
    lessons_left: int


def attempts_allowed(kind: QuizKind, of_edition: int) -> int:
    """One pre-test, for it tells what was known before; the post-test as the edition says."""
    return 1 if kind is QuizKind.PRE else of_edition


def opening(kind: QuizKind, allowed: int, standing: Standing) -> Opening:
    """The one answer; a test under way stays open whatever else holds."""
    if standing.under_way:
        return Opening.UNDER_WAY
    if kind is QuizKind.POST and standing.passed:
        return Opening.PASSED
    if standing.attempts >= allowed:
        return Opening.USED_UP
    if kind is QuizKind.POST and standing.lessons_left:
        return Opening.LESSONS_LEFT
    return Opening.OPEN


def may_review(rule: ReviewRule, *, passed: bool) -> bool:
    """Whether the right answers of an attempt handed in may be seen."""
    match rule:
        case ReviewRule.AFTER_SUBMISSION:
            return True
        case ReviewRule.AFTER_PASSING:
            return passed
        case ReviewRule.NEVER:
            return False
