"""How answers become points. Exact arithmetic only: 70 % of a paper is met or it is not.

A question is worth one point. Single, true–false and short answers earn it wholly or not at all.
The other types earn by their parts when the edition's rule is `partial`:

* multiple: (right picks - wrong picks) / number of right options, never below 0
* matching: right pairs / pairs
* ordering: items in their right place / items; items that share a place earn nothing
* situational: the best course of action all of it, an acceptable one half, a wrong one nothing

and wholly or not at all when it is `all_or_nothing`. An unanswered question earns 0.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction

from lms.curricula.questions import (
    Chosen,
    Judgement,
    Matched,
    Matching,
    Multiple,
    Ordering,
    Placed,
    Question,
    Response,
    Short,
    Situational,
    Typed,
    judgements_of,
    solution,
)
from lms.thai import fold

_JUDGED = {Judgement.BEST: 2, Judgement.ACCEPTABLE: 1, Judgement.WRONG: 0}  # halves of the point


class Credit(StrEnum):
    PARTIAL = "partial"
    ALL_OR_NOTHING = "all_or_nothing"


@dataclass(frozen=True, slots=True)
class Mark:
    """`earned` of `parts` equal parts of one point: whole numbers, exact in any database."""

    earned: int
    parts: int = 1

    @property
    def points(self) -> Fraction:
        return Fraction(self.earned, self.parts)

    @property
    def right(self) -> bool:
        return self.earned == self.parts


@dataclass(frozen=True, slots=True)
class PaperMark:
    points: Fraction
    maximum: int

    @property
    def percent(self) -> Fraction:
        return self.points * 100 / self.maximum if self.maximum else Fraction(0)

    @property
    def percent_shown(self) -> Decimal:
        """To one decimal place, rounded down, so that 69.96 never reads as the 70.0 it is not."""
        return _rounded_down(self.percent)

    @property
    def points_shown(self) -> Decimal:
        return _rounded_down(self.points)

    def passes(self, percent: int) -> bool:
        return self.percent >= percent


def mark(question: Question, response: Response | None, credit: Credit = Credit.PARTIAL) -> Mark:
    """The mark of one response; TypeError when it answers another type of question."""
    result = _mark(question, response)
    if credit is Credit.ALL_OR_NOTHING:
        return Mark(int(result.right))
    return result


def mark_paper(marks: Iterable[Mark]) -> PaperMark:
    """The paper's total; each question is worth one point, answered or not."""
    all_marks = list(marks)
    return PaperMark(sum((one.points for one in all_marks), Fraction(0)), len(all_marks))


def _mark(question: Question, response: Response | None) -> Mark:
    match question, response:
        case _, None:
            return Mark(0, _parts(question))
        case Multiple() | Situational(), Chosen(keys):
            return Mark(_earned(question, set(keys)), _parts(question))
        case Matching(), Matched(pairs):
            return Mark(_agreeing(question, pairs), _parts(question))
        case Ordering(), Placed(places):
            taken = Counter(place for _, place in places)
            alone = [(key, place) for key, place in places if taken[place] == 1]
            return Mark(_agreeing(question, alone), _parts(question))
        case Short(), Typed(text):
            return Mark(int(fold(text) in {fold(accepted) for accepted in question.accept}))
        case _, Chosen() if isinstance(solution(question), Chosen):
            return Mark(int(response == solution(question)))
    raise TypeError(f"{type(response).__name__} does not answer a {question.kind} question")


def _parts(question: Question) -> int:
    match question:
        case Multiple():
            return sum(option.correct for option in question.options)
        case Matching():
            return len(question.pairs)
        case Ordering():
            return len(question.items)
        case Situational():
            return _JUDGED[Judgement.BEST]
        case _:
            return 1


def _earned(question: Multiple | Situational, picked: set[str]) -> int:
    if isinstance(question, Situational):
        judged = judgements_of(question)
        return sum(_JUDGED[judged[key]] for key in picked & judged.keys())
    best = solution(question)
    right = set(best.keys) if isinstance(best, Chosen) else set()
    return max(0, len(picked & right) - len(picked - right))


def _agreeing(question: Matching | Ordering, rows: Iterable[tuple[str, object]]) -> int:
    match solution(question):
        case Matched(pairs):
            return len(set(pairs) & set(rows))
        case Placed(places):
            return len(set(places) & set(rows))
    return 0


def _rounded_down(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator * 10 // value.denominator) / 10
    return exact.quantize(Decimal("0.1"), rounding=ROUND_FLOOR)
