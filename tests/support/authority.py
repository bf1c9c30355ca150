"""A time-stamp authority of our own on a free port: pyHanko's dummy behind an HTTP server.

It also tells which certificates an agency's authority has revoked.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper


@dataclass
class TimeStampAuthority:
    """Runs while the test does. `broken` makes it answer 503; `password` makes it ask for one."""

    url: str
    roots: bytes
    broken: bool = False
    nonsense: bool = False  # answers, with what is no stamp
    silent_for: float = 0.0  # seconds before an answer
    password: str | None = None
    crl: bytes | None = None  # answered at `crl_url`; without one, 404
    asked: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)  # nobody waits for an answer any more

    @property
    def crl_url(self) -> str:
        """Where an agency's authority tells which certificates it has revoked."""
        return f"{self.url}crl"


@contextmanager
def time_stamp_authority() -> Iterator[TimeStampAuthority]:
    """One with a root of its own."""
    stamper, roots = _stamper()
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    here = TimeStampAuthority(f"http://127.0.0.1:{server.server_port}/", roots)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            here.asked.append(self.headers.get("Authorization", ""))
            if here.broken or not _is_let_in(here):
                self.send_error(401 if not _is_let_in(here) else 503)
                return
            if here.over.wait(here.silent_for):
                return
            answer = b"no stamp" if here.nonsense else stamper(content)
            self._answer("application/timestamp-reply", answer)

        def do_GET(self) -> None:
            if here.crl is None:
                self.send_error(404)
            else:
                self._answer("application/pkix-crl", here.crl)

        def _answer(self, kind: str, content: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """In silence."""

    server.RequestHandlerClass = Answers
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        here.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def _is_let_in(here: TimeStampAuthority) -> bool:
    if here.password is None:
        return True
    said = here.asked[-1].removeprefix("Basic ")
    return b64decode(said).decode().endswith(f":{here.password}")


def _stamper() -> tuple[Callable[[bytes], bytes], bytes]:
    root_key = ec.generate_private_key(ec.SECP256R1())
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root = _certificate("TSA Root", root_key.public_key(), "TSA Root", root_key)
    own = _certificate("TSA", key.public_key(), "TSA Root", root_key)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    dummy = DummyTimeStamper(
        asn1_x509.Certificate.load(own.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        certs_to_embed=[asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))],  # type: ignore[arg-type]
    )

    def answer(content: bytes) -> bytes:
        request = tsp.TimeStampReq.load(content)
        said: bytes = asyncio.run(dummy.async_request_tsa_response(request)).dump()
        return said

    return answer, root.public_bytes(Encoding.PEM)


def _certificate(
    subject: str,
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    start = datetime.now(UTC) - timedelta(days=1)
    is_root = subject == issuer
    builder = x509.CertificateBuilder(
        _name(issuer), _name(subject), public, x509.random_serial_number(),
        start, start + timedelta(days=3650),
    ).add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)  # fmt: skip
    if not is_root:
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    return builder.sign(signer, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
