"""The one file that knows QR codes."""

from io import BytesIO
from urllib.parse import quote, urlsplit

import segno

_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def verify_address(public_url: str, number: str) -> str:
    """The address a certificate's QR opens, in upper case where that changes nothing.

    Upper case puts the whole address in the QR's alphanumeric mode: a smaller code with
    bigger modules. Scheme and host mean the same in any case; a path before ours would
    not, so such an installation keeps its path as it is written.
    """
    parts = urlsplit(public_url)
    site = f"{parts.scheme}://{parts.netloc}".upper()
    return f"{site}{parts.path.rstrip('/')}/V/{quote(number)}"


def qr_svg(content: str, *, dark: str = "#000") -> bytes:
    """The code as SVG, error correction M, with the four quiet modules readers need.

    It has a viewBox and no size, so that a style sheet sets its size in millimetres.
    """
    out = BytesIO()
    bare = {"xmldecl": False, "omitsize": True, "svgclass": None, "light": None}
    _code(content).save(out, kind="svg", border=4, dark=dark, **bare)
    return out.getvalue()


def qr_png(content: str, *, scale: int = 8) -> bytes:
    """The code as a black-and-white PNG, `scale` pixels a module."""
    out = BytesIO()
    _code(content).save(out, kind="png", border=4, scale=scale)
    return out.getvalue()


def is_alphanumeric(content: str) -> bool:
    """Whether the QR's compact alphanumeric mode can hold this text."""
    return _ALPHANUMERIC.issuperset(content)


def _code(content: str) -> segno.QRCode:
    mode = "alphanumeric" if is_alphanumeric(content) else None
    return segno.make_qr(content, error="M", mode=mode, boost_error=False)
