"""How far somebody is, by rules alone."""

import pytest

from lms.learning.progress import Facts, ModuleRule, Rules, State, Step, progress

RULES = Rules(
    modules=(
        ModuleRule("one", (1, 2), ()),
        ModuleRule("two", (3,), ("one",)),
    ),
    has_post_test=True,
    has_practicum=True,
)


def facts(finished=(), opened=(), **more):
    return Facts(finished_lessons=set(finished), opened_lessons={*finished, *opened}, **more)


@pytest.mark.parametrize(
    ("finished", "opened", "states"),
    [
        ((), (), (State.NOT_STARTED, State.LOCKED)),
        ((), (1,), (State.ACTIVE, State.LOCKED)),
        ((1,), (), (State.ACTIVE, State.LOCKED)),
        ((1, 2), (), (State.DONE, State.NOT_STARTED)),
        ((1, 2), (3,), (State.DONE, State.ACTIVE)),
        ((1, 2, 3), (), (State.DONE, State.DONE)),
        # finished before its requirement was: it stays finished
        ((3,), (), (State.NOT_STARTED, State.DONE)),
    ],
)
def test_a_module_is_done_under_way_open_or_closed(finished, opened, states):
    judged = progress(RULES, facts(finished, opened))

    assert tuple(module.state for module in judged.modules) == states


def test_a_closed_module_says_what_it_waits_for():
    assert progress(RULES, facts()).module("two").waits_for == ("one",)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        (facts(), [(Step.LESSONS, 3), (Step.POST_TEST, 1), (Step.PRACTICUM, 1)]),
        (facts((1, 2)), [(Step.LESSONS, 1), (Step.POST_TEST, 1), (Step.PRACTICUM, 1)]),
        (facts((1, 2, 3), post_test=60.0), [(Step.POST_TEST, 1), (Step.PRACTICUM, 1)]),
        (facts((1, 2, 3), post_test_passed=True), [(Step.PRACTICUM, 1)]),
        (facts((1, 2, 3), post_test_passed=True, practicum_passed=True), []),
        # the pre-test is never missing
        (facts((1, 2, 3), pre_test=0.0, post_test_passed=True, practicum_passed=True), []),
    ],
)
def test_what_is_missing_is_always_one_short_list(given, missing):
    judged = progress(RULES, given)

    assert [(one.step, one.count) for one in judged.missing] == missing
    assert judged.complete is (not missing)


def test_an_edition_without_test_or_practicum_asks_for_its_lessons_only():
    rules = Rules(RULES.modules, has_post_test=False, has_practicum=False)

    assert progress(rules, facts((1, 2, 3))).complete


@pytest.mark.parametrize(
    ("given", "percent"),
    [
        (facts(), 0),
        (facts((1,)), 20),
        (facts((1, 2, 3), post_test_passed=True), 80),
        (facts((1, 2, 3), post_test_passed=True, practicum_passed=True), 100),
    ],
)
def test_percent_is_100_only_when_nothing_is_missing(given, percent):
    assert progress(RULES, given).percent == percent


def test_the_post_test_opens_with_the_last_lesson():
    assert not progress(RULES, facts((1, 2))).post_test_open
    assert progress(RULES, facts((1, 2, 3))).post_test_open
