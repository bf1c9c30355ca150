"""พบในทะเบียนเดิม: an old paper looked for in the register from before this system.

Old numbers are counted up, so who knows one can guess the next: the public must give the number
and the surname on the same paper. Officers are known by name, and their look is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lms.access import Actor
from lms.certification.earlier import queries
from lms.certification.earlier.holders import is_full, names_match
from lms.certification.earlier.models import EarlierCertificate
from lms.db import db
from lms.thai import local_day, one_line
from lms.verification.answers import without_answer
from lms.verification.models import Check
from lms.verification.services import Refused, is_officer
from lms.verification.tally import tally


def N_(words: str) -> str:  # noqa: N802 - the name by which Babel finds these words
    return words


WORDS = N_("พบในทะเบียนเดิม")
NOT_OURS = N_("ไม่ได้ออกหรือลงลายมือชื่อโดยระบบนี้")
CHANNEL = ANSWER = "earlier"
NOT_FOUND = "not_found"
MOST = 20  # papers shown for one number; a name narrows them


class Wanted(StrEnum):
    """What must be typed before anything is said."""

    NUMBER = "number"
    NAME = "name"  # nobody is told of a paper by its number alone
    FULL_NAME = "full_name"  # several papers have this number and this surname


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as the old register has it, and who says so."""

    certificate_id: int
    number: str
    holder: str
    curriculum: str
    issued_on: date | None
    issuer: str | None
    office_th: str  # that keeps the register and vouches for what was imported
    office_en: str
    source: str
    import_id: int
    imported_on: date
    unit_path: str


@dataclass(frozen=True, slots=True)
class Found:
    """What is said; `wanted` while there is not enough to say anything."""

    papers: tuple[Paper, ...] = ()
    wanted: Wanted | None = None
    more: bool = False


def check(number: str, name: str, actor: Actor | None, address: str) -> Found:
    """Look, and keep what a check leaves behind; raises Refused."""
    officer = is_officer(actor)
    if not officer and tally().refuses(address):
        raise Refused
    found = look_up(number, name, by_number_alone=officer)
    if found.wanted in {Wanted.NUMBER, Wanted.NAME}:
        return found
    answer = ANSWER if found.papers or found.wanted else NOT_FOUND
    if actor is None or not officer:
        tally().count(CHANNEL, answer)
        if answer == NOT_FOUND:
            tally().missed(address)
    else:
        asked = one_line(f"{number} {name}")[:200]
        who = {"officer_id": actor.person_id, "channel": CHANNEL}
        db.session.add(Check(asked=asked, answer=answer, **who))
    return found


def look_up(number: str, name: str, *, by_number_alone: bool) -> Found:
    """The answer alone."""
    if not number.strip():
        return Found(wanted=Wanted.NUMBER)
    if not name.strip() and not by_number_alone:
        return Found(wanted=Wanted.NAME)
    rows = queries.of_number(number)
    if name.strip():
        rows = [row for row in rows if names_match(name, row.holder)]
        full = [row for row in rows if is_full(name, row.holder)]
        if full:
            rows = full
        elif len(rows) > 1 and not by_number_alone:
            return Found(wanted=Wanted.FULL_NAME)
    return Found(tuple(_paper(row) for row in rows[:MOST]), more=len(rows) > MOST)


def beside(asked: Sequence[tuple[str, str]], *, by_number_alone: bool) -> list[Paper | None]:
    """For rows of a list, numbers with names: the paper, where exactly one fits."""
    typed = [number for number, _ in asked if looks_earlier(number)]
    rows = queries.of_numbers(typed) if typed else {}
    found: list[Paper | None] = []
    for number, name in asked:
        fits = [row for row in rows.get(number, ()) if not name or names_match(name, row.holder)]
        told = len(fits) == 1 and (name or by_number_alone)
        found.append(_paper(fits[0]) if told else None)
    return found


def _paper(row: EarlierCertificate) -> Paper:
    unit, sent = row.unit, row.of_import
    return Paper(
        certificate_id=row.id,
        number=row.number,
        holder=row.holder,
        curriculum=row.curriculum,
        issued_on=row.issued_on,
        issuer=row.issuer,
        office_th=unit.office_th or unit.name_th,
        office_en=unit.office_en or unit.name_en,
        source=sent.source,
        import_id=sent.id,
        imported_on=local_day(row.created_at),
        unit_path=unit.path,
    )


def as_json(found: Found) -> dict[str, Any]:
    """`status` stays null: it is none of the register's four answers, and looks like none."""
    if not found.papers:
        return without_answer(earlier=[], wanted=found.wanted)
    return without_answer(
        register="earlier",
        words=WORDS,
        signed_by_this_system=False,
        earlier=[fields(paper) for paper in found.papers],
    )


def fields(paper: Paper) -> dict[str, Any]:
    """Nested, so that no program takes a name or number from here for one of ours."""
    return {
        "number": paper.number,
        "holder": paper.holder,
        "curriculum": paper.curriculum,
        "issued_on": paper.issued_on.isoformat() if paper.issued_on else None,
        "issuer": paper.issuer,
        "vouched_by": paper.office_th,
        "source": paper.source,
        "import": paper.import_id,
        "imported_on": paper.imported_on.isoformat(),
    }


def looks_earlier(typed: str) -> bool:
    """Whether it may stand on an old paper: our own numbers begin with Latin letters."""
    text = one_line(typed)
    latin = any(c.isascii() and c.isalpha() for c in text)
    return not latin and any(c.isdecimal() for c in text) and len(text) <= 60
