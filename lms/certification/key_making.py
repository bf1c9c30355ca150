"""Make keys: one that says it is a test key, or one to have certified by an authority."""

import datetime as dt
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from lms.certification.key_files import (
    CREDENTIAL,
    PEM,
    SIGNING,
    PrivateKey,
    in_memory,
    key_file,
    load_key,
)
from lms.certification.signing_key import LEAST_RSA, TEST_NAME, TEST_ORGANISATION, SigningKey
from lms.keys import write_secret

Kind = Literal["p256", "rsa"]

SIGNATURES_ONLY = x509.KeyUsage(
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


def make_test_key(folder: Path, kind: Kind = "p256") -> SigningKey:
    """Make a self-made key that says it is one; a key that is there already stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if key_file(folder) is None:
        write_secret(folder / (SIGNING + PEM), _self_made(new_private(kind)))
    if kind == "rsa" and key_file(folder, CREDENTIAL) is None:
        write_secret(folder / (CREDENTIAL + PEM), _self_made(new_private("p256")))
    return load_key(folder)


def key_of_nobody() -> SigningKey:
    """A key that is forgotten with this process, for previews: nobody knows it, or will."""
    private = new_private("p256")
    return in_memory(private, x509.load_pem_x509_certificates(_self_made(private)), "preview")


def new_private(kind: Kind) -> PrivateKey:
    """A fresh private key."""
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=LEAST_RSA)


def private_pem(private: PrivateKey) -> bytes:
    """The private key as a file holds it."""
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def request_pem(private: PrivateKey, organisation: str, common_name: str) -> bytes:
    """What is sent to an authority (PKCS #10)."""
    builder = x509.CertificateSigningRequestBuilder(_name(organisation, common_name))
    request = builder.add_extension(SIGNATURES_ONLY, critical=True).sign(private, hashes.SHA256())
    return request.public_bytes(serialization.Encoding.PEM)


def _name(organisation: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _self_made(private: PrivateKey) -> bytes:
    name = _name(TEST_ORGANISATION, TEST_NAME)
    start = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    public = private.public_key()
    certificate = (
        x509.CertificateBuilder(name, name, public, x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(SIGNATURES_ONLY, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, hashes.SHA256())
    )
    return private_pem(private) + certificate.public_bytes(serialization.Encoding.PEM)
