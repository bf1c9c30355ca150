"""What somebody who knows nothing but the tricks of test-taking would earn from a bank. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from lms.curricula.questions import (
    Judgement,
    Multiple,
    Question,
    Single,
    Situational,
    TrueFalse,
)
from lms.curricula.standard.reading import letters

ABSOLUTE = ("เสมอ", "ทุกครั้ง", "เท่านั้น", "ทุกกรณี", "เด็ดขาด", "ทั้งหมด", "ไม่มีทาง", "ทุกคน", "ทุกเรื่อง")
Choice: TypeAlias = Single | Situational


@dataclass(frozen=True, slots=True)
class Trick:
    """`earned` points of `total` by the trick alone, where blind luck brings `luck` of them."""

    earned: float
    total: int
    luck: float

    @property
    def share(self) -> float:
        return self.earned / self.total if self.total else 0.0

    @property
    def chance(self) -> float:
        return self.luck / self.total if self.total else 0.0

    @property
    def tells(self) -> bool:
        """More than luck and a tenth: beyond 1.65 standard deviations, 1 in 20 by accident."""
        if self.total < 3:
            return False
        spread = sqrt(self.chance * (1 - self.chance) / self.total)
        return self.share > self.chance + max(0.10, 1.65 * spread)


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank's figures. `places` count where the right option of a choice stands, from 1."""

    count: int
    kinds: Counter[str]
    difficulties: Counter[str]
    places: Counter[int]
    truths: Counter[bool]
    longest: Trick
    shortest: Trick
    unabsolute: Trick
    absolute_wrong: float
    absolute_right: float

    @property
    def commonest_place(self) -> Trick:
        """Always the place at which the right option stands most often."""
        total = self.longest.total
        return Trick(max(self.places.values(), default=0), total, self.longest.luck)

    @property
    def commonest_truth(self) -> Trick:
        total = self.truths.total()
        return Trick(max(self.truths.values(), default=0), total, total / 2)


def figures(questions: Sequence[Question]) -> Bank:
    """The figures of a bank, or of several together."""
    choices = [one for one in questions if isinstance(one, Single | Situational)]
    wrong, right = _absolutes(questions)
    return Bank(
        count=len(questions),
        kinds=Counter(str(one.kind) for one in questions),
        difficulties=Counter(str(one.difficulty) for one in questions),
        places=Counter(right_place(one) for one in choices),
        truths=Counter(one.answer for one in questions if isinstance(one, TrueFalse)),
        longest=_trick(choices, _longest),
        shortest=_trick(choices, _shortest),
        unabsolute=_trick(choices, _without_absolutes),
        absolute_wrong=wrong,
        absolute_right=right,
    )


def right_place(question: Choice) -> int:
    """Where the right option stands in the file, from 1."""
    return _right(question).index(True) + 1


def _right(question: Choice | Multiple) -> list[bool]:
    match question:
        case Situational():
            return [one.judgement is Judgement.BEST for one in question.options]
        case _:
            return [one.correct for one in question.options]


def _trick(choices: Iterable[Choice], pick: Callable[[list[str]], list[int]]) -> Trick:
    """`pick` gives the options between which the trick leaves it to luck."""
    earned = luck = total = 0.0
    for question in choices:
        right = _right(question)
        picked = pick([one.text for one in question.options])
        earned += sum(right[place] for place in picked) / len(picked)
        luck += 1 / len(right)
        total += 1
    return Trick(earned, int(total), luck)


def _longest(texts: list[str]) -> list[int]:
    sizes = [letters(text) for text in texts]
    return [place for place, size in enumerate(sizes) if size == max(sizes)]


def _shortest(texts: list[str]) -> list[int]:
    sizes = [letters(text) for text in texts]
    return [place for place, size in enumerate(sizes) if size == min(sizes)]


def _without_absolutes(texts: list[str]) -> list[int]:
    mild = [place for place, text in enumerate(texts) if not is_absolute(text)]
    return mild or list(range(len(texts)))


def is_absolute(text: str) -> bool:
    """Whether a word in `text` leaves no exception."""
    return any(word in text for word in ABSOLUTE)


def _absolutes(questions: Iterable[Question]) -> tuple[float, float]:
    """The shares of wrong and of right options that hold an absolute word."""
    held: dict[bool, list[bool]] = {False: [], True: []}
    for question in questions:
        if isinstance(question, Single | Situational | Multiple):
            texts = [option.text for option in question.options]
            for text, right in zip(texts, _right(question), strict=True):
                held[right].append(is_absolute(text))
    return _share(held[False]), _share(held[True])


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
