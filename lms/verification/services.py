"""Check a number or a file, and keep what a check leaves behind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from lms import clock
from lms.access import Actor, Permission
from lms.certification.key_register import compromised, known_certificates
from lms.certification.number import parse
from lms.db import db, release
from lms.storage import Missing, store
from lms.thai import one_line
from lms.verification import credentials, queries
from lms.verification.answers import (
    NOT_FOUND,
    Answer,
    DocumentState,
    Entry,
    as_json,
    judge,
    without_answer,
)
from lms.verification.comparison import NO_DIFFERENCE, Difference, difference, numbers_in
from lms.verification.examining import Examined, Signature, examine
from lms.verification.models import Check
from lms.verification.tally import tally

LARGEST = 10 * 2**20  # bytes of a file
_HEAD = 1024  # a PDF says what it is within so many bytes


class Refused(Exception):
    """Too many wrong numbers came from here: nothing is answered for a while."""


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What is said of a file. `answer` is the register's for the certificate it is, or claims
    to be; `why` says what makes a file unreadable."""

    state: DocumentState
    sha256: str
    answer: Answer = NOT_FOUND
    why: str | None = None  # empty | large | not_pdf | encrypted | damaged | heavy
    difference: Difference = NO_DIFFERENCE
    signature: Signature | None = None
    has_text: bool = True
    guesses: int = 0  # numbers in it that the register does not know

    @property
    def headline(self) -> str:
        """The word over the answer: never the register's unless every byte matches."""
        match = self.state is DocumentState.MATCH
        return self.answer.status if match else self.state


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


def look_up(content: bytes) -> FileAnswer:
    """The answer alone; raises examining.NoTurn when too many files are asked about at once.

    Of more than LARGEST bytes, LARGEST + 1 are enough to be refused.
    """
    if len(content) > LARGEST:
        return _unread("large", "")
    sha256 = hashlib.sha256(content).hexdigest()
    entry = queries.entry_of_document(sha256)
    if entry is not None:
        return FileAnswer(DocumentState.MATCH, sha256, judge(entry, clock.today()))
    return look_into(content, sha256)


def look_into(content: bytes, sha256: str) -> FileAnswer:
    """What is said of bytes that the register does not know; raises examining.NoTurn."""
    if len(content) > LARGEST:
        return _unread("large", "")
    if not content:
        return _unread("empty", sha256)
    if b"%PDF-" not in content[:_HEAD]:
        brought = credentials.read(content)
        return _judge(brought, sha256) if brought else _unread("not_pdf", sha256)
    trusted, lost = known_certificates(), compromised()
    release()  # nobody's writing waits while a stranger's file is looked into
    examined = examine(content, trusted)
    if examined.unreadable:
        return _unread(examined.unreadable, sha256)
    return _compare(_disbelieved(examined, lost), sha256)


def _judge(brought: credentials.Credential, sha256: str) -> FileAnswer:
    """A credential is ours byte for byte, or by a key of ours and with every field as it is."""
    lost = compromised()
    signature = credentials.signature_of(brought, known_certificates(), lost)
    entry = queries.entry_of_number(brought.number or "")
    if entry is None:
        guesses = 1 if brought.number else 0
        return FileAnswer(DocumentState.UNKNOWN, sha256, signature=signature, guesses=guesses)
    differs = credentials.differs(brought, entry.facts)
    believed = signature.known_key and signature.intact and not signature.compromised_key
    genuine = (believed and not differs) or brought.token.encode() == credentials.embedded(entry)
    state = DocumentState.MATCH if genuine else DocumentState.ALTERED
    return FileAnswer(state, sha256, judge(entry, clock.today()), None, differs, signature)


def _disbelieved(examined: Examined, lost: frozenset[str]) -> Examined:
    """With a signature by a key in strange hands marked as such: anybody may have made it."""
    signature = examined.signature
    if signature is None or signature.key_id not in lost:
        return examined
    return replace(examined, signature=replace(signature, compromised_key=True))


def _unread(why: str, sha256: str) -> FileAnswer:
    return FileAnswer(DocumentState.UNREADABLE, sha256, why=why)


def _compare(examined: Examined, sha256: str) -> FileAnswer:
    found = FileAnswer(
        DocumentState.UNKNOWN,
        sha256,
        signature=examined.signature,
        has_text=bool(examined.lines),
    )
    claimed = numbers_in("\n".join([*examined.lines, examined.hidden]))
    entry = queries.entry_of_numbers(claimed) if claimed else None
    if entry is None:
        return replace(found, guesses=len(claimed))
    answer = judge(entry, clock.today())
    release()
    differs = NO_DIFFERENCE
    if examined.lines and (original := _original_lines(entry)):
        differs = difference(examined.lines, original)
    return replace(found, state=DocumentState.ALTERED, answer=answer, difference=differs)


def _original_lines(entry: Entry) -> list[str]:
    """The text of our own file, read the same way."""
    if entry.document_key is None:
        return []
    try:
        return examine(store().get(entry.document_key)).lines
    except Missing:
        return []


def file_as_json(found: FileAnswer) -> dict[str, Any]:
    """`status` only for a match: whoever reads nothing else must not be misled."""
    said = {"document": found.state.value, "file_sha256": found.sha256 or None}
    if found.state is DocumentState.MATCH:
        return as_json(found.answer) | said
    differs = {
        "only_in_file": found.difference.only_in_file,
        "only_in_original": found.difference.only_in_original,
    }
    claims = as_json(found.answer) if found.answer.entry else None
    return without_answer(**said, why=found.why, claims=claims, differs=differs)


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
