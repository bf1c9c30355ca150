"""What a QR's own words are worth beside the register: pasted, or read by a scanner at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lms.access import Actor
from lms.certification.key_register import trusted_certificates
from lms.certification.qr_payload import Judgement, Payload, Proof, judge, payload_of
from lms.thai import be_date, one_line
from lms.verification.answers import Answer, as_json, without_answer
from lms.verification.fields import Field, FieldDifference
from lms.verification.services import check_number

_SIGNED = re.compile(r"\s*(?:\S+#)?[0-9]{60,}\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class QrAnswer:
    """`answer` is the register's, for the number that the QR names."""

    judgement: Judgement
    answer: Answer
    fields: tuple[FieldDifference, ...] = ()

    @property
    def is_genuine(self) -> bool:
        """Whether the register's word may be its headline: nothing signed speaks against it."""
        if self.judgement.proof in {Proof.FORGED, Proof.OTHER_NUMBER}:
            return False
        return not self.fields


def is_signed(text: str) -> bool:
    """Whether this is a QR's text with its signed digits, not an address alone."""
    return _SIGNED.fullmatch(text) is not None


def check_qr(text: str, actor: Actor | None, address: str) -> QrAnswer:
    """The register's answer for a QR's text, and in what the QR says otherwise; raises Refused."""
    judgement = judge(one_line(text), trusted_certificates())
    said = judgement.payload
    named = said.number if said else text.partition("#")[0]
    return compared(judgement, check_number(named, actor, address, "qr"))


def compared(judgement: Judgement, answer: Answer) -> QrAnswer:
    """The register's answer, and in what the QR says otherwise."""
    said = judgement.payload
    if said is None or answer.entry is None:
        return QrAnswer(judgement, answer)
    fields = tuple(_differing(said, payload_of(answer.entry.facts)))
    return QrAnswer(judgement, answer, fields)


def qr_as_json(found: QrAnswer) -> dict[str, Any]:
    """`status` only where nothing speaks against it: whoever reads nothing else is not misled."""
    said = {"qr": found.judgement.proof.value}
    if found.is_genuine:
        return as_json(found.answer) | said
    differs = {"fields": {each.field.value: each.found for each in found.fields}}
    claims = as_json(found.answer) if found.answer.entry else None
    return without_answer(**said, claims=claims, differs=differs)


def _differing(said: Payload, ours: Payload) -> Iterator[FieldDifference]:
    pairs = (
        (Field.HOLDER, ours.holder, said.holder),
        (Field.CURRICULUM, ours.curriculum, said.curriculum),
        (Field.ISSUED_ON, be_date(ours.issued_on), be_date(said.issued_on)),
        (
            Field.EXPIRES_ON,
            be_date(ours.expires_on) if ours.expires_on else "-",
            be_date(said.expires_on) if said.expires_on else "-",
        ),
        (Field.ISSUER, ours.issuer, said.issuer),
        (Field.KIND, ours.kind.value, said.kind.value),
    )
    for field, registered, found in pairs:
        if registered != found:
            yield FieldDifference(field, registered, found)
