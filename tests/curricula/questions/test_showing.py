import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.questions import Question, Single, shown, to_plain
from tests.curricula.questions.samples import (
    ALL,
    MATCHING,
    MULTIPLE,
    ORDERING,
    SINGLE,
    SITUATIONAL,
    questions,
)


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_what_is_shown_says_nothing_of_what_is_right(question: Question) -> None:
    sent = json.dumps(asdict(shown(question, 1)), ensure_ascii=False)
    for secret in (
        "correct",
        "feedback",
        "น้อยไป",
        "เห็น ฟัง บอก",
        "72 ชั่วโมง",
        "PDPA",
        "answer",
        "best",
        "ไว้ใจ",
    ):
        assert secret not in sent


@given(questions(), st.integers())
def test_the_same_seed_shows_the_same_every_time(question: Question, seed: int) -> None:
    assert shown(question, seed) == shown(question, seed)
    texts = {option.text for option in shown(question, seed).options}
    assert texts == {option.text for option in shown(question, seed + 1).options}


def test_the_order_does_not_depend_on_the_order_of_the_file() -> None:
    turned = replace(MULTIPLE, options=tuple(reversed(MULTIPLE.options)))
    assert [shown(turned, seed) for seed in range(20)] == [
        shown(MULTIPLE, seed) for seed in range(20)
    ]


def test_the_right_option_stands_in_every_place_about_equally_often() -> None:
    places = [0, 0, 0]
    for seed in range(900):
        texts = [option.text for option in shown(SINGLE, seed).options]
        places[texts.index("18 ปี")] += 1
    assert min(places) > 240


def test_the_items_of_an_ordering_stand_in_any_order() -> None:
    orders = {tuple(row.text for row in shown(ORDERING, seed).rows) for seed in range(500)}
    assert len(orders) == 24


def test_a_key_tells_neither_its_place_nor_its_partner() -> None:
    sent = shown(MATCHING, 7)
    assert len({option.key for option in (*sent.options, *sent.rows)}) == 7
    same_words = replace(SINGLE, options=(*SINGLE.options[::-1],))
    assert isinstance(same_words, Single)
    assert {option.key: option.text for option in shown(same_words, 1).options} == {
        option.key: option.text for option in shown(SINGLE, 2).options
    }


def test_two_lefts_with_one_right_show_that_right_once() -> None:
    pairs = (*MATCHING.pairs, replace(MATCHING.pairs[0], left="กรม"))
    texts = [option.text for option in shown(replace(MATCHING, pairs=pairs), 1).options]
    assert texts.count("กรมพัฒนาสังคมและสวัสดิการ") == 1


def test_a_mark_of_repetition_never_begins_a_line() -> None:
    told = replace(SITUATIONAL, prompt="ทำช้า ๆ", options=SITUATIONAL.options[:1])
    told = replace(told, options=(replace(told.options[0], text="ไปเร็ว ๆ"),))
    sent = shown(told, 1)
    assert sent.situation.endswith("หลานเล็ก\u00a0ๆ นั่งข้าง\u00a0ๆ")
    assert (sent.prompt, sent.options[0].text) == ("ทำช้า\u00a0ๆ", "ไปเร็ว\u00a0ๆ")


def test_true_and_false_keep_their_order() -> None:
    true_false = ALL[2]
    for seed in range(10):
        assert [option.text for option in shown(true_false, seed).options] == ["ถูก", "ผิด"]
    assert to_plain(true_false)["answer"] is False
