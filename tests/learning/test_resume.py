"""Where "เรียนต่อ" leads, by rules alone."""

from types import SimpleNamespace
from typing import Any

import pytest

from lms.learning.progress import Facts, ModuleRule, Rules, Step, progress
from lms.learning.resume import next_place

LESSONS = tuple(
    SimpleNamespace(id=number, module_slug=module)
    for number, module in ((1, "one"), (2, "one"), (3, "two"), (4, "three"))
)
EDITION: Any = SimpleNamespace(lessons=LESSONS)
RULES = Rules(
    modules=(
        ModuleRule("one", (1, 2), ()),
        ModuleRule("two", (3,), ("one",)),
        ModuleRule("three", (4,), ()),
    ),
    has_post_test=True,
    has_practicum=True,
)


def target(finished, last, **more):
    facts = Facts(finished_lessons=set(finished), opened_lessons=set(finished), **more)
    found = next_place(EDITION, progress(RULES, facts), last)
    return found.lesson.id if found.lesson else found.step


@pytest.mark.parametrize(
    ("finished", "last", "expected", "remark"),
    [
        ((), None, 1, "a newcomer begins at the beginning"),
        ((), 2, 2, "back to the lesson last read"),
        ((1,), 1, 2, "a finished one leads to the next"),
        ((2,), 2, 4, "a closed module is passed over"),
        ((2, 4), 4, 1, "what was left out before comes last"),
        ((1, 2), 2, 3, "a module opens when what it waits for is finished"),
        ((1, 2, 3, 4), 4, Step.POST_TEST, "after the lessons the test"),
    ],
)
def test_it_leads_to_the_next_thing_to_do(finished, last, expected, remark):
    assert target(finished, last) == expected, remark


def test_after_the_test_comes_the_practicum_and_then_nothing():
    everything = (1, 2, 3, 4)

    assert target(everything, 4, post_test_passed=True) is Step.PRACTICUM
    assert target(everything, 4, post_test_passed=True, practicum_passed=True) is None
