"""What a person may see of a question once the edition allows it: the answer given and the right
one, side by side, with what there is to learn from it."""

from collections import Counter
from dataclasses import dataclass

from lms.curricula.questions.responses import Chosen, Matched, Placed, Response, Typed
from lms.curricula.questions.showing import FALSE, TRUE, choices, key_of, rows_of
from lms.curricula.questions.types import (
    Judgement,
    Matching,
    Multiple,
    Ordering,
    Question,
    Short,
    Single,
    Situational,
    TrueFalse,
)
from lms.thai import held


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An option (`given` says chosen, `right` that it is a correct one), or a row with the answer
    `given` to it and its `solution`. A situational option has its `judgement` too."""

    text: str
    given: str
    solution: str
    right: bool
    feedback: str = ""
    judgement: Judgement | None = None


def solution(question: Question) -> Response:
    """A response that is wholly right."""
    match question:
        case Single() | Multiple():
            right = (option.text for option in question.options if option.correct)
            return Chosen(tuple(sorted(key_of(question, "option", text) for text in right)))
        case Situational():
            best = (one.text for one in question.options if one.judgement is Judgement.BEST)
            return Chosen(tuple(key_of(question, "option", text) for text in best))
        case TrueFalse():
            return Chosen((TRUE if question.answer else FALSE,))
        case Matching():
            pairs = (
                (key_of(question, "left", pair.left), key_of(question, "right", pair.right))
                for pair in question.pairs
            )
            return Matched(tuple(sorted(pairs)))
        case Ordering():
            keys = (row.key for row in rows_of(question))
            return Placed(tuple(sorted((key, place) for place, key in enumerate(keys, start=1))))
        case Short():
            return Typed(question.accept[0])


def reviewed(question: Question, response: Response | None) -> tuple[ReviewLine, ...]:
    """One line for each option or row, in the order of the file."""
    match question:
        case Short():
            given = response.text if isinstance(response, Typed) else ""
            return (ReviewLine(question.prompt, given, question.accept[0], right=True),)
        case Matching() | Ordering():
            return _reviewed_rows(question, response)
        case _:
            return _reviewed_options(question, response)


def _reviewed_options(
    question: Single | Multiple | TrueFalse | Situational, response: Response | None
) -> tuple[ReviewLine, ...]:
    picked = response.keys if isinstance(response, Chosen) else ()
    best = solution(question)
    correct = best.keys if isinstance(best, Chosen) else ()
    feedback, judgements = _explained(question), judgements_of(question)
    return tuple(
        ReviewLine(
            option.text,
            given=option.text if option.key in picked else "",
            solution=option.text if option.key in correct else "",
            right=option.key in correct,
            feedback=held(feedback[option.key]),
            judgement=judgements.get(option.key),
        )
        for option in choices(question)
    )


def _explained(question: Single | Multiple | TrueFalse | Situational) -> dict[str, str]:
    """What is said of each option, by its key."""
    if isinstance(question, TrueFalse):
        return {TRUE: question.if_true, FALSE: question.if_false}
    return {key_of(question, "option", one.text): one.feedback for one in question.options}


def judgements_of(question: Question) -> dict[str, Judgement]:
    """How good each option of a situational question is, by its key."""
    if not isinstance(question, Situational):
        return {}
    return {key_of(question, "option", one.text): one.judgement for one in question.options}


def _reviewed_rows(
    question: Matching | Ordering, response: Response | None
) -> tuple[ReviewLine, ...]:
    words = {option.key: option.text for option in choices(question)}
    given, best = _by_row(response, words), _by_row(solution(question), words)
    shared = _sharing_a_place(response)
    pairs = question.pairs if isinstance(question, Matching) else ()
    feedback = {key_of(question, "left", pair.left): held(pair.feedback) for pair in pairs}
    return tuple(
        ReviewLine(
            row.text,
            given=given.get(row.key, ""),
            solution=best[row.key],
            right=given.get(row.key) == best[row.key] and row.key not in shared,
            feedback=feedback.get(row.key, ""),
        )
        for row in rows_of(question)
    )


def _sharing_a_place(response: Response | None) -> set[str]:
    """Items of an ordering with a place that was given twice: they earn nothing."""
    places = response.places if isinstance(response, Placed) else ()
    taken = Counter(place for _, place in places)
    return {key for key, place in places if taken[place] > 1}


def _by_row(response: Response | None, words: dict[str, str]) -> dict[str, str]:
    match response:
        case Matched(pairs):
            return {left: words.get(right, "") for left, right in pairs}
        case Placed(places):
            return {key: str(place) for key, place in places}
        case _:
            return {}
