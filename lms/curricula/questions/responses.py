"""What a person answered: read from a form, kept as JSON, in keys that mean nothing by themselves.

A response may be half done (two of four pairs), because every step of it is saved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from lms.curricula.questions.showing import choices, rows_of
from lms.curricula.questions.types import (
    Kind,
    Matching,
    Multiple,
    Ordering,
    Question,
    Short,
)
from lms.thai import fold, one_line

LONGEST_TYPED = 200
FIELD = "answer"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Keys of the options chosen, sorted: single, multiple, true or false."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Left key and right key, sorted."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Item key and place from 1, sorted; two items may (wrongly) have one place."""

    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    text: str


Response: TypeAlias = Chosen | Matched | Placed | Typed


class BadResponse(ValueError):
    """Not an answer that our page can send: an unknown key, two answers where one is asked for."""


def parse_response(
    question: Question, form_values: Mapping[str, Sequence[str]], prefix: str = ""
) -> Response | None:
    """The response in a form's fields (see `showing`); None when nothing is answered.

    `form_values` is `request.form.to_dict(flat=False)`. Fields of other questions are left alone.
    """
    match question:
        case Matching() | Ordering():
            given = {row.key: form_values.get(prefix + row.key, ()) for row in rows_of(question)}
            return _rows(question, {key: _only(values) for key, values in given.items()})
        case Short():
            return _typed(_only(form_values.get(prefix + FIELD, ())))
        case _:
            return _chosen(question, form_values.get(prefix + FIELD, ()))


def response_to_plain(response: Response) -> dict[str, object]:
    """The JSON form of a response."""
    match response:
        case Chosen():
            return {"chosen": list(response.keys)}
        case Matched():
            return {"matched": dict(response.pairs)}
        case Placed():
            return {"placed": dict(response.places)}
        case Typed():
            return {"typed": response.text}


def response_from_plain(question: Question, plain: object) -> Response | None:
    """The response kept in JSON, checked against its question; BadResponse if it is not one."""
    match question, plain:
        case _, None:
            return None
        case Matching(), {"matched": dict(given)}:
            return _rows(question, {str(key): str(value) for key, value in given.items()})
        case Ordering(), {"placed": dict(given)}:
            return _rows(question, {str(key): str(value) for key, value in given.items()})
        case Short(), {"typed": str(text)}:
            return _typed(text)
        case _, {"chosen": list(keys)} if choices(question) and not rows_of(question):
            return _chosen(question, [str(key) for key in keys])
    raise BadResponse(f"not a response to a {question.kind} question")


def answered(question: Question, response: Response | None) -> Literal["no", "partly", "yes"]:
    """How far a response is done: an ordering with one place given twice is done only partly."""
    match question, response:
        case _, None:
            return "no"
        case Matching(), Matched(pairs):
            return "yes" if len(pairs) == len(question.pairs) else "partly"
        case Ordering(), Placed(places):
            different = {place for _, place in places}
            return "yes" if len(different) == len(question.items) else "partly"
    return "yes"


def _only(values: Iterable[str]) -> str:
    found = list(values)
    if len(found) > 1:
        raise BadResponse("two answers where one is asked for")
    return found[0] if found else ""


def _chosen(question: Question, values: Iterable[str]) -> Chosen | None:
    keys = tuple(sorted({value for value in values if value}))
    if not isinstance(question, Multiple) and len(keys) > 1:
        raise BadResponse("two answers where one is asked for")
    if not {option.key for option in choices(question)}.issuperset(keys):
        raise BadResponse("an option that is not there")
    return Chosen(keys) if keys else None


def _typed(text: str) -> Typed | None:
    if len(text) > LONGEST_TYPED:
        raise BadResponse(f"longer than {LONGEST_TYPED} characters")
    return Typed(one_line(text)) if fold(text) else None


def _rows(question: Question, given: Mapping[str, str]) -> Response | None:
    filled = sorted((key, value) for key, value in given.items() if value)
    if not {row.key for row in rows_of(question)}.issuperset(key for key, _ in filled):
        raise BadResponse("a row that is not there")
    if not filled:
        return None
    if question.kind is Kind.ORDERING:
        return Placed(tuple((key, _place(value, len(rows_of(question)))) for key, value in filled))
    if not {option.key for option in choices(question)}.issuperset(right for _, right in filled):
        raise BadResponse("an option that is not there")
    return Matched(tuple(filled))


def _place(value: str, count: int) -> int:
    if value in {str(place) for place in range(1, count + 1)}:
        return int(value)
    raise BadResponse("a place that is not there")
