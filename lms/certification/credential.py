"""The certificate for machines: an Open Badges 3.0 credential (W3C VC 2.0) as a VC-JWT.

It says what the paper says and no more about the holder, who is named by the printed name
alone. It is signed with ES256, which every browser's WebCrypto can check; the issuer is
`did:web` of the site, so that its keys are found at the site and nowhere else.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, utils
from joserfc.jwk import ECKey

from lms.certification.facts import CertificateFacts
from lms.certification.signing_key import SigningError, SigningKey
from lms.thai import BANGKOK

FILE_NAME = "credential.jwt"
_CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def credential(facts: CertificateFacts, status: dict[str, Any] | None = None) -> dict[str, Any]:
    """The credential, unsigned. `status` is its place in a status list, when there is one."""
    said = {
        "@context": _CONTEXTS,
        "id": facts.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _named(facts, facts.curriculum_th),
        "issuer": _issuer(facts),
        "validFrom": _moment(facts.issued_on),
        "credentialSubject": _subject(facts),
    }
    if facts.expires_on:
        said["validUntil"] = _moment(facts.expires_on, time(23, 59, 59))
    if status:
        said["credentialStatus"] = status
    return said


def credential_jwt(
    facts: CertificateFacts, key: SigningKey, status: dict[str, Any] | None = None
) -> str:
    """The credential as a compact VC-JWT, signed by a P-256 key (`signing_key`).

    Raises SigningError for a key of another kind.
    """
    public = key.certificate.public_key()
    if not (isinstance(public, ec.EllipticCurvePublicKey) and key.is_p256):
        raise SigningError("a credential is signed with a P-256 key")
    said = credential(facts, status)
    issuer = issuer_did(facts.site_address)
    kid = ECKey.import_key(public).thumbprint()
    header = {"alg": "ES256", "typ": "JWT", "kid": f"{issuer}#{kid}"}
    issued = int(datetime.fromisoformat(said["validFrom"]).timestamp())
    claims = {"iss": issuer, "jti": said["id"], "nbf": issued, **said}
    if facts.expires_on:
        claims["exp"] = int(datetime.fromisoformat(said["validUntil"]).timestamp())
    content = f"{_part(_json(header))}.{_part(_json(claims))}"
    return f"{content}.{_part(_es256(key, content))}"


def _es256(key: SigningKey, content: str) -> bytes:
    """r and s side by side (RFC 7518 §3.4): the key may be in a token that no library holds."""
    r, s = utils.decode_dss_signature(key.sign(content.encode("ascii")))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _part(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def issuer_did(site_address: str) -> str:
    """`did:web` of the site; a port is part of the name, a path follows it."""
    parts = urlsplit(site_address if "://" in site_address else f"https://{site_address}")
    path = "".join(f":{quote(part)}" for part in parts.path.split("/") if part)
    return f"did:web:{quote(parts.netloc, safe='')}{path}"


def jwks(certificates: Iterable[str]) -> dict[str, Any]:
    """The public keys of these PEM certificates as a JSON Web Key Set, P-256 ones only."""
    keys = []
    for pem in certificates:
        public = x509.load_pem_x509_certificate(pem.encode()).public_key()
        if isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp256r1":
            key = ECKey.import_key(public)
            use = {"kid": key.thumbprint(), "use": "sig", "alg": "ES256"}
            keys.append({**key.as_dict(private=False), **use})
    return {"keys": keys}


def did_document(site_address: str, certificates: Iterable[str]) -> dict[str, Any]:
    """What `/.well-known/did.json` answers: the same keys, as methods to check credentials."""
    did = issuer_did(site_address)
    methods = [
        {"id": f"{did}#{key['kid']}", "type": "JsonWebKey", "controller": did, "publicKeyJwk": key}
        for key in jwks(certificates)["keys"]
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _issuer(facts: CertificateFacts) -> dict[str, Any]:
    return {
        "id": issuer_did(facts.site_address),
        "type": ["Profile"],
        "name": facts.issuer_th,
        "url": facts.site_address,
    }


def _subject(facts: CertificateFacts) -> dict[str, Any]:
    kind = {"type": "IdentityObject", "identityType": "name", "hashed": False}
    names = [name for name in (facts.holder, facts.latin_name) if name]
    subject = {
        "type": ["AchievementSubject"],
        "identifier": [{**kind, "identityHash": name} for name in names],
        "licenseNumber": facts.number,
        "activityStartDate": _moment(facts.started_on),
        "activityEndDate": _moment(facts.completed_on),
        "achievement": _achievement(facts),
    }
    if facts.edition_label:
        subject["term"] = facts.edition_label
    return subject


def _achievement(facts: CertificateFacts) -> dict[str, Any]:
    name = f"{issuer_did(facts.site_address)} {facts.curriculum_th}"
    return {
        "id": uuid5(NAMESPACE_URL, name).urn,  # the same for everybody who holds it
        "type": ["Achievement"],
        "achievementType": "Certificate",
        "inLanguage": "th",
        "name": _named(facts, facts.curriculum_th),
        "description": facts.curriculum_en or facts.curriculum_th,
        "criteria": {"narrative": f"ผ่านการฝึกอบรม {facts.hours:g} ชั่วโมง"},
    }


def _named(facts: CertificateFacts, name: str) -> str:
    marks = []
    if facts.sample:
        marks.append("ตัวอย่าง")
    if facts.test_key:
        marks.append("กุญแจทดสอบ")
    if facts.sample_curriculum:
        marks.append("หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ")
    return f"{name} ({', '.join(marks)})" if marks else name


def _moment(day: date, at: time = time()) -> str:
    return datetime.combine(day, at, BANGKOK).isoformat()
