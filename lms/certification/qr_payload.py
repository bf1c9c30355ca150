"""What a certificate's QR says of itself, signed: readable and provable without any network.

A COSE_Sign1 message over a small CBOR map, written as one decimal integer: digits take least room
in a QR and nobody mangles them. It stands in the fragment of the QR's address, which browsers
never send. Pure; hostile digits raise NotAPayload and nothing else.

A text is stored in TIS-620, a byte a letter, where that can hold it, else in UTF-8. The place in
the status list is not stored: it follows from the number (`status_list.place`).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64decode

from lms.certification import cose
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.number import ALPHABET, parse

LONGEST = 2_000  # digits; the largest QR at level M holds 5,596
_LETTERS = 400  # of one text
_KINDS = tuple(CertificateKind)
_NUMBER_SHAPE = re.compile(rf"[A-Z]{{2,8}}-2[0-9]{{3}}-[0-9]{{7}}-[{ALPHABET}]{{4}}-[{ALPHABET}]")
_FIRST_DAY = date(1970, 1, 1)
_NUMBER, _HOLDER, _CURRICULUM, _KIND, _ISSUED, _EXPIRES, _ISSUER, _MARKS = range(1, 9)
_TEST_KEY, _SAMPLE, _SAMPLE_CURRICULUM = 1, 2, 4


class NotAPayload(ValueError):
    """Digits that no certificate carries; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What is signed: what the paper says, as far as a QR has room."""

    number: str
    holder: str
    curriculum: str
    kind: CertificateKind
    issued_on: date
    expires_on: date | None = None
    issuer: str
    test_key: bool = False
    sample: bool = False
    sample_curriculum: bool = False

    @property
    def is_test(self) -> bool:
        """Whether it is headed "เอกสารทดสอบ ไม่มีผลทางราชการ"."""
        return self.test_key or self.sample


@dataclass(frozen=True, slots=True)
class Signed:
    """A payload with its signature, not judged yet."""

    payload: Payload
    message: cose.Message

    def is_by(self, public: ec.EllipticCurvePublicKey) -> bool:
        """Whether this key signed it."""
        return self.message.is_by(public)


class Proof(StrEnum):
    """What a QR's own words are worth, whatever the register says."""

    GENUINE = "genuine"  # signed by a key that is trusted
    FORGED = "forged"  # names a key that is trusted, which never signed this
    UNKNOWN_KEY = "unknown_key"  # nothing can be said
    OTHER_NUMBER = "other_number"  # genuine, of another certificate than the address names
    UNREADABLE = "unreadable"  # digits that no certificate carries
    ABSENT = "absent"  # an address alone


@dataclass(frozen=True, slots=True)
class Judgement:
    """`payload` is what the QR says; to be believed where `proof` is GENUINE, and nowhere else."""

    proof: Proof
    payload: Payload | None = None


def judge(text: str, certificates: Iterable[str]) -> Judgement:
    """What a scanned QR's text is worth, by the PEM certificates of the keys that are trusted."""
    address, _, digits = text.strip().partition("#")
    if not digits and address.isdecimal():
        address, digits = "", address
    if not digits:
        return Judgement(Proof.ABSENT)
    try:
        signed = decode(digits)
    except NotAPayload:
        return Judgement(Proof.UNREADABLE)
    keys = [key for pem in certificates if (key := _p256(pem))]
    named = [public for hint, public in keys if hint == signed.message.hint]
    if not named:
        return Judgement(Proof.UNKNOWN_KEY, signed.payload)
    if not any(signed.is_by(public) for public in named):
        return Judgement(Proof.FORGED, signed.payload)
    if address and str(parse(address)) != signed.payload.number:
        return Judgement(Proof.OTHER_NUMBER, signed.payload)
    return Judgement(Proof.GENUINE, signed.payload)


def payload_of(facts: CertificateFacts) -> Payload:
    """What the QR says of a certificate."""
    return Payload(
        number=facts.number,
        holder=_plain(facts.holder),
        curriculum=_plain(facts.curriculum_th),
        kind=facts.kind,
        issued_on=facts.issued_on,
        expires_on=facts.expires_on,
        issuer=_plain(facts.issuer_th),
        test_key=facts.test_key,
        sample=facts.sample,
        sample_curriculum=facts.sample_curriculum,
    )


