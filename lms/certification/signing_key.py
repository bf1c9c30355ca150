"""A key that signs documents and credentials, wherever it lies; judged by its certificate.

Private keys stay where they were read (`key_files`) or in a token (`token_key`). Everything
else knows a key by what it can do: sign, and name its certificates.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

TEST_NAME = "กุญแจทดสอบ TEST KEY"  # a common name holds 64 bytes
TEST_ORGANISATION = "NO OFFICIAL EFFECT"
LEAST_RSA = 3072  # bits


class SigningError(Exception):
    """A key that cannot be used, or a document that cannot be signed; says why."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Signs with SHA-256: ECDSA in DER, or RSA with PKCS #1 v1.5.

    `chain` is the signer's certificate, then those above it.
    """

    sign: Callable[[bytes], bytes]
    chain: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @property
    def is_p256(self) -> bool:
        return is_p256(self.certificate.public_key())

    @property
    def key_id(self) -> str:
        return key_id(self.certificate)

    @property
    def pem(self) -> str:
        """The public half, to be kept for ever: old signatures are judged by it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    @property
    def is_test(self) -> bool:
        return is_test(self.certificate)


def key_id(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, in hexadecimal."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def is_test(certificate: x509.Certificate) -> bool:
    """Whether the certificate calls itself a test key."""
    names = [str(name.value) for name in certificate.subject]
    return TEST_NAME in names or TEST_ORGANISATION in names


def is_p256(public: object) -> bool:
    """The kind that every browser's WebCrypto can check."""
    return isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name == "secp256r1"


def is_strong(public: object) -> bool:
    """Whether we sign with such a key at all."""
    return is_p256(public) or (
        isinstance(public, rsa.RSAPublicKey) and public.key_size >= LEAST_RSA
    )


def kind_of(certificate: x509.Certificate) -> str:
    """P-256, RSA-3072: as people name it."""
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return f"RSA-{public.key_size}"
    return "P-256" if is_p256(public) else type(public).__name__


def is_in_time(certificate: x509.Certificate, moment: dt.datetime) -> bool:
    """Whether the certificate has begun and has not run out."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def with_own_first(
    certificates: list[x509.Certificate], public: object, source: object
) -> tuple[x509.Certificate, ...]:
    """The chain of a key: its own certificate, then the others as they came."""
    own = [each for each in certificates if each.public_key() == public]
    if not own:
        raise SigningError(f"{source}: no certificate in it belongs to the key")
    if not is_strong(public):
        raise SigningError(
            f"{source}: the key must be P-256, or RSA of at least {LEAST_RSA} bits"
            f" · กุญแจต้องเป็น P-256 หรือ RSA ตั้งแต่ {LEAST_RSA} บิต"
        )
    return (own[0], *(each for each in certificates if each is not own[0]))
