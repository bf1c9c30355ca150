"""What a certificate's QR says of itself, signed: readable and provable without any network.

A COSE_Sign1 message (RFC 9052, ES256) over a small CBOR map, written as one decimal integer:
digits take least room in a QR and nobody mangles them. It stands in the fragment of the QR's
address, which browsers never send. Pure; hostile digits raise NotAPayload and nothing else.

A text is stored in TIS-620, a byte a letter, where that can hold it, else in UTF-8. The place in
the status list is not stored: it follows from the number (`status_list.place`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.number import ALPHABET

LONGEST = 2_000  # digits; the largest QR at level M holds 5,596
HINT = 8  # bytes of the key's thumbprint (RFC 7638): which key to try
_LETTERS = 400  # of one text
_ES256 = -7
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
    hint: bytes  # the first HINT bytes of the signer's thumbprint
    content: bytes  # what the signature is over
    signature: bytes  # r and s

    def is_by(self, public: ec.EllipticCurvePublicKey) -> bool:
        """Whether this key signed it."""
        r, s = (int.from_bytes(half, "big") for half in (self.signature[:32], self.signature[32:]))
        der = utils.encode_dss_signature(r, s)
        try:
            public.verify(der, self.content, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


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


def encode(payload: Payload, hint: bytes, sign: Callable[[bytes], bytes]) -> str:
    """The digits. `sign` signs with ES256 and gives DER, as `SigningKey.sign` does."""
    said, protected = cbor2.dumps(_map(payload)), _protected(hint)
    r, s = utils.decode_dss_signature(sign(_to_be_signed(protected, said)))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    message = cbor2.dumps([protected, {}, said, signature])
    return str(int.from_bytes(message, "big"))


def decode(digits: str) -> Signed:
    """The payload in the digits, not judged yet; raises NotAPayload.

    Strict: there is one way to write a payload, and whatever is written otherwise is refused.
    """
    if not (digits.isascii() and digits.isdecimal() and digits[0] != "0"):
        raise NotAPayload("not a decimal number")
    if len(digits) > LONGEST:
        raise NotAPayload("too long")
    whole = int(digits)
    match _loaded(whole.to_bytes((whole.bit_length() + 7) // 8, "big")):
        case [bytes(protected), dict(unprotected), bytes(said), bytes(signature)]:
            if unprotected or len(signature) != 64:
                raise NotAPayload("not ES256")
        case _:
            raise NotAPayload("not COSE_Sign1")
    hint = _hint(_loaded(protected))
    return Signed(_payload(_loaded(said)), hint, _to_be_signed(protected, said), signature)


def _to_be_signed(protected: bytes, said: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", said])


def _protected(hint: bytes) -> bytes:
    return cbor2.dumps({1: _ES256, 4: hint})


def _hint(header: Any) -> bytes:
    match header:
        case {1: -7, 4: bytes(hint), **others} if len(hint) == HINT and not others:
            return hint
    raise NotAPayload("not ES256")


def _loaded(content: bytes) -> Any:
    """The one value in these bytes, written as we write it."""
    try:
        value = cbor2.loads(
            content, max_depth=4, allow_indefinite=False, allow_duplicate_keys=False
        )
        again = cbor2.dumps(value)
    except (cbor2.CBORError, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
        raise NotAPayload("not CBOR") from fault
    if again != content:
        raise NotAPayload("not written as certificates write it")
    return value


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
        _ISSUED: _day(payload.issued_on),
        _EXPIRES: _day(payload.expires_on) if payload.expires_on else None,
        _ISSUER: _written(payload.issuer),
        _MARKS: marks or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _payload(said: Any) -> Payload:
    if not isinstance(said, dict):
        raise NotAPayload("no certificate")
    try:
        expires, marks = said.get(_EXPIRES), said.get(_MARKS, 0)
        payload = Payload(
            number=_number(said[_NUMBER]),
            holder=_read(said[_HOLDER]),
            curriculum=_read(said[_CURRICULUM]),
            kind=_KINDS[_small(said[_KIND], len(_KINDS) - 1)],
            issued_on=_date(said[_ISSUED]),
            expires_on=None if expires is None else _date(expires),
            issuer=_read(said[_ISSUER]),
            test_key=bool(_small(marks, 7) & _TEST_KEY),
            sample=bool(marks & _SAMPLE),
            sample_curriculum=bool(marks & _SAMPLE_CURRICULUM),
        )
    except KeyError as fault:
        raise NotAPayload("a certificate without all of its fields") from fault
    if cbor2.dumps(_map(payload)) != cbor2.dumps(said):
        raise NotAPayload("not written as certificates write it")
    return payload


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


def _day(day: date) -> int:
    return (day - _FIRST_DAY).days


def _date(said: Any) -> date:
    return _FIRST_DAY + timedelta(days=_small(said, 100_000))  # to the year 2243
