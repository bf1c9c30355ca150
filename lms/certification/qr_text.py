"""What a certificate's QR holds: the address of its answer, and what it proves of itself."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric import ec

from lms.certification.facts import CertificateFacts
from lms.certification.qr_payload import encode, hint_of, payload_of
from lms.certification.signing_key import SigningKey

# What version 15 holds at level M. Beyond it the modules would be smaller than 0.42 mm on paper,
# and the documents with most on them larger than 70 kB.
_MOST_BITS = 3_296
_PER_LETTER, _PER_DIGIT, _BETWEEN = 5.5, 10 / 3, 60  # capitals and digits; what modes cost


def qr_text(facts: CertificateFacts, key: SigningKey | None) -> str:
    """The address, and behind it the signed payload: what follows the # is never sent anywhere.

    Without a key, or where names are so long that the code would be too dense, the address stands
    alone: such a paper is checked with a network. What is signed is never shortened.
    """
    if key is None:
        return facts.verify_url
    digits = encode(payload_of(facts), _hint(key), key.sign)
    bits = len(facts.verify_url) * _PER_LETTER + len(digits) * _PER_DIGIT + _BETWEEN
    return f"{facts.verify_url}#{digits}" if bits <= _MOST_BITS else facts.verify_url


@lru_cache(maxsize=8)
def _hint(key: SigningKey) -> bytes:
    public = key.certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    return hint_of(public)
