"""The checker in one file: a page that judges certificates with no server, from a USB stick too.

Everything is inside it: scripts, style, typefaces, public keys and the lists of revocations as they
are now. It asks nothing of any network; a policy in the page forbids it to.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from flask import current_app
from joserfc.jwk import RSAKey

from lms.assets import PREFIX, STATIC, Assets
from lms.certification.published_keys import jwks, published_certificates
from lms.certification.revoked import list_names, signed_list
from lms.certification.signing_key import SigningError, is_test
from lms.certification.status_list import named
from lms.config import current_settings
from lms.templating import template_in
from lms.verification.offline_words import checker_words, in_both

_PROOF = (
    *("bytes", "cbor", "payload", "signatures", "kit", "judge", "credential", "cms"),
    *("objects", "revisions", "lengthened", "pdf"),
    *("words", "answer", "camera", "seeing", "checker"),
)
_OTHERS = ("vendor/jsrsasign/jsrsasign-all-min.js", "vendor/pako/pako_inflate.umd.min.js")
_FONT = re.compile(rf'url\("{PREFIX}([^"]+?)\.[0-9a-f]{{12}}(\.woff2)"\)')
_EXPORTED = re.compile(r"^export (?=const|function|class|async)", re.MULTILINE)
_NAMES = re.compile(r"^(?:export|import) \{(.*?)\}(?: from '\./index\.js')?;?$", re.MULTILINE)
_DEFAULT = re.compile(r"^export default \w+;?$", re.MULTILINE)


def checker(made_at: datetime) -> str:
    """The page; raises SigningError while there is no key, or none that may sign the lists."""
    scripts = [
        *(_script(name) for name in _OTHERS),
        *(_script(f"js/proof/{one}.js") for one in _PROOF),
    ]
    reader = f"self.opmProof = self.opmProof || {{}};\nself.opmProof.decodeQR = {_reader()};\n"
    style = _FONT.sub(_embedded, _text("app.css"))
    template = template_in(current_app._get_current_object(), "verification/checker.html", "th")  # type: ignore[attr-defined]
    return template.render(
        words=in_both(checker_words),
        kit=_kit(made_at),
        settings=current_settings(),
        style=style,
        scripts=scripts,
        reader=reader,
        policy=_policy([*scripts, reader]),
    )


def _kit(made_at: datetime) -> dict[str, Any]:
    certificates = published_certificates()
    if not certificates:
        raise SigningError("ยังไม่มีกุญแจที่จะใช้ตรวจ · there is no key to check anything with (lms keys)")
    lists = [named(name) for name in list_names()]
    return {
        "madeAt": made_at.isoformat(timespec="seconds"),
        "site": current_settings().public_url,
        "keys": keys_of(certificates),
        "lists": [signed_list(one).jwt for one in lists if one],
    }


def keys_of(pems: list[str]) -> list[dict[str, Any]]:
    """The keys of documents too, RSA ones among them; a test key says that it is one."""
    keys: dict[str, dict[str, Any]] = {}
    for pem in pems:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        for key in jwks([pem])["keys"] or [_rsa_key(certificate)]:
            keys[key["kid"]] = {**key, "test": is_test(certificate)}
    return list(keys.values())


def _rsa_key(certificate: x509.Certificate) -> dict[str, Any]:
    public = certificate.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key = RSAKey.import_key(public)
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "alg": "RS256"}


def _policy(scripts: list[str]) -> str:
    """No network at all. Old browsers, which know no hashes, go by 'unsafe-inline'."""
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src 'unsafe-inline' {hashes}; style-src 'unsafe-inline';"
        " font-src data:; img-src data: blob:; media-src blob: mediastream:; connect-src 'none';"
        " form-action 'none'; base-uri 'none'"
    )


def _hash(script: str) -> str:
    return b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _text(name: str) -> str:
    assets: Assets = current_app.extensions["assets"]
    found = assets.find(name)
    assert found, name
    return found.body.decode().replace("\r\n", "\n")  # as a browser reads it, for the hashes


def _script(name: str) -> str:
    """A script as it may stand inside a page: nothing in it ends the element."""
    return _text(name).replace("</script", r"<\/script").replace("<!--", r"<\!--")


def _embedded(match: re.Match[str]) -> str:
    font = b64encode((STATIC / f"{match[1]}{match[2]}").read_bytes()).decode("ascii")
    return f'url("data:font/woff2;base64,{font}")'


def _reader() -> str:
    """The QR reader's two modules as one expression: pages from a file may not import."""
    index = (STATIC / "vendor/qr/index.js").read_text("utf-8")
    decode = (STATIC / "vendor/qr/decode.js").read_text("utf-8")
    exports = _NAMES.search(index)
    imports = _NAMES.search(decode)
    assert exports
    assert imports
    given = ", ".join(": ".join(reversed(one)) for one in _renamed(exports[1]))
    taken = ", ".join(": ".join(one) for one in _renamed(imports[1]))
    library = f"(() => {{\n{_plain(index)}\nreturn {{ {given} }};\n}})()"
    return f"(() => {{\nconst {{ {taken} }} = {library};\n{_plain(decode)}\nreturn decodeQR;\n}})()"


def _renamed(names: str) -> list[list[str]]:
    """`a as b, c` as pairs of names."""
    pairs = [one.split(" as ") for one in re.split(r",\s*", names.strip().rstrip(",")) if one]
    return [
        [each.strip() for each in pair] if len(pair) == 2 else [pair[0].strip()] * 2
        for pair in pairs
    ]


def _plain(module: str) -> str:
    return _EXPORTED.sub("", _DEFAULT.sub("", _NAMES.sub("", module)))
