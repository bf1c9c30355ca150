"""What is said of a file: whether it is ours, and in what it is not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from lms import clock
from lms.certification.key_register import compromised, known_certificates
from lms.db import release
from lms.storage import Missing, store
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
from lms.verification.comparison import (
    NO_DIFFERENCE,
    Difference,
    difference,
    looks_otherwise,
    numbers_in,
)
from lms.verification.examining import Examined, Signature, examine
from lms.verification.fields import FieldDifference, differing

LARGEST = 10 * 2**20  # bytes of a file
_HEAD = 1024  # a PDF says what it is within so many bytes
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods")
_ORIGINALS = 32  # kept as they were read, some 80 kB each


class Remark(StrEnum):
    """What else is not as in the original, beside what is printed."""

    PICTURE = "picture"  # the first page looks otherwise
    PAGES = "pages"  # more or fewer of them
    ADDED = "added"  # notes, stamps or boxes upon the pages
    ACTS = "acts"  # scripts, or orders to the reader's program
    NO_CREDENTIAL = "no_credential"  # the credential that was attached is gone


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
    fields: tuple[FieldDifference, ...] = ()
    attached: Difference = NO_DIFFERENCE  # of its credential, beside the register
    remarks: tuple[Remark, ...] = ()

    @property
    def headline(self) -> str:
        """The word over the answer: never the register's unless every byte matches."""
        match = self.state is DocumentState.MATCH
        return self.answer.status if match else self.state


def is_table(content: bytes, name: str) -> bool:
    """Whether a file is to be read as a list of numbers: anything but a PDF or a credential."""
    if b"%PDF-" in content[:_HEAD] or credentials.read(content) is not None:
        return False
    return content.startswith(_WORKBOOKS) or name.lower().endswith(_TABLES)


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
    fields = credentials.differing_fields(brought, entry.facts)
    answer = judge(entry, clock.today())
    return FileAnswer(state, sha256, answer, None, differs, signature, fields=fields)


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
    found = replace(
        found, state=DocumentState.ALTERED, answer=answer, attached=_attached(examined, entry)
    )
    original = _original_of(entry)
    return _beside(found, examined, original, entry) if original else found


def _attached(examined: Examined, entry: Entry) -> Difference:
    brought = credentials.read(examined.token.encode())
    return credentials.differs(brought, entry.facts) if brought else NO_DIFFERENCE


def _beside(found: FileAnswer, examined: Examined, original: Examined, entry: Entry) -> FileAnswer:
    """With what is not as in the original."""
    remarks = {
        Remark.PICTURE: looks_otherwise(examined.picture, original.picture),
        Remark.PAGES: examined.pages != original.pages,
        Remark.ADDED: examined.added > original.added,
        Remark.ACTS: examined.acts and not original.acts,
        Remark.NO_CREDENTIAL: bool(original.token) and not examined.token,
    }
    lines = examined.lines
    return replace(
        found,
        remarks=tuple(remark for remark, holds in remarks.items() if holds),
        difference=difference(lines, original.lines) if lines else NO_DIFFERENCE,
        fields=differing(lines, original.lines, entry.facts) if lines else (),
    )


def _original_of(entry: Entry) -> Examined | None:
    """Our own file; None while it cannot be read."""
    try:
        return _original(entry.document_key) if entry.document_key else None
    except (Missing, _Unread):
        return None


class _Unread(Exception):
    """The machine was too busy: next time it may not be."""


@lru_cache(maxsize=_ORIGINALS)
def _original(key: str) -> Examined:
    """Read as strangers' files are; what lies under a key never changes."""
    examined = examine(store().get(key))
    if examined.unreadable:
        raise _Unread
    return examined


def file_as_json(found: FileAnswer) -> dict[str, Any]:
    """`status` only for a match: whoever reads nothing else must not be misled."""
    said = {"document": found.state.value, "file_sha256": found.sha256 or None}
    if found.state is DocumentState.MATCH:
        return as_json(found.answer) | said
    differs = {
        "fields": {each.field.value: each.found for each in found.fields},
        "only_in_file": found.difference.only_in_file,
        "only_in_original": found.difference.only_in_original,
        "credential": found.attached.only_in_file,
        "remarks": [remark.value for remark in found.remarks],
    }
    claims = as_json(found.answer) if found.answer.entry else None
    return without_answer(**said, why=found.why, claims=claims, differs=differs)
