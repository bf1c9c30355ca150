import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.questions import (
    BadResponse,
    Chosen,
    Judgement,
    Placed,
    Question,
    Typed,
    answered,
    parse_response,
    response_from_plain,
    response_to_plain,
    reviewed,
    shown,
    solution,
)
from tests.curricula.questions.samples import (
    ALL,
    MATCHING,
    MULTIPLE,
    ORDERING,
    SHORT,
    SINGLE,
    SITUATIONAL,
    TRUE_FALSE,
    questions,
)


def keys(question: Question) -> dict[str, str]:
    sent = shown(question, 1)
    return {option.text: option.key for option in (*sent.options, *sent.rows)}


def test_a_single_choice_is_read_from_its_field() -> None:
    key = keys(SINGLE)["18 ปี"]
    assert parse_response(SINGLE, {"answer": [key]}) == Chosen((key,))
    assert parse_response(SINGLE, {"q7-answer": [key], "answer": ["x"]}, "q7-") == Chosen((key,))


def test_several_choices_are_read_in_any_order_once_each() -> None:
    one, two = sorted(keys(MULTIPLE)[text] for text in ("รับฟัง", "สอบสวน"))
    assert parse_response(MULTIPLE, {"answer": [two, one, two, ""]}) == Chosen((one, two))


def test_true_or_false_is_read() -> None:
    assert parse_response(TRUE_FALSE, {"answer": ["false"]}) == Chosen(("false",))


def test_rows_are_read_from_a_field_each_and_may_be_half_done() -> None:
    key = keys(MATCHING)
    form = {key["1300"]: [key["สายด่วน"]], key["พส."]: [""]}
    response = parse_response(MATCHING, form)
    assert answered(MATCHING, response) == "partly"
    assert [line.given for line in reviewed(MATCHING, response)] == ["", "สายด่วน", ""]


def test_places_are_read_and_a_place_given_twice_is_not_yet_done() -> None:
    key = keys(ORDERING)
    response = parse_response(ORDERING, {key["เห็น"]: ["1"], key["ฟัง"]: ["1"]})
    assert response == Placed(tuple(sorted([(key["เห็น"], 1), (key["ฟัง"], 1)])))
    assert answered(ORDERING, response) == "partly"
    full = {key[text]: [str(place)] for place, text in enumerate(ORDERING.items, start=1)}
    assert answered(ORDERING, parse_response(ORDERING, full)) == "yes"


def test_a_typed_answer_is_kept_as_typed_in_one_spelling() -> None:
    assert parse_response(SHORT, {"answer": [" ๗๒\u200b  ชั่วโมง "]}) == Typed("๗๒ ชั่วโมง")


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_nothing_answered_is_no_response(question: Question) -> None:
    forms: list[dict[str, list[str]]] = [{}, {"answer": [""]}, {"answer": []}, {"other": ["x"]}]
    for form in forms:
        assert parse_response(question, form) is None
    assert answered(question, None) == "no"
    assert response_from_plain(question, None) is None


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (SINGLE, {"answer": ["0"]}),
        (SINGLE, {"answer": sorted(keys(SINGLE).values())[:2]}),
        (SINGLE, {"answer": [keys(MULTIPLE)["รับฟัง"]]}),
        (MULTIPLE, {"answer": [keys(MULTIPLE)["รับฟัง"], "x"]}),
        (TRUE_FALSE, {"answer": ["maybe"]}),
        (TRUE_FALSE, {"answer": ["true", "false"]}),
        (MATCHING, {keys(MATCHING)["พส."]: [keys(MATCHING)["1300"]]}),
        (MATCHING, {keys(MATCHING)["พส."]: ["1"]}),
        (ORDERING, {keys(ORDERING)["เห็น"]: ["0"]}),
        (ORDERING, {keys(ORDERING)["เห็น"]: ["5"]}),
        (ORDERING, {keys(ORDERING)["เห็น"]: ["๑"]}),
        (ORDERING, {keys(ORDERING)["เห็น"]: ["1", "2"]}),
        (SHORT, {"answer": ["ก" * 201]}),
        (SHORT, {"answer": ["72", "73"]}),
        (SITUATIONAL, {"answer": sorted(keys(SITUATIONAL).values())[:2]}),
    ],
)
def test_what_our_page_cannot_have_sent_is_refused(
    question: Question, form: dict[str, list[str]]
) -> None:
    with pytest.raises(BadResponse):
        parse_response(question, form)


