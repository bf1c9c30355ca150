"""The key that signs documents and credentials: one PEM file, private key and certificates.

`signing.pem` in the secrets folder holds the private key (P-256, or RSA of 3072 bits and
more), the signer's certificate and those above it, in any order. `credential.pem`, of the
same form with a P-256 key, is needed only beside an RSA key. One file each, so that a key
and its certificate are never out of step; mode 0600, or it is not used.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from lms.keys import write_secret

SIGNING_FILE = "signing.pem"
CREDENTIAL_FILE = "credential.pem"
TEST_NAME = "กุญแจทดสอบ TEST KEY"  # a common name holds 64 bytes
TEST_ORGANISATION = "NO OFFICIAL EFFECT"

_SIGNATURES_ONLY = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SigningError(Exception):
    """A key that cannot be used, or a document that cannot be signed; says why."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, parsed once, with its certificate chain (the signer's first)."""

    private: PrivateKey
    chain: tuple[x509.Certificate, ...]

    def sign(self, data: bytes) -> bytes:
        """The signature over `data` with SHA-256: ECDSA, or RSA with PKCS #1 v1.5."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(data, ec.ECDSA(hashes.SHA256()))
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

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


def load_key(folder: Path, file: str = SIGNING_FILE) -> SigningKey:
    """The key in `folder`; raises SigningError with the remedy when it cannot be used."""
    path = folder / file
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
    except OSError as fault:
        raise SigningError(f"{path}: {fault.strerror}") from fault
    if mode & 0o077:
        raise SigningError(f"{path}: others may read this key; run: chmod 600 {path}")
    try:
        private = serialization.load_pem_private_key(content, password=None)
        certificates = x509.load_pem_x509_certificates(content)
    except (ValueError, TypeError) as fault:
        raise SigningError(f"{path}: not a PEM private key with its certificates") from fault
    public = private.public_key()
    own = [each for each in certificates if each.public_key() == public]
    if not own:
        raise SigningError(f"{path}: no certificate in it belongs to the key")
    above = tuple(each for each in certificates if each is not own[0])
    return SigningKey(_usable(private, path), (own[0], *above))


def credential_key(folder: Path, key: SigningKey) -> SigningKey:
    """The P-256 key for credentials: the document key itself unless that is RSA."""
    if isinstance(key.private, ec.EllipticCurvePrivateKey):
        return key
    return load_key(folder, CREDENTIAL_FILE)


def _usable(private: object, path: Path) -> PrivateKey:
    if isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp256r1":
        return private
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= 3072:
        return private
    raise SigningError(f"{path}: the key must be P-256, or RSA of at least 3072 bits")


def make_test_key(folder: Path, kind: Literal["p256", "rsa"] = "p256") -> SigningKey:
    """Make a self-made key that says it is one; a key that is there already stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not (folder / SIGNING_FILE).exists():
        private: PrivateKey = (
            ec.generate_private_key(ec.SECP256R1())
            if kind == "p256"
            else rsa.generate_private_key(public_exponent=65537, key_size=3072)
        )
        write_secret(folder / SIGNING_FILE, _self_made(private))
    if kind == "rsa" and not (folder / CREDENTIAL_FILE).exists():
        credential = _self_made(ec.generate_private_key(ec.SECP256R1()))
        write_secret(folder / CREDENTIAL_FILE, credential)
    return load_key(folder)


def _self_made(private: PrivateKey) -> bytes:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, TEST_ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, TEST_NAME),
        ]
    )
    start = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    public = private.public_key()
    certificate = (
        x509.CertificateBuilder(name, name, public, x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNATURES_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, hashes.SHA256())
    )
    key = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key + certificate.public_bytes(serialization.Encoding.PEM)
