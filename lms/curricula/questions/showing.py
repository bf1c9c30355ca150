"""What a browser may see of a question: no right answer, no feedback, nothing that hints at them.

Form fields: a question is answered in one field `answer` (several values for multiple choice), a
matching or ordering question in one field per row, named by the row's key: its value is the key of
an option, or a place from 1. A page with several questions puts a prefix before all of these.
"""

from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from lms.curricula.questions.types import (
    Kind,
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

TRUE, FALSE = "true", "false"


@dataclass(frozen=True, slots=True)
class ShownOption:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """`options` are to choose from; `rows` are what gets an option (matching) or a place.

    `situation` is what a situational question tells before it asks.
    """

    id: str
    kind: Kind
    prompt: str
    options: tuple[ShownOption, ...] = ()
    rows: tuple[ShownOption, ...] = ()
    situation: str = ""


def shown(question: Question, seed: int | str) -> ShownQuestion:
    """The question as one attempt shows it: the same seed gives the same order every time."""
    options, rows = choices(question), rows_of(question)
    if not isinstance(question, TrueFalse):
        options, rows = _shuffled(options, f"{seed}:o"), _shuffled(rows, f"{seed}:r")
    situation = question.situation if isinstance(question, Situational) else ""
    return ShownQuestion(
        question.id, question.kind, held(question.prompt), options, rows, held(situation)
    )


def choices(question: Question) -> tuple[ShownOption, ...]:
    """What can be chosen, in the order of the file (never to be shown so)."""
    match question:
        case Single() | Multiple() | Situational():
            return tuple(_option(question, "option", one.text) for one in question.options)
        case TrueFalse():
            return (ShownOption(TRUE, "ถูก"), ShownOption(FALSE, "ผิด"))
        case Matching():
            words = [pair.right for pair in question.pairs]
            rights = dict.fromkeys([*words, *(decoy.text for decoy in question.extra)])
            return tuple(_option(question, "right", text) for text in rights)
        case Ordering() | Short():
            return ()


def rows_of(question: Question) -> tuple[ShownOption, ...]:
    """What gets an option or a place, in the order of the file (never to be shown so)."""
    match question:
        case Matching():
            return tuple(_option(question, "left", pair.left) for pair in question.pairs)
        case Ordering():
            return tuple(_option(question, "item", text) for text in question.items)
        case _:
            return ()


def key_of(question: Question, role: str, text: str) -> str:
    """An option's key: a digest of its text, so it says nothing of place or rightness, and stays
    the same when options are put in another order."""
    words = f"{question.id}\x1f{role}\x1f{text}"
    return "k" + blake2b(words.encode(), digest_size=6).hexdigest()


def _option(question: Question, role: str, text: str) -> ShownOption:
    return ShownOption(key_of(question, role, text), held(text))


def _shuffled(options: tuple[ShownOption, ...], seed: str) -> tuple[ShownOption, ...]:
    by_key = sorted(options, key=lambda option: option.key)  # forget the order of the file
    order = Random(seed)  # noqa: S311 - an order, not a secret
    return tuple(order.sample(by_key, len(by_key)))
