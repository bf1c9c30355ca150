"""A certificate's facts as the HTML of its design: plain data in, text out."""

from base64 import b64encode
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from lms.certification.design import Design, load_design
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.wording import words_of
from lms.qr import code_svg, signed_rows

__all__ = ["NO_PICTURES", "CertificateFacts", "CertificateKind", "document_html", "page_of"]

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})


def document_html(
    facts: CertificateFacts,
    design: Design | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    code: str | None = None,
) -> str:
    """The certificate's page. `pictures` may hold "logo", "signature" and "signature2" as PNG or
    JPEG bytes; `code` is what its QR holds (`qr_text`), the address alone if not given."""
    design = design or load_design(facts.design)
    square = code_svg(signed_rows(code or facts.verify_url))
    return page_of(words_of(facts, design), design, pictures, square)


def page_of(
    words: Mapping[str, Any], design: Design, pictures: Mapping[str, bytes], code: bytes
) -> str:
    """The page that prints these words and this QR code (SVG).

    The template runs in a sandbox and is given plain text, numbers and nothing else.
    """
    addresses = {name: _data_address(content) for name, content in pictures.items()}
    shown = {"logo": None, "signature": None, "signature2": None, **addresses}
    svg = "data:image/svg+xml;base64," + b64encode(code).decode("ascii")
    return (
        _environment(design).get_template("certificate.html").render(words, pictures=shown, qr=svg)
    )


def _environment(design: Design) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(design.folder), autoescape=True, undefined=StrictUndefined
    )


def _data_address(picture: bytes) -> str:
    kinds = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
    for mark, kind in kinds.items():
        if picture.startswith(mark):
            return f"data:{kind};base64,{b64encode(picture).decode()}"
    raise ValueError("a certificate's pictures are PNG or JPEG")
