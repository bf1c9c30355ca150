"""Check a number or a file, and keep what a check leaves behind."""

from __future__ import annotations

from lms import clock
from lms.access import Actor, Permission
from lms.certification.number import parse
from lms.db import db
from lms.thai import one_line
from lms.verification import queries
from lms.verification.answers import Answer, Entry, judge
from lms.verification.judging import FileAnswer, look_up
from lms.verification.models import Check
from lms.verification.tally import tally


class Refused(Exception):
    """Too many wrong numbers came from here: nothing is answered for a while."""


def is_officer(actor: Actor | None) -> bool:
    """Whether the checks of whoever is signed in are recorded."""
    return actor is not None and actor.may(Permission.CHECK)


def check_number(typed: str, actor: Actor | None, address: str, channel: str) -> Answer:
    """The register's answer for whatever was typed; raises Refused.

    A mistyped number takes the same way as an unknown one.
    """
    if not is_officer(actor) and tally().refuses(address):
        raise Refused
    number = parse(typed)
    entry = queries.entry_of_number(str(number) if number else "")
    answer = judge(entry, clock.today())
    _keep(actor, channel, typed, answer.status, entry)
    if entry is None and not is_officer(actor):
        tally().missed(address)
    return answer


def check_file(content: bytes, actor: Actor | None, address: str) -> FileAnswer:
    """The answer for a file's bytes, kept like any check; raises Refused.

    Numbers that a file claims and nobody holds are guesses like those that are typed.
    """
    if not is_officer(actor) and tally().refuses(address):
        raise Refused
    found = look_up(content)
    keep_file(found, actor, address)
    return found


def keep_file(found: FileAnswer, actor: Actor | None, address: str) -> None:
    """What the check of a file leaves behind."""
    _keep(actor, "file", found.sha256, found.headline, found.answer.entry)
    for _ in range(found.guesses if not is_officer(actor) else 0):
        tally().missed(address)


def _keep(actor: Actor | None, channel: str, asked: str, answer: str, entry: Entry | None) -> None:
    """An officer's check is recorded; of the public's, only that there was one."""
    if actor is None or not is_officer(actor):
        tally().count(channel, answer)
        return
    db.session.add(
        Check(
            officer_id=actor.person_id,
            certificate_id=entry.certificate_id if entry else None,
            channel=channel,
            asked=one_line(asked)[:200],
            answer=answer,
        )
    )
