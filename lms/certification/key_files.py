"""Where the key lies: a file in the secrets folder, or a token that a file there names.

`signing` is one of
  signing.pem   the private key, its certificate and those above it, in any order
  signing.p12   the same as PKCS #12, its passphrase in `signing.pass`
  signing.toml  a key in a PKCS #11 token: `module`, `token` and `key` name it; its PIN is in
                `signing.pin`, its certificates, PEM, in `signing.crt`
and `credential`, of the same forms, is a P-256 key that is needed only beside an RSA key. What
is secret has mode 0600, or it is not used. Two forms of one key at once are refused.
"""

import tomllib
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from lms.certification.signing_key import SigningError, SigningKey, with_own_first

SIGNING, CREDENTIAL = "signing", "credential"
PEM, P12, TOKEN = ".pem", ".p12", ".toml"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def key_file(folder: Path, name: str = SIGNING) -> Path | None:
    """The file that holds or names the key; None when there is none."""
    found = [path for form in (PEM, P12, TOKEN) if (path := folder / (name + form)).exists()]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise SigningError(f"{folder}: keep one of {names} · มีกุญแจซ้อนกัน เก็บไว้เพียงแฟ้มเดียว: {names}")
    return found[0] if found else None


def stamp_of(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes whenever a key does: names, times, and modes of its files."""
    files = [path for name in (SIGNING, CREDENTIAL) for path in folder.glob(f"{name}.*")]
    stats = [(path.name, path.stat()) for path in sorted(files)]
    return tuple((name, stat.st_mtime_ns, stat.st_mode) for name, stat in stats)


def load_key(folder: Path, name: str = SIGNING) -> SigningKey:
    """The key in `folder`; raises SigningError with the remedy when it cannot be used."""
    path = key_file(folder, name) or folder / (name + PEM)
    if path.suffix == TOKEN:
        return _from_token(path)
    return from_p12(path) if path.suffix == P12 else from_pem(path)


def credential_key(folder: Path, key: SigningKey) -> SigningKey:
    """The P-256 key for credentials: the document key itself unless that is RSA."""
    if key.is_p256:
        return key
    own = load_key(folder, CREDENTIAL)
    if not own.is_p256:
        raise SigningError(f"{folder / CREDENTIAL}: a credential is signed with a P-256 key")
    return own


def from_pem(path: Path) -> SigningKey:
    """A PEM file of private key and certificates."""
    content = private_bytes(path)
    try:
        private = serialization.load_pem_private_key(content, password=None)
        certificates = x509.load_pem_x509_certificates(content)
    except (ValueError, TypeError) as fault:
        raise SigningError(f"{path}: not a PEM private key with its certificates") from fault
    return in_memory(private, certificates, path)


def from_p12(path: Path) -> SigningKey:
    """A PKCS #12 file; the passphrase is the first line of the file beside it."""
    content, phrase = private_bytes(path), _first_line(path.with_suffix(".pass"))
    try:
        held = pkcs12.load_pkcs12(content, phrase.encode() or None)
    except (ValueError, TypeError) as fault:
        raise SigningError(
            f"{path}: not PKCS #12, or not opened by {path.with_suffix('.pass').name}"
        ) from fault
    found = [held.cert, *held.additional_certs]
    return in_memory(held.key, [each.certificate for each in found if each], path)


def in_memory(private: object, certificates: list[x509.Certificate], source: object) -> SigningKey:
    """A private key that was read, with its certificates in any order."""
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SigningError(f"{source}: the key must be P-256 or RSA")
    chain = with_own_first(certificates, private.public_key(), source)

    def sign(data: bytes) -> bytes:
        if isinstance(private, ec.EllipticCurvePrivateKey):
            return private.sign(data, ec.ECDSA(hashes.SHA256()))
        return private.sign(data, padding.PKCS1v15(), hashes.SHA256())

    return SigningKey(sign, chain)


def _from_token(path: Path) -> SigningKey:
    """The token is opened when it first signs: certificates can be read without it."""
    from lms.certification.token_key import TokenKey

    try:
        said = tomllib.loads(private_bytes(path).decode())
        certificates = x509.load_pem_x509_certificates(_read(path.with_suffix(".crt")))
        module, token, key = (str(said[name]) for name in ("module", "token", "key"))
    except (ValueError, KeyError) as fault:
        raise SigningError(
            f"{path}: needs module, token and key, and PEM certificates in"
            f" {path.with_suffix('.crt').name} ({fault})"
        ) from fault
    pin = _first_line(path.with_suffix(".pin"))
    public = certificates[0].public_key()
    held = TokenKey(module, token, key, pin, public)
    return SigningKey(held.sign, with_own_first(certificates, public, path))


def private_bytes(path: Path) -> bytes:
    """A file that its owner alone may read."""
    content = _read(path)
    if path.stat().st_mode & 0o077:
        raise SigningError(
            f"{path}: others may read this key; run: chmod 600 {path}"
            f" · ผู้อื่นอ่านกุญแจนี้ได้ ให้สั่ง: chmod 600 {path}"
        )
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise SigningError(f"{path}: {fault.strerror}") from fault


def _first_line(path: Path) -> str:
    return (private_bytes(path).decode("utf-8", "replace").splitlines() or [""])[0]