def _plain(text: str) -> str:
    """Without what only guides the printing: no-break spaces, places where a line may end."""
    spaced = " ".join(text.split())
    return "".join(letter for letter in spaced if letter.isprintable())


def hint_of(public: ec.EllipticCurvePublicKey) -> bytes:
    """How a payload names its key: the start of its thumbprint (RFC 7638), the JWKS's `kid`."""
    return urlsafe_b64decode(ECKey.import_key(public).thumbprint().encode())[: cose.HINT]


@lru_cache(maxsize=64)
def _p256(pem: str) -> tuple[bytes, ec.EllipticCurvePublicKey] | None:
    public = x509.load_pem_x509_certificate(pem.encode()).public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        return None
    return hint_of(public), public


def encode(payload: Payload, hint: bytes, sign: Callable[[bytes], bytes]) -> str:
    """The digits. `sign` signs with ES256 and gives DER, as `SigningKey.sign` does."""
    return str(int.from_bytes(cose.sealed(cose.dumped(_map(payload)), hint, sign), "big"))


def decode(digits: str) -> Signed:
    """The payload in the digits, not judged yet; raises NotAPayload.

    Strict: there is one way to write a payload, and whatever is written otherwise is refused.
    """
    if not (digits.isascii() and digits.isdecimal() and digits[0] != "0"):
        raise NotAPayload("not a decimal number")
    if len(digits) > LONGEST:
        raise NotAPayload("too long")
    whole = int(digits)
    try:
        message = cose.opened(whole.to_bytes((whole.bit_length() + 7) // 8, "big"))
        return Signed(_payload(message.said), message)
    except cose.NotAMessage as fault:
        raise NotAPayload(str(fault)) from fault


def _map(payload: Payload) -> dict[int, Any]:
    marks = (
        _TEST_KEY * payload.test_key
        + _SAMPLE * payload.sample
        + _SAMPLE_CURRICULUM * payload.sample_curriculum
    )
    said = {
        _NUMBER: payload.number,
        _HOLDER: _written(payload.holder),
        _CURRICULUM: _written(payload.curriculum),
        _KIND: _KINDS.index(payload.kind),
        _ISSUED: (payload.issued_on - _FIRST_DAY).days,
        _EXPIRES: (payload.expires_on - _FIRST_DAY).days if payload.expires_on else None,
        _ISSUER: _written(payload.issuer),
        _MARKS: marks or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _payload(content: bytes) -> Payload:
    said = cose.loaded(content)
    if not isinstance(said, dict):
        raise NotAPayload("no certificate")
    try:
        payload = _fields(said)
    except KeyError as fault:
        raise NotAPayload("a certificate without all of its fields") from fault
    if cose.dumped(_map(payload)) != content:
        raise NotAPayload("not written as certificates write it")
    return payload


def _fields(said: dict[Any, Any]) -> Payload:
    expires, marks = said.get(_EXPIRES), _small(said.get(_MARKS, 0), 7)
    return Payload(
        number=_number(said[_NUMBER]),
        holder=_read(said[_HOLDER]),
        curriculum=_read(said[_CURRICULUM]),
        kind=_KINDS[_small(said[_KIND], len(_KINDS) - 1)],
        issued_on=_date(said[_ISSUED]),
        expires_on=None if expires is None else _date(expires),
        issuer=_read(said[_ISSUER]),
        test_key=bool(marks & _TEST_KEY),
        sample=bool(marks & _SAMPLE),
        sample_curriculum=bool(marks & _SAMPLE_CURRICULUM),
    )


def _number(said: Any) -> str:
    if not (isinstance(said, str) and _NUMBER_SHAPE.fullmatch(said)):
        raise NotAPayload("no certificate number")
    return said


def _written(text: str) -> str | bytes:
    try:
        return text.encode("tis-620")
    except UnicodeEncodeError:
        return text


def _read(said: Any) -> str:
    try:
        text = said.decode("tis-620") if isinstance(said, bytes) else said
    except UnicodeDecodeError as fault:
        raise NotAPayload("no text") from fault
    if not isinstance(text, str) or not 0 < len(text) <= _LETTERS or not text.isprintable():
        raise NotAPayload("no text")
    return text


def _small(said: Any, most: int) -> int:
    if type(said) is not int or not 0 <= said <= most:
        raise NotAPayload("no small number")
    return said


def _date(said: Any) -> date:
    return _FIRST_DAY + timedelta(days=_small(said, 100_000))  # to the year 2243
