"""Right answers, read from the curricula's own files, given in the page as a person would."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from playwright.sync_api import Locator, Page

from lms.root import ROOT
from lms.thai import held


@cache
def key(slug: str) -> dict[str, dict[str, Any]]:
    """Every question of a curriculum, by all of its words: prompts repeat, situations do not."""
    files = sorted((ROOT / "curricula" / slug / "modules").glob("*/questions.yaml"))
    questions = [one for file in files for one in yaml.safe_load(file.read_text("utf-8"))]
    return {_plain(f"{one.get('situation', '')} {one['prompt']}"): one for one in questions}


def answer_shown(page: Page, slug: str) -> None:
    """Answer the question that is shown, rightly."""
    question = page.locator("fieldset.question:visible")
    _number, *words = question.locator("legend > span").all_inner_texts()
    asked = _plain(" ".join(words))
    _answer(question, key(slug)[asked])


def _answer(question: Locator, right: dict[str, Any]) -> None:
    match right["type"]:
        case "single" | "multiple" | "situational":
            for option in right["options"]:
                if option.get("correct") or option.get("judgement") == "best":
                    _choose(question, option["text"])
        case "truefalse":
            _choose(question, "ถูก" if right["answer"] else "ผิด")
        case "matching":
            for pair in right["pairs"]:
                _row(question, pair["left"]).select_option(label=held(str(pair["right"])))
        case "ordering":
            for place, item in enumerate(right["items"], start=1):
                _row(question, item).select_option(label=str(place))
        case "short":
            question.get_by_label("คำตอบของท่าน").fill(str(right["accept"][0]))


def _choose(question: Locator, text: str) -> None:
    question.locator(".choices").get_by_label(text, exact=True).check()


def _row(question: Locator, text: str) -> Locator:
    return question.get_by_label(text, exact=True)


def _plain(text: str) -> str:
    return " ".join(text.split())
