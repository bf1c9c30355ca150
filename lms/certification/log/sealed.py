"""Whether a key signed these very bytes: asked of a document that is what the register names.

pyHanko takes ten milliseconds to read a document whole and to judge what later revisions may have
changed. Where the SHA-256 is the one that was logged, nothing has changed; what is left to ask
takes one. A "no" is no judgement: whatever is not as we sign it is for `signing.inspect`. Pure.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

_NAME = b"/ByteRange"
_REACH = re.compile(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+) *\]")


def sealed_by(certificate: x509.Certificate, pdf: bytes) -> bool:
    """Whether the document's one signature is by this key and covers all of the file but itself."""
    place = _place_of_signature(pdf)
    if place is None:
        return False
    start, end = place
    digest = sha256(pdf[:start])
    digest.update(pdf[end:])
    try:
        content = bytes.fromhex(pdf[start + 1 : end - 1].decode("ascii"))
        if certificate.public_bytes(Encoding.DER) not in content:
            return False
        return _is_by(certificate, cms.ContentInfo.load(content)["content"], digest.digest())
    except (ValueError, TypeError, KeyError, AttributeError, InvalidSignature):
        return False


def _place_of_signature(pdf: bytes) -> tuple[int, int] | None:
    """From where to where it stands, if it is the only one and all else is what it covers."""
    reach = _REACH.search(pdf)
    if reach is None or pdf.count(_NAME) != 1:
        return None
    start, end, rest = map(int, reach.groups())
    if not start < end or end + rest != len(pdf):
        return None
    named = pdf[:start].rstrip(b" ").endswith(b"/Contents")
    framed = (pdf[start : start + 1], pdf[end - 1 : end]) == (b"<", b">")
    return (start, end) if named and framed else None


def _is_by(certificate: x509.Certificate, signed: Any, digest: bytes) -> bool:
    """Whether a container's one signer signed this digest with the certificate's key."""
    (signer,) = signed["signer_infos"]
    attributes = signer["signed_attrs"]
    said = {one["type"].native: one["values"].native for one in attributes}
    if said["message_digest"] != [digest] or said["content_type"] != ["data"]:
        return False
    if signer["digest_algorithm"]["algorithm"].native != "sha256":
        return False
    content, signature = attributes.untag().dump(), signer["signature"].native
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, content, ec.ECDSA(SHA256()))
        return True
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, content, padding.PKCS1v15(), SHA256())
        return True
    return False
