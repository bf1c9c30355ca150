"""Advice on a question bank: each question, and the bank as a whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import ModuleFile
from lms.curricula.questions import (
    Matching,
    Multiple,
    Ordering,
    Question,
    Short,
    Single,
    Situational,
    TrueFalse,
)
from lms.curricula.sources import Source, SourceMark
from lms.curricula.standard.claims import legal_words
from lms.curricula.standard.statistics import Bank, Trick, figures
from lms.thai import fold

LEAST = 20  # questions of a module
LEAST_OF_OBJECTIVE = 3
_ALIKE = 0.7  # shared runs of four letters
_OTHERS = re.compile(r"ถูกทุกข้อ|ถูกทั้งหมด|ถูกทั้งสองข้อ|ทุกข้อที่กล่าว|ไม่มีข้อใดถูก|ข้างต้น|ข้อ\s?[กขคง]\b")
Said: TypeAlias = tuple[str, str]  # an answer and its feedback


def advise_bank(module: ModuleFile, sources: dict[str, Source], problems: Problems) -> None:
    file = module.folder / "questions.yaml"
    if len(module.questions) < LEAST:
        problems.note(file, 1, "few_questions", count=len(module.questions), least=LEAST)
    asked = Counter(question.objective for question in module.questions)
    for objective in module.objectives:
        if asked[objective.id] < LEAST_OF_OBJECTIVE:
            limits = {"count": asked[objective.id], "least": LEAST_OF_OBJECTIVE}
            problems.note(file, 1, "few_for_objective", value=objective.id, **limits)
    for question in module.questions:
        _advise_question(question, file, module.line(question), sources, problems)
    advise_balance(figures(module.questions), file, problems)


def advise_balance(bank: Bank, file: Path, problems: Problems) -> None:
    """Tricks that earn more than luck does."""
    place = bank.commonest_place
    if place.tells:
        commonest = max(bank.places, key=lambda key: bank.places[key])
        problems.note(file, 1, "unbalanced_places", value=commonest, **_counts(place))
    if bank.longest.tells:
        problems.note(file, 1, "longest_is_right", **_counts(bank.longest))
    if bank.shortest.tells:
        problems.note(file, 1, "shortest_is_right", **_counts(bank.shortest))
    if bank.unabsolute.tells:
        wrong, right = round(bank.absolute_wrong * 100), round(bank.absolute_right * 100)
        problems.note(file, 1, "telling_words", count=wrong, total=right)
    if bank.commonest_truth.tells:
        value = "ถูก" if bank.truths[True] > bank.truths[False] else "ผิด"
        problems.note(file, 1, "unbalanced_truth", value=value, **_counts(bank.commonest_truth))


def _counts(trick: Trick) -> dict[str, int]:
    return {"count": round(trick.earned), "total": trick.total}


def _advise_question(
    question: Question, file: Path, line: int, sources: dict[str, Source], problems: Problems
) -> None:
    if not question.sources:
        problems.note(file, line, "no_sources")
    for answer, feedback in answers(question):
        if not feedback:
            problems.note(file, line, "no_feedback", value=answer)
        if _OTHERS.search(answer):
            problems.note(file, line, "all_of_the_above", value=answer)
    law = legal_words(whole_text(question))
    if law and not any(_is_read(key, sources) for key in question.sources):
        problems.note(file, line, "unsourced_law", value=law)


def _is_read(key: str, sources: dict[str, Source]) -> bool:
    return key in sources and sources[key].mark is not SourceMark.PROPOSAL


def answers(question: Question) -> Iterator[Said]:
    """Everything that can be answered, with what is said to it."""
    match question:
        case Single() | Multiple() | Situational():
            for option in question.options:
                yield option.text, option.feedback
        case TrueFalse():
            yield "ถูก", question.if_true
            yield "ผิด", question.if_false
        case Matching():
            for pair in question.pairs:
                yield f"{pair.left} – {pair.right}", pair.feedback
            for decoy in question.extra:
                yield decoy.text, decoy.feedback
        case Ordering():
            yield question.items[0], question.feedback
        case Short():
            yield question.accept[0], question.feedback


def whole_text(question: Question) -> str:
    """All that a question says, to find what it claims."""
    situation = question.situation if isinstance(question, Situational) else ""
    said = (part for answer in answers(question) for part in answer)
    items = question.items if isinstance(question, Ordering) else ()
    return " ".join([situation, question.prompt, *said, *items, question.feedback])


def advise_alike(modules: Sequence[ModuleFile], problems: Problems) -> None:
    """Questions of a curriculum that ask nearly the same."""
    asked = [(module, one, _runs(_asks(one))) for module in modules for one in module.questions]
    for place, (module, question, runs) in enumerate(asked):
        for other_module, other, other_runs in asked[:place]:
            if _alike(runs, other_runs):
                where = f"{other_module.slug}/{other.id}"
                file = module.folder / "questions.yaml"
                problems.note(file, module.line(question), "alike", value=where)


def _asks(question: Question) -> str:
    situation = question.situation if isinstance(question, Situational) else ""
    return fold(situation + question.prompt + "".join(answer for answer, _ in answers(question)))


def _runs(text: str) -> frozenset[str]:
    close = text.replace(" ", "")
    return frozenset(close[start : start + 4] for start in range(max(1, len(close) - 3)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)
