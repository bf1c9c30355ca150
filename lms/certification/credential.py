"""The certificate for machines: an Open Badges 3.0 credential (W3C VC 2.0) as a VC-JWT.

It says what the paper says and no more about the holder, who is named by the printed name
alone. Where its bit in the list of revocations is, follows from its number. That its facts stood
in the log before it was printed, it can prove by itself (`logInclusion`).
"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lms.certification import status_list
from lms.certification.facts import CertificateFacts
from lms.certification.signing_key import SigningKey
from lms.certification.vc_jwt import issuer_did, vc_jwt
from lms.thai import BANGKOK

FILE_NAME = "credential.jwt"
MEDIA_TYPE = "application/vc+jwt"
BADGE_PATH = "/badge.svg"  # wallets show it beside the name
BADGE_FILE = Path(__file__).with_name("badge.svg")
W3C_CONTEXT = "https://www.w3.org/ns/credentials/v2"
_CONTEXTS = [W3C_CONTEXT, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
# A term of our own, for whoever reads credentials as linked data: one value, taken as it stands.
_INCLUSION = {
    "logInclusion": {"@id": "urn:uuid:9c52828b-c45f-5bf7-8d72-3415cb978e54", "@type": "@json"}
}


def credential(facts: CertificateFacts, inclusion: dict[str, Any] | None = None) -> dict[str, Any]:
    """The credential, unsigned. `inclusion` proves that its facts are in the log."""
    said: dict[str, Any] = {
        "@context": [*_CONTEXTS, _INCLUSION] if inclusion else _CONTEXTS,
        "id": facts.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": _named(facts, facts.curriculum_th),
        "issuer": _issuer(facts),
        "validFrom": _moment(facts.issued_on),
        "credentialSubject": _subject(facts),
        "credentialStatus": status_list.entry(facts.site_address, facts.number),
    }
    if facts.expires_on:
        said["validUntil"] = _moment(facts.expires_on, time(23, 59, 59))
    if inclusion:
        said["logInclusion"] = inclusion
    return said


def credential_jwt(
    facts: CertificateFacts, key: SigningKey, inclusion: dict[str, Any] | None = None
) -> str:
    """The credential as a compact VC-JWT, signed by a P-256 key (`signing_key`).

    Raises SigningError for a key of another kind.
    """
    said = credential(facts, inclusion)
    registered = {"iss": said["issuer"]["id"], "jti": said["id"]}
    registered["nbf"] = _seconds(said["validFrom"])
    if facts.expires_on:
        registered["exp"] = _seconds(said["validUntil"])
    return vc_jwt({**registered, **said}, key, "JWT")  # so named by Open Badges 3.0 §8.2


def _issuer(facts: CertificateFacts) -> dict[str, Any]:
    issuer = {
        "id": issuer_did(facts.site_address),
        "type": ["Profile"],
        "name": facts.issuer_th,
        "url": facts.site_address,
        "official": facts.signatory_name,
    }
    if facts.issuer_en:
        issuer["description"] = facts.issuer_en
    return issuer


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
        "image": {"id": f"{facts.site_address.rstrip('/')}{BADGE_PATH}", "type": "Image"},
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


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
