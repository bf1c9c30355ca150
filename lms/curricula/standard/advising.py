"""All advice on one curriculum."""

from collections.abc import Iterable
from math import comb, prod
from pathlib import Path

from lms.curricula.files.problems import Problem, Problems
from lms.curricula.files.shapes import (
    EditionFile,
    ExampleKind,
    ModuleFile,
    PracticumFile,
    TestFile,
)
from lms.curricula.files.whole import bank_items
from lms.curricula.standard.banks import advise_alike, advise_balance, advise_bank
from lms.curricula.standard.lessons import advise_lesson
from lms.curricula.standard.statistics import figures

FEWEST_LESSONS, MOST_LESSONS = 3, 6
_FEWEST_PAPERS = 1_000


def advice_on(editions: Iterable[EditionFile]) -> tuple[Problem, ...]:
    """What would make these curricula better."""
    problems = Problems()
    for edition in editions:
        _advise(edition, problems)
    return problems.sorted()


def _advise(edition: EditionFile, problems: Problems) -> None:
    file = edition.folder / "edition.yaml"
    for module in edition.modules:
        _advise_module(module, problems)
        advise_bank(module, dict(edition.sources), problems)
        for lesson in module.lessons:
            advise_lesson(lesson, problems)
    advise_alike(edition.modules, problems)
    questions = [question for module in edition.modules for question in module.questions]
    advise_balance(figures(questions), file, problems)
    for test in (edition.head.pre_test, edition.head.post_test):
        _advise_test(test, edition, file, problems)
    _advise_practicum(edition.practicum, edition.folder, problems)


def _advise_module(module: ModuleFile, problems: Problems) -> None:
    file = module.folder / "module.yaml"
    count = len(module.lessons)
    if not FEWEST_LESSONS <= count <= MOST_LESSONS:
        limits = {"least": FEWEST_LESSONS, "most": MOST_LESSONS}
        problems.note(file, 1, "few_lessons", count=count, **limits)
    shown = {path for lesson in module.lessons for path in lesson.media}
    if not any(module.media[path].width for path in shown if path in module.media):
        problems.note(file, 1, "no_figure")
    taught = {objective for lesson in module.lessons for objective in lesson.objectives}
    for objective in module.objectives:
        if objective.id not in taught:
            problems.note(file, 1, "untaught_objective", value=objective.id)


def _advise_test(test: TestFile, edition: EditionFile, file: Path, problems: Problems) -> None:
    """About how many papers a blueprint can give: rows that overlap count as if they did not."""
    items = bank_items(edition.modules)
    fits = [sum(item.fits(row) for item in items) for row in test.draw]
    papers = prod(comb(fit, row.count) for fit, row in zip(fits, test.draw, strict=True))
    if 0 < papers < _FEWEST_PAPERS:
        line = test.lines[0] if test.lines else 1
        problems.note(file, line, "few_papers", count=papers)


def _advise_practicum(practicum: PracticumFile | None, folder: Path, problems: Problems) -> None:
    if practicum is None:
        problems.note(folder / "edition.yaml", 1, "no_practicum")
        return
    file = folder / "practicum.yaml"
    if not practicum.form:
        problems.note(file, 1, "no_form")
    if {example.kind for example in practicum.examples} != set(ExampleKind):
        problems.note(file, 1, "no_examples")
