"""A PKCS #11 token of our own (SoftHSM), and an agency's keys as an agency would hold them."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lms.certification.key_files import PrivateKey
from lms.certification.key_making import SIGNATURES_ONLY, Kind, new_private, private_pem

PIN = "731942"
_MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")


@dataclass(frozen=True)
class Agency:
    """A private key, its certificate, and the authority above it."""

    private: PrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate
    crl: bytes  # DER: nothing is revoked

    @property
    def chain(self) -> bytes:
        both = (self.certificate, self.authority)
        return b"".join(each.public_bytes(Encoding.PEM) for each in both)

    def pem(self, folder: Path, name: str = "signing") -> None:
        """Installed as one PEM file."""
        private_file(folder / f"{name}.pem", private_pem(self.private) + self.chain)


def an_agency(
    kind: Kind | PrivateKey = "p256",
    *,
    starts: timedelta = timedelta(days=-1),
    ends: timedelta = timedelta(days=700),
    crl_url: str | None = None,
) -> Agency:
    """An agency with a certified key of its own; `crl_url` is where revocation is told."""
    private = new_private(kind) if isinstance(kind, str) else kind
    root = ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Root", root.public_key(), root, (starts, ends))
    own = _certificate("Department", private.public_key(), root, (starts, ends), crl_url)
    return Agency(private, own, authority, _crl(root))


def _certificate(
    subject: str,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    root: ec.EllipticCurvePrivateKey,
    span: tuple[timedelta, timedelta],
    crl_url: str | None = None,
) -> x509.Certificate:
    start, end = (datetime.now(UTC) + each for each in span)
    basic = x509.BasicConstraints(ca=subject == "Root", path_length=None)
    builder = x509.CertificateBuilder(
        _name("Root"), _name(subject), public, x509.random_serial_number(), start, end
    ).add_extension(basic, critical=True)
    if subject != "Root":
        builder = builder.add_extension(SIGNATURES_ONLY, critical=True)
    if crl_url:
        there = [x509.UniformResourceIdentifier(crl_url)]
        points = x509.CRLDistributionPoints([x509.DistributionPoint(there, None, None, None)])
        builder = builder.add_extension(points, critical=False)
    return builder.sign(root, hashes.SHA256())


def _crl(root: ec.EllipticCurvePrivateKey) -> bytes:
    moment = datetime.now(UTC)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(_name("Root"))
        .last_update(moment - timedelta(hours=1))
        .next_update(moment + timedelta(days=7))
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    return builder.sign(root, hashes.SHA256()).public_bytes(Encoding.DER)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def private_file(path: Path, content: bytes) -> None:
    """Written for its owner alone."""
    path.write_bytes(content)
    path.chmod(0o600)


@dataclass(frozen=True)
class Token:
    """A token that is there, with its PIN."""

    module: str
    label: str

    def take(self, agency: Agency, folder: Path, key: str, name: str = "signing") -> None:
        """Put the agency's key into the token, and into `folder` what names it."""
        key = f"{key}-{secrets.token_hex(4)}"  # others have put theirs in before
        file = folder / "import.pem"
        private_file(file, private_pem(agency.private))
        _softhsm(
            "--import", str(file), "--token", self.label, "--label", key, "--id", _id(key),
            "--pin", PIN,
        )  # fmt: skip
        file.unlink()
        said = f'module = "{self.module}"\ntoken = "{self.label}"\nkey = "{key}"\n'
        private_file(folder / f"{name}.toml", said.encode())
        private_file(folder / f"{name}.pin", f"{PIN}\n".encode())
        (folder / f"{name}.crt").write_bytes(agency.chain)


@cache
def the_token() -> Token:
    """The token of this process: SoftHSM reads its folder once, so every test shares one."""
    module = next((path for path in _MODULES if Path(path).exists()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        pytest.fail("tokens need softhsm2, which bin/test installs")
    folder = Path(tempfile.mkdtemp(prefix="softhsm-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    _softhsm("--init-token", "--free", "--label", "opm", "--pin", PIN, "--so-pin", PIN)
    return Token(module, "opm")


def _id(key: str) -> str:
    return key.encode().hex()


def _softhsm(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], capture_output=True, check=True, timeout=30)