@given(questions())
def test_a_response_comes_back_from_json_as_it_was(question: Question) -> None:
    response = solution(question)
    stored = json.loads(json.dumps(response_to_plain(response)))
    assert response_from_plain(question, stored) == response
    assert answered(question, response) == "yes"


@given(
    questions(),
    st.dictionaries(
        st.sampled_from(["chosen", "matched", "placed", "typed"]),
        st.one_of(
            st.none(),
            st.text(),
            st.lists(st.text()),
            st.dictionaries(st.text(), st.one_of(st.text(), st.integers())),
        ),
    ),
)
def test_any_json_is_a_response_or_refused(question: Question, plain: dict[str, object]) -> None:
    try:
        response_from_plain(question, plain)
    except BadResponse:
        return


@given(questions(), st.dictionaries(st.sampled_from(["answer", "k1"]), st.lists(st.text())))
def test_any_form_is_a_response_or_refused(question: Question, form: dict[str, list[str]]) -> None:
    try:
        parse_response(question, form)
    except BadResponse:
        return


@given(questions())
def test_the_solution_is_reviewed_as_right_throughout(question: Question) -> None:
    for line in reviewed(question, solution(question)):
        assert line.given == line.solution


def test_a_review_teaches_with_each_options_feedback() -> None:
    wrong = parse_response(SINGLE, {"answer": [keys(SINGLE)["15 ปี"]]})
    fifteen, eighteen, twenty = reviewed(SINGLE, wrong)
    assert (fifteen.given, fifteen.right, fifteen.feedback) == ("15 ปี", False, "น้อยไป")
    assert (eighteen.given, eighteen.solution, eighteen.right) == ("", "18 ปี", True)
    assert twenty.given == twenty.solution == ""
    assert [line.solution for line in reviewed(ORDERING, None)] == ["1", "2", "3", "4"]
    assert reviewed(SHORT, Typed("71"))[0].solution == "72"


def test_a_review_says_why_of_true_and_of_false_and_of_every_pair() -> None:
    true, false = reviewed(TRUE_FALSE, Chosen(("true",)))
    assert (true.given, true.right, true.feedback) == ("ถูก", False, "ยังไม่ใช่ เพราะขายความสามารถ")
    assert (false.right, false.feedback) == (True, "ถูกต้อง เป็นการแสดง")
    assert [line.feedback for line in reviewed(MATCHING, None)] == ["", "โทรได้ทุกวัน", ""]


def test_a_review_judges_every_course_of_action() -> None:
    key = keys(SITUATIONAL)["โทรปรึกษาเจ้าหน้าที่"]
    lines = reviewed(SITUATIONAL, Chosen((key,)))
    assert [line.judgement for line in lines] == [one.judgement for one in SITUATIONAL.options]
    assert [line.right for line in lines] == [False, True, False, False]
    assert [line.text for line in lines if line.given] == ["โทรปรึกษาเจ้าหน้าที่"]
    assert all(line.feedback for line in lines)
    assert lines[2].judgement is Judgement.ACCEPTABLE


def test_a_place_given_twice_is_reviewed_as_it_was_marked() -> None:
    key = keys(ORDERING)
    rows = {key[text]: [place] for text, place in zip(ORDERING.items, "1134", strict=True)}
    lines = reviewed(ORDERING, parse_response(ORDERING, rows))
    assert [line.right for line in lines] == [False, False, True, True]
