"""The six types of question: reading them, showing them, reading answers to them. Pure."""

from lms.curricula.questions.plain import from_plain, read_question, to_plain
from lms.curricula.questions.responses import (
    BadResponse,
    Chosen,
    Matched,
    Placed,
    Response,
    Typed,
    answered,
    parse_response,
    response_from_plain,
    response_to_plain,
)
from lms.curricula.questions.reviewing import ReviewLine, reviewed, solution
from lms.curricula.questions.showing import ShownOption, ShownQuestion, shown
from lms.curricula.questions.types import (
    Difficulty,
    Kind,
    Matching,
    Multiple,
    Option,
    Ordering,
    Pair,
    Question,
    Short,
    Single,
    TrueFalse,
)

__all__ = [
    "BadResponse",
    "Chosen",
    "Difficulty",
    "Kind",
    "Matched",
    "Matching",
    "Multiple",
    "Option",
    "Ordering",
    "Pair",
    "Placed",
    "Question",
    "Response",
    "ReviewLine",
    "Short",
    "ShownOption",
    "ShownQuestion",
    "Single",
    "TrueFalse",
    "Typed",
    "answered",
    "from_plain",
    "parse_response",
    "read_question",
    "response_from_plain",
    "response_to_plain",
    "reviewed",
    "shown",
    "solution",
    "to_plain",
]
