"""Questions from and to plain data: the form of questions.yaml and of the database's JSON.

Editions loaded by earlier versions stay readable: one feedback for true and false together, decoys
as bare texts, pairs that say nothing. That a file must explain every option is asked elsewhere.
"""

from collections.abc import Callable
from typing import TypedDict

from lms.curricula.faults import Fault, Faulty, Path
from lms.curricula.fields import Fields
from lms.curricula.questions.types import (
    Action,
    Common,
    Decoy,
    Difficulty,
    Judgement,
    Kind,
    Matching,
    Multiple,
    Option,
    Ordering,
    Pair,
    Question,
    Short,
    Single,
    Situational,
    TrueFalse,
)
from lms.thai import fold

Plain = dict[str, object]
_LONGEST_PROMPT = 2_000


class _CommonPart(TypedDict):
    id: str
    objective: str
    difficulty: Difficulty
    prompt: str
    sources: tuple[str, ...]
    feedback: str


def from_plain(plain: object) -> Question:
    """The question that `plain` describes; Faulty with everything that is wrong with it."""
    faults: list[Fault] = []
    question = read_question(plain, (), faults)
    if faults or question is None:
        raise Faulty(faults)
    return question


def read_question(plain: object, path: Path, faults: list[Fault]) -> Question | None:
    """The question at `path` of a document; None, with the faults added, when it has any."""
    before = len(faults)
    fields = Fields(plain, path, faults)
    question = _READERS[fields.choice("type", Kind)](fields)
    fields.close()
    return question if len(faults) == before else None


def _common(fields: Fields, feedback: str | None = None) -> _CommonPart:
    return {
        "id": fields.text("id", longest=40),
        "objective": fields.text("objective", longest=40),
        "difficulty": fields.choice("difficulty", Difficulty),
        "prompt": fields.prose("prompt", longest=_LONGEST_PROMPT),
        "sources": fields.texts("sources"),
        "feedback": _feedback(fields) if feedback is None else feedback,
    }


def _feedback(fields: Fields) -> str:
    return fields.prose("feedback", "", longest=_LONGEST_PROMPT)


def _options(fields: Fields) -> tuple[Option, ...]:
    options = []
    for row in fields.rows("options", at_least=2):
        option = Option(
            row.text("text", longest=500),
            row.flag("correct", False),
            _feedback(row),
        )
        row.close()
        options.append(option)
    fields.distinct("options", (option.text for option in options))
    path = (*fields.path, "options")
    if options and not any(option.correct for option in options):
        fields.note("no_right_option", path)
    if options and all(option.correct for option in options):
        fields.note("no_wrong_option", path)
    return tuple(options)


def _single(fields: Fields) -> Single:
    options = _options(fields)
    if sum(option.correct for option in options) > 1:
        fields.note("several_right_options", (*fields.path, "options"))
    return Single(options=options, **_common(fields))


def _multiple(fields: Fields) -> Multiple:
    return Multiple(options=_options(fields), **_common(fields))


def _true_false(fields: Fields) -> TrueFalse:
    answer = fields.flag("answer")
    if not fields.has_table("feedback"):
        return TrueFalse(answer=answer, **_common(fields))
    said = fields.table("feedback")
    if_true, if_false = (said.prose(key, "", longest=_LONGEST_PROMPT) for key in ("true", "false"))
    said.close()
    common = _common(fields, feedback="")
    return TrueFalse(answer=answer, if_true=if_true, if_false=if_false, **common)


def _matching(fields: Fields) -> Matching:
    pairs = []
    for row in fields.rows("pairs", at_least=2):
        left, right = row.text("left", longest=500), row.text("right", longest=500)
        pairs.append(Pair(left, right, _feedback(row)))
        row.close()
    extra = _decoys(fields)
    fields.distinct("pairs", (pair.left for pair in pairs))
    fields.distinct("extra", (decoy.text for decoy in extra))
    for place, decoy in enumerate(extra):
        if any(pair.right == decoy.text for pair in pairs):
            fields.note("extra_is_a_match", (*fields.path, "extra", place), value=decoy.text)
    return Matching(pairs=tuple(pairs), extra=extra, **_common(fields))


def _decoys(fields: Fields) -> tuple[Decoy, ...]:
    decoys = []
    for row in fields.rows("extra", bare="text"):
        decoys.append(Decoy(row.text("text", longest=500), _feedback(row)))
        row.close()
    return tuple(decoys)


def _ordering(fields: Fields) -> Ordering:
    items = fields.texts("items", at_least=3)
    fields.distinct("items", items)
    return Ordering(items=items, **_common(fields))


def _short(fields: Fields) -> Short:
    accept = fields.texts("accept", at_least=1)
    for place, text in enumerate(accept):
        if not any(char.isalnum() for char in fold(text)):
            fields.note("blank_answer", (*fields.path, "accept", place), value=text)
    return Short(accept=accept, **_common(fields))


def _situational(fields: Fields) -> Situational:
    situation = fields.prose("situation", longest=_LONGEST_PROMPT)
    actions = []
    for row in fields.rows("options", at_least=2):
        judgement = row.choice("judgement", Judgement)
        actions.append(Action(row.text("text", longest=500), judgement, _feedback(row)))
        row.close()
    fields.distinct("options", (action.text for action in actions))
    best = sum(action.judgement is Judgement.BEST for action in actions)
    if actions and best != 1:
        fields.note("not_one_best", (*fields.path, "options"), count=best)
    return Situational(situation=situation, options=tuple(actions), **_common(fields))


_READERS: dict[Kind, Callable[[Fields], Question]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.TRUE_FALSE: _true_false,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.SHORT: _short,
    Kind.SITUATIONAL: _situational,
}


def to_plain(question: Question) -> Plain:
    """The plain form of a question; `from_plain` gives back an equal one."""
    plain = _common_plain(question)
    match question:
        case Single() | Multiple():
            plain["options"] = [_option_plain(option) for option in question.options]
        case TrueFalse():
            plain["answer"] = question.answer
            said = {"true": question.if_true, "false": question.if_false}
            if any(said.values()):
                plain["feedback"] = {key: text for key, text in said.items() if text}
        case Matching():
            plain["pairs"] = [
                _explained({"left": pair.left, "right": pair.right}, pair.feedback)
                for pair in question.pairs
            ]
            if question.extra:
                plain["extra"] = [
                    _explained({"text": decoy.text}, decoy.feedback) for decoy in question.extra
                ]
        case Ordering():
            plain["items"] = list(question.items)
        case Short():
            plain["accept"] = list(question.accept)
        case Situational():
            plain["situation"] = question.situation
            plain["options"] = [_action_plain(action) for action in question.options]
    if question.feedback:
        plain["feedback"] = question.feedback
    return plain


def _common_plain(question: Question) -> Plain:
    common: Common = question
    return {
        "id": common.id,
        "type": str(question.kind),
        "objective": common.objective,
        "difficulty": str(common.difficulty),
        "sources": list(common.sources),
        "prompt": common.prompt,
    }


def _option_plain(option: Option) -> Plain:
    plain: Plain = {"text": option.text}
    if option.correct:
        plain["correct"] = True
    return _explained(plain, option.feedback)


def _action_plain(action: Action) -> Plain:
    return _explained({"text": action.text, "judgement": str(action.judgement)}, action.feedback)


def _explained(plain: Plain, feedback: str) -> Plain:
    return plain | {"feedback": feedback} if feedback else plain
