"""A credential that somebody brings: who signed it, of which certificate it is, what differs."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from lms.certification.credential import FILE_NAME, credential
from lms.certification.facts import CertificateFacts
from lms.certification.number import parse
from lms.certification.signing_key import is_p256, key_id
from lms.certification.vc_jwt import thumbprint
from lms.pdf import attached
from lms.storage import Missing, store
from lms.thai import one_line
from lms.verification.answers import Entry
from lms.verification.comparison import LONGEST, Difference
from lms.verification.examining import Signature
from lms.verification.fields import Field, FieldDifference

HEAVIEST = 200_000  # bytes
_TOKEN = re.compile(rb"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_SUBJECT, _ACHIEVEMENT = ("credentialSubject",), ("credentialSubject", "achievement")

# What is held against the register: what every credential of ours has said since the first.
_FIELDS: tuple[tuple[str, tuple[str, ...], Field | None], ...] = (
    ("id", ("id",), None),
    ("เลขที่", (*_SUBJECT, "licenseNumber"), Field.NUMBER),
    ("ชื่อ", (*_SUBJECT, "identifier"), Field.HOLDER),
    ("หลักสูตร", (*_ACHIEVEMENT, "name"), Field.CURRICULUM),
    ("ชั่วโมง", (*_ACHIEVEMENT, "criteria"), Field.HOURS),
    ("รุ่น", (*_SUBJECT, "term"), Field.COHORT),
    ("เริ่ม", (*_SUBJECT, "activityStartDate"), Field.PERIOD),
    ("จบ", (*_SUBJECT, "activityEndDate"), Field.PERIOD),
    ("ให้ไว้ ณ วันที่", ("validFrom",), Field.ISSUED_ON),
    ("ใช้ได้ถึง", ("validUntil",), Field.EXPIRES_ON),
    ("ผู้ออก", ("issuer", "name"), Field.ISSUER),
    ("issuer", ("issuer", "id"), Field.ISSUER),
    ("iss", ("iss",), None),
)


@dataclass(frozen=True, slots=True)
class Credential:
    """A VC-JWT as it came; nothing in it is believed yet."""

    token: str
    header: dict[str, Any]
    claims: dict[str, Any]

    @property
    def number(self) -> str | None:
        """The certificate that it claims to be."""
        said = _at(self.claims, (*_SUBJECT, "licenseNumber"))
        number = parse(said) if isinstance(said, str) else None
        return str(number) if number else None


def read(content: bytes) -> Credential | None:
    """The credential that a file is; None when it is something else."""
    if len(content) > HEAVIEST or not (match := _TOKEN.fullmatch(content.strip())):
        return None
    try:
        header, claims = (json.loads(_decoded(part)) for part in match[0].split(b".")[:2])
    except (ValueError, RecursionError):
        return None
    if not (isinstance(header, dict) and isinstance(claims, dict)):
        return None
    return Credential(match[0].decode("ascii"), header, claims)


def _decoded(part: bytes) -> bytes:
    """Of a part of a token; nothing for what is no base64url."""
    try:
        return urlsafe_b64decode(part + b"=" * (-len(part) % 4))
    except ValueError:
        return b""


def signature_of(
    brought: Credential, certificates: Iterable[str], lost: Collection[str]
) -> Signature:
    """Whether one of our keys, given as PEM certificates, made it: that which it names."""
    named = str(brought.header.get("kid", "")).partition("#")[2]
    for pem in certificates:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        public = certificate.public_key()
        if not (isinstance(public, ec.EllipticCurvePublicKey) and is_p256(public)):
            continue
        if thumbprint(public) == named:
            our_id = key_id(certificate)
            intact = _is_signed_by(brought.token, brought.header, public)
            return Signature(True, intact, True, True, our_id, our_id in lost)
    return Signature(signed=True, intact=False, whole_file=True, known_key=False)


def _is_signed_by(token: str, header: dict[str, Any], public: ec.EllipticCurvePublicKey) -> bool:
    said, _, signature = token.rpartition(".")
    raw = _decoded(signature.encode())
    if header.get("alg") != "ES256" or "crit" in header or len(raw) != 64:
        return False
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    try:
        public.verify(encode_dss_signature(r, s), said.encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def differs(brought: Credential, facts: CertificateFacts) -> Difference:
    """What it says of a certificate that the register does not, and the other way round."""
    found = list(_differing(brought, facts))
    theirs = tuple(f"{label}: {said}"[:LONGEST] for label, _, said, _ in found if said)
    ours = tuple(f"{label}: {said}"[:LONGEST] for label, _, _, said in found if said)
    return Difference(theirs, ours)


def differing_fields(brought: Credential, facts: CertificateFacts) -> tuple[FieldDifference, ...]:
    """The same, of what stands on the paper too."""
    fields: dict[Field, FieldDifference] = {}
    for _, field, theirs, ours in _differing(brought, facts):
        if field is not None:
            found = theirs[:LONGEST] if theirs else None
            fields.setdefault(field, FieldDifference(field, ours or "–", found))
    return tuple(fields.values())


def _differing(
    brought: Credential, facts: CertificateFacts
) -> Iterator[tuple[str, Field | None, str | None, str | None]]:
    """What is not as registered: there and here, as people read it; None where nothing is said."""
    ours = credential(facts)
    ours["iss"] = ours["issuer"]["id"]
    for label, path, field in _FIELDS:
        theirs, here = _at(brought.claims, path), _at(ours, path)
        if theirs != here:
            yield label, field, _spoken(theirs), _spoken(here)


def _spoken(said: Any) -> str | None:
    """A text, or the names in a list of them; of other things that they are there."""
    if said is None:
        return None
    each = said if isinstance(said, list) else [said]
    plain = [_name(one) for one in each[:5]]
    text = ", ".join(one if isinstance(one, str) else "…" for one in plain)
    return one_line(text.encode("utf-8", "replace").decode()) or "…"


def _name(one: Any) -> Any:
    return (one.get("identityHash") or one.get("narrative")) if isinstance(one, dict) else one


def _at(claims: dict[str, Any], path: tuple[str, ...]) -> Any:
    place: Any = claims
    for name in path:
        place = place.get(name) if isinstance(place, dict) else None
    return place


def embedded(entry: Entry) -> bytes | None:
    """The credential inside of the newest document, byte for byte; None when that is not there
    or was tampered with in the store."""
    if entry.document_key is None:
        return None
    try:
        document = store().get(entry.document_key)
    except Missing:
        return None
    known = hashlib.sha256(document).hexdigest() == entry.document_sha256
    return attached(document, FILE_NAME) if known else None
