"""Check many numbers or many files at once; each is answered, whatever becomes of the others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from sqlalchemy import insert

from lms import clock
from lms.access import Actor, Permission
from lms.certification.number import parse
from lms.db import db, reading_first, release
from lms.thai import be_year, one_line
from lms.verification import queries
from lms.verification.answers import Answer, DocumentState, Status, judge
from lms.verification.earlier import Paper, beside
from lms.verification.examining import NoTurn
from lms.verification.judging import LARGEST, FileAnswer, look_into
from lms.verification.listing import MOST, MOST_PUBLIC, Asked
from lms.verification.misreadings import Reading, doubts
from lms.verification.models import Check
from lms.verification.naming import Agreement, agreement
from lms.verification.queries import Holder
from lms.verification.services import Refused, is_officer, keep_file
from lms.verification.tally import tally

MOST_FILES = 20
ENOUGH = 8.0  # seconds after which no further unknown file is begun


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """What is said of one row. Without an answer, no number stands in it."""

    asked: Asked
    answer: Answer | None
    name: Agreement
    doubt: Reading | None = None
    holder: Holder | None = None  # for officers of the holder's area
    earlier: Paper | None = None  # of the register from before this system

    @property
    def needs_a_look(self) -> bool:
        """Whether anything but มีผล, with the right name, is said of it."""
        valid = self.answer is not None and self.answer.status is Status.VALID
        return not valid or self.name is Agreement.DIFFERS


def most_rows(actor: Actor | None) -> int:
    """How many numbers this reader may ask about at a time."""
    return MOST if is_officer(actor) else MOST_PUBLIC


def check_rows(
    rows: Sequence[Asked], actor: Actor | None, address: str, *, again: bool = False
) -> list[RowAnswer]:
    """An answer for every row; raises Refused. `again`: these were asked about a while ago, and
    have left their mark."""
    officer = is_officer(actor)
    if not officer and tally().refuses(address):
        raise Refused
    release()
    with reading_first():
        answers = _answers(rows)
        holders = _holders(answers, actor)
        papers = beside(_unknown(rows, answers), by_number_alone=officer)
    if not again:
        _keep_each(rows, answers, actor)
        if not officer:
            _count(answers, papers, address)
    year = be_year(clock.today())
    return [
        RowAnswer(asked, answer, Agreement.BLANK, earlier=paper)
        if paper
        else _row(asked, answer, holders, year)
        for asked, answer, paper in zip(rows, answers, papers, strict=True)
    ]


def _unknown(rows: Sequence[Asked], answers: Sequence[Answer | None]) -> list[tuple[str, str]]:
    """(number, name) of rows that are none of ours; others are asked for nothing."""
    return [
        (asked.typed, asked.name) if answer and answer.entry is None else ("", "")
        for asked, answer in zip(rows, answers, strict=True)
    ]


def _row(
    asked: Asked, answer: Answer | None, holders: Mapping[int, Holder], year: int
) -> RowAnswer:
    entry = answer.entry if answer else None
    if entry is None:
        doubt = doubts(asked.typed, year) if answer else None
        return RowAnswer(asked, answer, Agreement.BLANK, doubt)
    named = agreement(asked.name, entry.facts)
    return RowAnswer(asked, answer, named, holder=holders.get(entry.enrolment_id))


def _answers(rows: Sequence[Asked]) -> list[Answer | None]:
    numbers = [parse(row.typed) for row in rows]
    known = queries.entries_of_numbers([str(number) for number in numbers if number])
    today = clock.today()
    return [
        judge(known.get(str(number)), today) if row.typed else None
        for row, number in zip(rows, numbers, strict=True)
    ]


def _holders(answers: Sequence[Answer | None], actor: Actor | None) -> dict[int, Holder]:
    if actor is None or not actor.may(Permission.SEE_CERTIFICATES):
        return {}
    entries = [answer.entry for answer in answers if answer and answer.entry]
    return queries.holders_in_area(actor, [entry.enrolment_id for entry in entries])


def _keep_each(
    rows: Sequence[Asked], answers: Sequence[Answer | None], actor: Actor | None
) -> None:
    """An officer's look at every certificate is recorded, as if they had asked one by one."""
    if actor is None or not is_officer(actor):
        return
    moment = clock.now()
    looks = [
        {
            "officer_id": actor.person_id,
            "certificate_id": answer.entry.certificate_id if answer.entry else None,
            "channel": "list",
            "asked": one_line(row.typed)[:200],
            "answer": answer.status,
            "created_at": moment,
        }
        for row, answer in zip(rows, answers, strict=True)
        if answer
    ]
    if looks:
        db.session.execute(insert(Check), looks)


def _count(answers: Sequence[Answer | None], papers: Sequence[Paper | None], address: str) -> None:
    """Whoever finds an old paper by its number and name has guessed nothing."""
    for answer, paper in zip(answers, papers, strict=True):
        if answer:
            tally().count("list", answer.status)
            if answer.status is Status.NOT_FOUND and paper is None:
                tally().missed(address)


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class FileRow:
    """What is said of one file of several; None where it could not be looked into yet."""

    name: str
    found: FileAnswer | None


def check_files(files: Sequence[NamedFile], actor: Actor | None, address: str) -> list[FileRow]:
    """An answer for every file; raises Refused, and NoTurn when none
    could be answered. Those of the register are known by their bytes,
    in one query; the others are looked into one after another, while somebody likes to wait.
    """
    if not is_officer(actor) and tally().refuses(address):
        raise Refused
    release()
    digests = [hashlib.sha256(file.content).hexdigest() for file in files]
    with reading_first():
        known = queries.entries_of_documents(digests)
    until = monotonic() + ENOUGH
    rows = []
    for file, digest in zip(files, digests, strict=True):
        entry = known.get(digest) if len(file.content) <= LARGEST else None
        if entry is not None:
            answer = judge(entry, clock.today())
            rows.append(FileRow(file.name, FileAnswer(DocumentState.MATCH, digest, answer)))
        else:
            rows.append(FileRow(file.name, _looked_into(file.content, digest, until)))
    if not any(row.found for row in rows):
        raise NoTurn
    for row in rows:
        if row.found is not None:
            keep_file(row.found, actor, address)
    return rows


def _looked_into(content: bytes, digest: str, until: float) -> FileAnswer | None:
    if monotonic() > until:
        return None
    try:
        return look_into(content, digest)
    except NoTurn:
        return None
