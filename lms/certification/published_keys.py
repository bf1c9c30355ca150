"""The public keys as strangers' programs ask for them: a JSON Web Key Set, and a DID document.

Every key that ever signed stays, so that what it signed can be checked for ever; those that may
be in strange hands are left out, for by their signature alone nobody may go.
"""

from collections.abc import Iterable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc.jwk import ECKey

from lms.certification.key_register import compromised, trusted_certificates
from lms.certification.signers import installed_keys
from lms.certification.signing_key import is_p256
from lms.certification.vc_jwt import issuer_did, thumbprint


def published_certificates() -> list[str]:
    """PEM certificates of every key that signs or ever signed here, but the lost ones.

    What signs now comes first, then the newest: some verifiers take the first for what names
    no key.
    """
    lost = compromised()
    signing = [key.pem for key in reversed(installed_keys()) if key.key_id not in lost]
    return list(dict.fromkeys([*signing, *reversed(trusted_certificates())]))


def jwks(certificates: Iterable[str]) -> dict[str, Any]:
    """The public keys of these PEM certificates, each once, P-256 ones only."""
    keys = {}
    for pem in certificates:
        public = x509.load_pem_x509_certificate(pem.encode()).public_key()
        if isinstance(public, ec.EllipticCurvePublicKey) and is_p256(public):
            kid = thumbprint(public)
            use = {"kid": kid, "use": "sig", "alg": "ES256"}
            keys[kid] = {**ECKey.import_key(public).as_dict(private=False), **use}
    return {"keys": list(keys.values())}


def key_set(site_address: str, certificates: Iterable[str]) -> dict[str, Any]:
    """The same keys for whoever knows nothing of DIDs: each by its thumbprint, and once more by
    the name that tokens give it (RFC 7515 §4.1.4: the names are compared letter by letter)."""
    did, keys = issuer_did(site_address), jwks(certificates)["keys"]
    return {"keys": [*keys, *({**key, "kid": f"{did}#{key['kid']}"} for key in keys)]}


def did_document(site_address: str, certificates: Iterable[str]) -> dict[str, Any]:
    """What the address of the issuer's DID answers: the same keys, as methods to check
    credentials."""
    did = issuer_did(site_address)
    methods = [
        {
            "id": f"{did}#{key['kid']}",
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": key,
        }
        for key in jwks(certificates)["keys"]
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
