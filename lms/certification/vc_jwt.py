"""Signs claims as a compact VC-JWT with ES256, which every browser's WebCrypto can check.

The issuer is `did:web` of the site, so that its keys are found at the site and nowhere else; a
key goes by its thumbprint (RFC 7638), so that no two keys ever share a name.
"""

import json
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec, utils
from joserfc.jwk import ECKey

from lms.certification.signing_key import SigningError, SigningKey, is_p256


def vc_jwt(claims: dict[str, Any], key: SigningKey, typ: str) -> str:
    """Claims in the name of their `iss`. Raises SigningError unless the key is P-256."""
    public = key.certificate.public_key()
    if not (isinstance(public, ec.EllipticCurvePublicKey) and is_p256(public)):
        raise SigningError("a credential is signed with a P-256 key")
    header = {"alg": "ES256", "typ": typ, "kid": f"{claims['iss']}#{thumbprint(public)}"}
    content = f"{_part(_json(header))}.{_part(_json(claims))}"
    return f"{content}.{_part(_es256(key, content))}"


def thumbprint(public: ec.EllipticCurvePublicKey) -> str:
    """The name of a key, made from nothing but itself (RFC 7638)."""
    return ECKey.import_key(public).thumbprint()


def issuer_did(site_address: str) -> str:
    """`did:web` of the site; a port is part of the name, a path follows it."""
    parts = urlsplit(site_address if "://" in site_address else f"https://{site_address}")
    path = "".join(f":{quote(part)}" for part in parts.path.split("/") if part)
    return f"did:web:{quote(parts.netloc, safe='')}{path}"


def _es256(key: SigningKey, content: str) -> bytes:
    """r and s side by side (RFC 7518 §3.4): the key may be in a token that no library holds."""
    r, s = utils.decode_dss_signature(key.sign(content.encode("ascii")))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _part(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
