"""A signed message of a few bytes: COSE_Sign1 with ES256 (RFC 9052, RFC 9053). Pure.

Strict: there is one way to write a message, and whatever is written otherwise is refused with
NotAMessage, which is all that hostile bytes can raise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

HINT = 8  # bytes of the signer's thumbprint: which key to try
_ALGORITHM, _KEY, _ES256 = 1, 4, -7


class NotAMessage(ValueError):
    """Bytes that nobody here wrote; says why."""


@dataclass(frozen=True, slots=True)
class Message:
    """What was said, and a signature that is not judged yet."""

    said: bytes
    hint: bytes
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


def sealed(said: bytes, hint: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The message. `sign` signs with ES256 and gives DER, as `SigningKey.sign` does."""
    protected = cbor2.dumps({_ALGORITHM: _ES256, _KEY: hint})
    r, s = utils.decode_dss_signature(sign(_to_be_signed(protected, said)))
    signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    return cbor2.dumps([protected, {}, said, signature])


def opened(content: bytes) -> Message:
    """The message in these bytes; raises NotAMessage."""
    match loaded(content):
        case [bytes(protected), dict(unprotected), bytes(said), bytes(signature)]:
            if unprotected or len(signature) != 64:
                raise NotAMessage("not ES256")
        case _:
            raise NotAMessage("not COSE_Sign1")
    hint = _hint(loaded(protected))
    return Message(said, hint, _to_be_signed(protected, said), signature)


def loaded(content: bytes) -> Any:
    """The one CBOR value in these bytes, written as we write it; raises NotAMessage."""
    try:
        value = cbor2.loads(
            content, max_depth=4, allow_indefinite=False, allow_duplicate_keys=False
        )
        again = cbor2.dumps(value)
    except (cbor2.CBORError, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
        raise NotAMessage("not CBOR") from fault
    if again != content:
        raise NotAMessage("not written as we write it")
    return value


def dumped(value: Any) -> bytes:
    """The one way to write this value."""
    return cbor2.dumps(value)


def _to_be_signed(protected: bytes, said: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", said])


def _hint(header: Any) -> bytes:
    match header:
        case {1: -7, 4: bytes(hint), **others} if len(hint) == HINT and not others:
            return hint
    raise NotAMessage("not ES256")
