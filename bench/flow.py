"""A whole test as a phone takes it: open, start, an answer at a time, hand in, review."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from bench.client import Answer, BadAnswer, Connection, get, post
from bench.population import Learner

_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
_FIELD = re.compile(
    r'<(input|select)\b[^>]*?name="q(\d+)-([^"]+)"([^>]*)>(.*?)(?=<input|<select|</fieldset)',
    re.DOTALL,
)
_VALUE = re.compile(r'value="([^"]*)"')
_OPTION = re.compile(r'<option(?: value="([^"]+)")?[^>]*>([^<]*)</option>')


@dataclass(frozen=True, slots=True)
class Paper:
    """A test under way: where it is, whose, and one answer for every position."""

    path: str
    cookie: str
    token: str
    answers: dict[int, list[tuple[str, str]]]


def whole(connection: Connection, one: Learner, answers: int = 10) -> int:
    """The whole flow; returns how many requests it took."""
    paper = begin(connection, one)
    for position in range(1, answers + 1):
        save(connection, paper, position)
    hand_in(connection, paper)
    return 3 + answers + 2


def begin(connection: Connection, one: Learner) -> Paper:
    """Open the test's page, press เริ่มทำ, and read the first page of questions."""
    page = f"/curricula/{one.edition.slug}/tests/post"
    opened = _fine(connection.ask(get(page, one.cookie)))
    sent = connection.ask(post(page, one.cookie, {"csrf_token": token_in(opened)}))
    where = sent.header("Location").removeprefix("http://127.0.0.1")
    if sent.status != 303 or "/attempts/" not in where:
        raise BadAnswer(f"the test did not begin: {sent.status} {where}")
    questions = _fine(connection.ask(get(where, one.cookie)))
    return Paper(where, one.cookie, token_in(questions), _answers(questions))


def save(connection: Connection, paper: Paper, position: int) -> None:
    """Send one answer as the page's script does, and insist on the receipt."""
    fields = [
        ("csrf_token", paper.token),
        ("position", str(position)),
        ("key", secrets.token_hex(9)),
        *paper.answers[position],
    ]
    sent = connection.ask(
        post(f"{paper.path}/answers", paper.cookie, fields, accept="application/json")
    )
    if sent.status != 200 or b'"receipt"' not in sent.body:
        raise BadAnswer(f"the answer was not saved: {sent.status}")


def hand_in(connection: Connection, paper: Paper) -> None:
    """Press ส่งคำตอบ and read the review."""
    sent = connection.ask(post(f"{paper.path}/submit", paper.cookie, {"csrf_token": paper.token}))
    if sent.status != 303:
        raise BadAnswer(f"the test was not handed in: {sent.status}")
    _fine(connection.ask(get(f"{paper.path}/review", paper.cookie)))


def token_in(page: str) -> str:
    """The form's token against forgery."""
    found = _TOKEN.search(page)
    if found is None:
        raise BadAnswer("a page without a form")
    return found[1]


def _answers(page: str) -> dict[int, list[tuple[str, str]]]:
    """Some answer to every question: the first choice, any pair, any place, a word."""
    found: dict[int, list[tuple[str, str]]] = {}
    for tag, position, name, attributes, rest in _FIELD.findall(page):
        fields = found.setdefault(int(position), [])
        field = f"q{position}-{name}"
        if name == "flag" or any(field == known for known, _ in fields):
            continue
        if tag == "select":
            options = [value or words for value, words in _OPTION.findall(rest)]
            fields.append((field, options[-1]))
        elif 'maxlength="' in attributes:
            fields.append((field, "ศูนย์ช่วยเหลือสังคม"))
        else:
            value = _VALUE.search(attributes)
            fields.append((field, value[1] if value else ""))
    return found


def _fine(answer: Answer) -> str:
    if answer.status != 200:
        raise BadAnswer(f"{answer.status} {answer.header('Location')}")
    return decoded(answer)


def decoded(answer: Answer) -> str:
    """The page as text."""
    if answer.header("Content-Encoding") == "br":
        import brotli

        return bytes(brotli.decompress(answer.body)).decode()
    return answer.body.decode()
