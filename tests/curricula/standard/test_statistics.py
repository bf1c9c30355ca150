"""What tricks earn is counted as an examiner would count it by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.questions import Difficulty, Multiple, Option, Single, TrueFalse
from lms.curricula.questions.types import Action, Judgement, Situational
from lms.curricula.standard.statistics import Trick, figures, right_place


def single(right: int, *texts: str) -> Single:
    options = tuple(Option(text, place == right) for place, text in enumerate(texts, 1))
    return Single(id="q", objective="o1", difficulty=Difficulty.EASY, prompt="?", options=options)


def truth(answer: bool) -> TrueFalse:
    return TrueFalse(id="q", objective="o1", difficulty=Difficulty.HARD, prompt="?", answer=answer)


def test_the_longest_and_the_shortest_earn_what_they_find() -> None:
    bank = figures([single(1, "กขค", "ก", "ข"), single(2, "กขค", "ก", "ข")])
    assert (bank.longest.earned, bank.shortest.earned, bank.longest.total) == (1.0, 0.5, 2)
    assert bank.longest.luck == pytest.approx(2 / 3)


def test_options_of_one_length_leave_it_to_luck() -> None:
    assert figures([single(1, "กข", "คง", "จฉ", "ชซ")]).longest.share == 0.25


def test_spaces_do_not_make_an_option_longer() -> None:
    assert figures([single(2, "ก  ข  ค", "กขคง")]).longest.share == 1.0


def test_places_are_those_of_the_file_and_the_best_course_is_the_right_one() -> None:
    actions = tuple(Action(text, Judgement(text)) for text in ("wrong", "acceptable", "best"))
    situation = Situational(
        id="q",
        objective="o1",
        difficulty=Difficulty.EASY,
        prompt="?",
        situation="…",
        options=actions,
    )
    assert right_place(situation) == 3
    assert figures([situation, single(1, "ก", "ข")]).places == {3: 1, 1: 1}


def test_avoiding_absolute_words_finds_the_right_option_where_only_wrong_ones_have_them() -> None:
    telling = figures([single(2, "ทำเสมอ", "ทำเมื่อพร้อม", "ทำเท่านั้น")])
    assert telling.unabsolute.share == 1.0
    assert (telling.absolute_wrong, telling.absolute_right) == (1.0, 0.0)
    even = figures([single(1, "เสมอ", "เท่านั้น")])
    assert even.unabsolute.share == 0.5


def test_several_right_options_count_for_their_words_but_not_for_their_places() -> None:
    options = (Option("เสมอ", correct=True), Option("ก", correct=True), Option("ข"))
    question = Multiple(
        id="q", objective="o1", difficulty=Difficulty.EASY, prompt="?", options=options
    )
    bank = figures([question])
    assert (bank.absolute_right, bank.places, bank.longest.total) == (0.5, {}, 0)


@pytest.mark.parametrize(
    ("trick", "tells"),
    [
        (Trick(5, 20, 5), False),
        (Trick(8, 20, 5), False),  # 40 %: luck does that
        (Trick(9, 20, 5), True),
        (Trick(36, 100, 25), True),
        (Trick(35, 100, 25), False),
        (Trick(2, 2, 0.5), False),  # too few to tell
    ],
)
def test_a_trick_tells_when_it_earns_more_than_luck(trick: Trick, tells: bool) -> None:
    assert trick.tells is tells


@given(st.lists(st.booleans(), max_size=40))
def test_a_bank_of_one_answer_tells_and_an_even_one_does_not(answers: list[bool]) -> None:
    even = figures([truth(answer) for one in answers for answer in (one, not one)])
    assert not even.commonest_truth.tells
    if len(answers) >= 5:
        assert figures([truth(True) for _ in answers]).commonest_truth.tells


def test_an_empty_bank_has_figures_too() -> None:
    bank = figures([])
    assert (bank.count, bank.commonest_place.share, bank.commonest_truth.tells) == (0, 0.0, False)
