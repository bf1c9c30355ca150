import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.faults import Faulty
from lms.curricula.questions import Decoy, Kind, Pair, Question, from_plain, to_plain
from tests.curricula.questions.samples import ALL, questions


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_a_question_comes_back_from_json_and_yaml_as_it_was(question: Question) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(question)))) == question
    text = yaml.safe_dump(to_plain(question), allow_unicode=True)
    assert from_plain(yaml.safe_load(text)) == question


@given(questions())
def test_any_question_comes_back_as_it_was(question: Question) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(question)))) == question


def test_editions_loaded_by_earlier_versions_stay_readable() -> None:
    common = {key: value for key, value in single().items() if key != "options"}
    pairs = [{"left": "ก", "right": "1"}, {"left": "ข", "right": "2"}]
    old = from_plain(common | {"type": "matching", "pairs": pairs, "extra": ["3", 4]})
    assert (old.pairs, old.extra) == (  # type: ignore[union-attr]
        (Pair("ก", "1"), Pair("ข", "2")),
        (Decoy("3"), Decoy("4")),
    )
    old = from_plain(common | {"type": "truefalse", "answer": True, "feedback": "เพราะฟังก่อน"})
    assert (old.feedback, to_plain(old)["feedback"]) == ("เพราะฟังก่อน", "เพราะฟังก่อน")


def test_true_and_false_each_say_why() -> None:
    common = {key: value for key, value in single().items() if key != "options"}
    said = {"true": "ยังไม่ใช่", "false": "ถูกต้อง"}
    plain = common | {"type": "truefalse", "answer": False, "feedback": said}
    assert to_plain(from_plain(plain)) == plain
    with pytest.raises(Faulty) as caught:
        from_plain(plain | {"feedback": said | {"maybe": "?"}})
    assert [(fault.code, fault.path) for fault in caught.value.faults] == [
        ("unknown_key", ("feedback", "maybe"))
    ]


def test_its_texts_are_put_into_their_one_spelling() -> None:
    plain = single() | {"prompt": "น\u0e4d\u0e49าสะอาด\u200b\r\nหรือไม่ "}
    assert from_plain(plain).prompt == "น้ำสะอาด\nหรือไม่"


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"options": []}, "too_few", ("options",)),
        ({"options": [{"text": "ก"}, {"text": "ข"}]}, "no_right_option", ("options",)),
        (
            {"options": [{"text": "ก", "correct": True}, {"text": "ข", "correct": True}]},
            "several_right_options",
            ("options",),
        ),
        (
            {"type": "multiple", "options": [{"text": t, "correct": True} for t in "กข"]},
            "no_wrong_option",
            ("options",),
        ),
        (
            {"options": [{"text": "ก", "correct": True}, {"text": "ก\u200b"}]},
            "twice",
            ("options", 1),
        ),
        (
            {"options": [{"text": "ก", "correct": "yes"}, {"text": "ข"}]},
            "not_a_flag",
            ("options", 0, "correct"),
        ),
        ({"options": "ก, ข"}, "not_a_list", ("options",)),
        ({"options": ["ก", "ข"]}, "not_a_mapping", ("options", 0)),
        ({"prompt": None}, "missing_key", ()),
        ({"prompt": "  "}, "empty", ("prompt",)),
        ({"prompt": True}, "not_a_text", ("prompt",)),
        ({"prompt": "ก" * 2001}, "too_long", ("prompt",)),
        ({"type": "essay"}, "not_a_choice", ("type",)),
        ({"difficulty": "extreme"}, "not_a_choice", ("difficulty",)),
        ({"sources": "S62"}, "not_a_list", ("sources",)),
        ({"colour": "red"}, "unknown_key", ("colour",)),
        ({"type": "situational"}, "missing_key", ()),
        (
            {
                "type": "situational",
                "situation": "ก",
                "options": [{"text": t, "judgement": "best"} for t in "กข"],
            },
            "not_one_best",
            ("options",),
        ),
        (
            {
                "type": "situational",
                "situation": "ก",
                "options": [{"text": t, "judgement": "wrong"} for t in "กข"],
            },
            "not_one_best",
            ("options",),
        ),
        (
            {"type": "situational", "options": [{"text": t, "judgement": "good"} for t in "กข"]},
            "not_a_choice",
            ("options", 1, "judgement"),
        ),
        ({"type": "truefalse", "answer": "ถูก"}, "not_a_flag", ("answer",)),
        ({"type": "short", "accept": ["72", "\u0e3f\u200b", " "]}, "not_a_text", ("accept", 2)),
        ({"type": "short", "accept": []}, "too_few", ("accept",)),
        ({"type": "ordering", "items": ["ก", "ข"]}, "too_few", ("items",)),
        ({"type": "ordering", "items": ["ก", "ข", "ก"]}, "twice", ("items", 2)),
        (
            {
                "type": "matching",
                "pairs": [{"left": "ก", "right": "1"}, {"left": "ข", "right": "2"}],
                "extra": ["2"],
            },
            "extra_is_a_match",
            ("extra", 0),
        ),
        (
            {"type": "matching", "pairs": [{"left": "ก", "right": "1"}, {"left": "ก", "right": 2}]},
            "twice",
            ("pairs", 1),
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    change: dict[str, Any], code: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(Faulty) as caught:
        from_plain(single() | change)
    assert (code, path) in [(fault.code, fault.path) for fault in caught.value.faults]
    for fault in caught.value.faults:
        assert fault.thai
        assert fault.english
        assert "{" not in fault.thai + fault.english


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(Faulty) as caught:
        from_plain({"id": "", "type": "single", "options": [{"text": ""}], "why": 1})
    codes = {fault.code for fault in caught.value.faults}
    assert codes >= {"empty", "missing_key", "too_few", "no_right_option", "unknown_key"}


@pytest.mark.parametrize("plain", [None, [], "ก", 3, {}, {1: 2}])
def test_what_is_no_question_at_all_is_refused(plain: object) -> None:
    with pytest.raises(Faulty):
        from_plain(plain)


def single() -> dict[str, Any]:
    return {
        "id": "q01",
        "type": "single",
        "objective": "o1",
        "difficulty": "easy",
        "sources": [],
        "prompt": "ข้อใดถูก",
        "options": [{"text": "ก", "correct": True}, {"text": "ข"}],
    }


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["text", "correct", "left", "right", "x"]), inner),
    ),
    max_leaves=8,
)
part_keys = [
    *("options", "pairs", "extra", "items", "accept", "answer"),
    *("feedback", "sources", "situation"),
]


@given(st.sampled_from(Kind), st.dictionaries(st.sampled_from(part_keys), anything))
def test_any_data_is_a_question_or_refused(kind: Kind, parts: dict[str, object]) -> None:
    try:
        question = from_plain(single() | {"options": None} | parts | {"type": str(kind)})
    except Faulty:
        return
    assert from_plain(to_plain(question)) == question
