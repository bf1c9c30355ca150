"""Put a new key in place of the one that signs: tried first, then moved in at once.

The former key is laid aside as `old-…` in the same folder; only its owner can destroy it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from lms.certification.key_files import P12, PEM, TOKEN, in_memory, load_key, private_bytes
from lms.certification.key_making import Kind, new_private, private_pem, request_pem
from lms.certification.signing_key import SigningError, SigningKey
from lms.keys import write_secret

_BESIDE = {PEM: (), P12: (".pass",), TOKEN: (".pin", ".crt")}


def make_request(folder: Path, name: str, kind: Kind, organisation: str, common_name: str) -> Path:
    """A new private key that waits in `folder`; the request to send to an authority."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting, request = folder / f"next-{name}.key", folder / f"next-{name}.csr"
    if waiting.exists():
        raise SigningError(f"{waiting}: waits for its certificate already · มีกุญแจรอใบรับรองอยู่แล้ว")
    private = new_private(kind)
    write_secret(waiting, private_pem(private))
    request.unlink(missing_ok=True)
    write_secret(request, request_pem(private, organisation, common_name))
    return request


@contextmanager
def draft(folder: Path, name: str, files: Sequence[Path], passphrase: str | None) -> Iterator[Path]:
    """A folder beside the keys, for a while, with the new one as it will be installed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix=".draft-", dir=folder) as path:
        _fill(Path(path), folder, name, files, passphrase)
        yield Path(path)


def _fill(
    place: Path, folder: Path, name: str, files: Sequence[Path], passphrase: str | None
) -> None:
    first = files[0]
    if first.suffix == P12:
        _copy(first, place / (name + P12))
        write_secret(place / f"{name}.pass", f"{passphrase or ''}\n".encode())
    elif first.suffix == TOKEN:
        for suffix in (TOKEN, *_BESIDE[TOKEN]):
            _copy(first.with_suffix(suffix), place / (name + suffix))
    else:
        write_secret(place / (name + PEM), _joined(folder / f"next-{name}.key", files))


def _joined(waiting: Path, files: Sequence[Path]) -> bytes:
    """The waiting private key, unless the files bring one, and their certificates."""
    content = b"".join(file.read_bytes().strip() + b"\n" for file in files)
    if b"PRIVATE KEY-----" in content:
        return content
    private = private_bytes(waiting)
    key = serialization.load_pem_private_key(private, password=None)
    in_memory(key, x509.load_pem_x509_certificates(content), waiting)
    return private + content


def _copy(source: Path, target: Path) -> None:
    try:
        write_secret(target, source.read_bytes())
    except OSError as fault:
        raise SigningError(f"{source}: {fault.strerror}") from fault


def move_in(place: Path, folder: Path, name: str) -> SigningKey:
    """The draft takes the place of the former key, which is laid aside.

    Of another form, there is no key for a moment, and work waits; never are there two.
    """
    key = load_key(place, name)
    former = [path for path in folder.glob(f"{name}.*") if path.is_file()]
    _lay_aside(former, folder / f"old-{name}-before-{key.key_id[:16]}")
    main = next(path for path in place.iterdir() if path.suffix in _BESIDE)
    for path in sorted(place.iterdir()):
        if path != main:
            path.replace(folder / path.name)
    for path in former:
        if path.suffix in _BESIDE and path.suffix != main.suffix:
            path.unlink()
    main.replace(folder / main.name)
    for path in former:
        if path.suffix not in {main.suffix, *_BESIDE[main.suffix]}:
            path.unlink(missing_ok=True)
    _no_longer_waiting(folder, name, key)
    return key


def _lay_aside(former: Sequence[Path], aside: Path) -> None:
    if former:
        aside.mkdir(mode=0o700, exist_ok=True)
    for path in former:
        shutil.copy2(path, aside / path.name)


def _no_longer_waiting(folder: Path, name: str, key: SigningKey) -> None:
    """The request that was answered goes; one for another key waits on."""
    waiting = folder / f"next-{name}.key"
    if not waiting.exists():
        return
    private = serialization.load_pem_private_key(waiting.read_bytes(), password=None)
    if private.public_key() == key.certificate.public_key():
        waiting.unlink()
        waiting.with_suffix(".csr").unlink(missing_ok=True)
