from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.marking import Credit, Mark, PaperMark, mark, mark_paper
from lms.curricula.questions import (
    Chosen,
    Placed,
    Question,
    Response,
    Typed,
    parse_response,
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


def choose(question: Question, *texts: str) -> Response | None:
    keys = {option.text: option.key for option in shown(question, 1).options}
    return parse_response(question, {"answer": [keys[text] for text in texts]})


@given(questions(), st.sampled_from(Credit))
def test_the_solution_earns_the_whole_point_and_silence_nothing(
    question: Question, credit: Credit
) -> None:
    assert mark(question, solution(question), credit).points == 1
    assert mark(question, solution(question), credit).right
    assert mark(question, None, credit).points == 0
    assert not mark(question, None, credit).right


def test_a_single_choice_is_right_or_not() -> None:
    assert mark(SINGLE, choose(SINGLE, "18 ปี")) == Mark(1)
    assert mark(SINGLE, choose(SINGLE, "15 ปี")) == Mark(0)
    assert mark(TRUE_FALSE, choose(TRUE_FALSE, "ผิด")) == Mark(1)
    assert mark(TRUE_FALSE, choose(TRUE_FALSE, "ถูก")) == Mark(0)


@pytest.mark.parametrize(
    ("picks", "earned", "remark"),
    [
        (("รับฟัง",), 1, "one of three right"),
        (("รับฟัง", "จดตามจริง"), 2, "two of three"),
        (("รับฟัง", "จดตามจริง", "ค้นบ้าน"), 1, "a wrong pick takes a right one away"),
        (("ค้นบ้าน", "สอบสวน"), 0, "never below nothing"),
        (("รับฟัง", "จดตามจริง", "ส่งต่อ", "ค้นบ้าน", "สอบสวน"), 1, "picking all does not pay"),
        (("รับฟัง", "จดตามจริง", "ส่งต่อ"), 3, "all right"),
    ],
)
def test_multiple_choice_earns_right_picks_less_wrong_ones(
    picks: tuple[str, ...], earned: int, remark: str
) -> None:
    response = choose(MULTIPLE, *picks)
    assert mark(MULTIPLE, response) == Mark(earned, 3), remark
    assert mark(MULTIPLE, response, Credit.ALL_OR_NOTHING) == Mark(int(earned == 3)), remark


@pytest.mark.parametrize(
    ("action", "earned"),
    [("ทักทายและฟัง", 2), ("โทรปรึกษาเจ้าหน้าที่", 1), ("ให้เงินแล้วเดินต่อ", 0), ("ถ่ายภาพส่งกลุ่ม", 0)],
)
def test_an_acceptable_course_of_action_earns_half_and_only_the_best_is_right(
    action: str, earned: int
) -> None:
    response = choose(SITUATIONAL, action)
    assert mark(SITUATIONAL, response) == Mark(earned, 2)
    assert mark(SITUATIONAL, response, Credit.ALL_OR_NOTHING) == Mark(int(earned == 2))
    assert mark(SITUATIONAL, Chosen(("k1",))) == Mark(0, 2)


def test_matching_earns_by_pairs() -> None:
    sent = shown(MATCHING, 1)
    right = {option.text: option.key for option in sent.options}
    left = {row.text: row.key for row in sent.rows}
    form = {left["1300"]: [right["สายด่วน"]], left["พส."]: [right["คณะกรรมการ"]]}
    assert mark(MATCHING, parse_response(MATCHING, form)) == Mark(1, 3)


def test_ordering_earns_by_places_and_one_place_for_all_earns_nothing() -> None:
    rows = {row.text: row.key for row in shown(ORDERING, 1).rows}
    swapped = Placed(
        tuple(sorted({rows["เห็น"]: 1, rows["ฟัง"]: 2, rows["บอก"]: 4, rows["ส่งต่อ"]: 3}.items()))
    )
    assert mark(ORDERING, swapped) == Mark(2, 4)
    assert mark(ORDERING, Placed(tuple((key, 1) for key in rows.values()))) == Mark(0, 4)
    assert mark(ORDERING, swapped, Credit.ALL_OR_NOTHING) == Mark(0)


@pytest.mark.parametrize(
    "typed", ["72", "๗๒", " 7 2 ", "72ชั่วโมง", "๗๒  ชั่วโมง", "pdpa", "P\u200bDPA"]
)
def test_a_short_answer_is_right_however_it_is_typed(typed: str) -> None:
    assert mark(SHORT, Typed(typed)) == Mark(1)


@pytest.mark.parametrize("typed", ["720", "7", "72 ชม", "-72", "pdp"])
def test_a_short_answer_that_is_not_accepted_is_wrong(typed: str) -> None:
    assert mark(SHORT, Typed(typed)) == Mark(0)


@pytest.mark.parametrize("question", [SHORT, MATCHING, ORDERING], ids=lambda q: q.kind)
def test_an_answer_to_another_type_of_question_is_an_error(question: Question) -> None:
    with pytest.raises(TypeError, match="Chosen"):
        mark(question, Chosen(("k1",)))


def test_a_paper_is_passed_at_exactly_its_percentage() -> None:
    assert mark_paper([Mark(1)] * 7 + [Mark(0)] * 3).passes(70)
    assert not mark_paper([Mark(1)] * 6 + [Mark(0)] * 3).passes(70)
    thirds = mark_paper([Mark(1, 3)] * 3 + [Mark(1)] * 6 + [Mark(0)] * 3)  # 1/3 + 1/3 + 1/3 is 1
    assert thirds.points == 7
    assert mark_paper([*[Mark(1, 3)] * 3, *[Mark(1)] * 6, *[Mark(0)] * 1]).passes(70)


def test_a_percentage_just_below_the_pass_mark_never_reads_as_if_it_were_reached() -> None:
    almost = PaperMark(Fraction(6996, 100), 100)
    assert almost.percent_shown == Decimal("69.9")
    assert not almost.passes(70)
    assert str(mark_paper([Mark(2, 3)]).points_shown) == "0.6"
    assert str(mark_paper([Mark(1)] * 4).percent_shown) == "100.0"


def test_an_empty_paper_earns_nothing() -> None:
    assert mark_paper([]).percent == 0
    assert not mark_paper([]).passes(70)


@given(
    st.lists(st.integers(1, 9).flatmap(lambda n: st.builds(Mark, st.integers(0, n), st.just(n))))
)
def test_a_paper_is_the_exact_sum_of_its_marks(marks: list[Mark]) -> None:
    paper = mark_paper(marks)
    assert paper.points == sum(Fraction(one.earned, one.parts) for one in marks)
    assert 0 <= paper.percent <= 100
    assert paper.percent_shown <= paper.percent
    for percent in (0, 50, 70, 100):
        assert paper.passes(percent) == (
            paper.points * 100 >= percent * len(marks) and (bool(marks) or percent == 0)
        )


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_a_mark_is_made_of_whole_numbers_that_a_database_keeps_exactly(question: Question) -> None:
    result = mark(question, solution(question))
    assert isinstance(result.earned, int)
    assert isinstance(result.parts, int)
    assert 0 <= result.earned <= result.parts
