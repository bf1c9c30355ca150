"""The one file that knows QR codes."""

import re
from collections.abc import Sequence
from io import BytesIO
from math import isqrt
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

import zxingcpp

Rows: TypeAlias = Sequence[bytes]
_QUIET = 4  # modules around the code that readers need
_MODULES = bytes([1] + [0] * 255)  # black is dark
_ANY_MASK = 3
_RUN = re.compile(rb"\x01+")

Rectangles: TypeAlias = Sequence[tuple[int, int, int]]  # x, y, width; one high


def verify_address(public_url: str, number: str) -> str:
    """The address a certificate's QR opens, in upper case where that changes nothing.

    Upper case puts the whole address in the QR's alphanumeric mode: a smaller code with
    bigger modules. Scheme and host mean the same in any case; a path before ours would
    not, so such an installation keeps its path as it is written.
    """
    parts = urlsplit(public_url)
    site = f"{parts.scheme}://{parts.netloc}".upper()
    return f"{site}{parts.path.rstrip('/')}/V/{quote(number)}"


def code_rows(content: str, *, mask: int | None = None) -> Rows:
    """The code's modules, error correction M, with its quiet margin: 1 is dark.

    The encoder takes the most compact mode for each part by itself; capitals and digits need the
    least. It tries all eight masks for the best, unless told one.
    """
    told = {} if mask is None else {"data_mask": mask}
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **told)
    picture: Any = zxingcpp.write_barcode_to_image(code, scale=1)
    flat = bytes(memoryview(picture)).translate(_MODULES)
    side = isqrt(len(flat))
    return [flat[start : start + side] for start in range(0, side * side, side)]


def rectangles(rows: Rows) -> Rectangles:
    """The dark modules, one rectangle for each run in a row; of a row the short ones first, which
    packs smallest."""
    return [
        (start, y, end - start)
        for y, row in enumerate(rows)
        for start, end in sorted((run.span() for run in _RUN.finditer(row)), key=_length)
    ]


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def signed_rows(content: str) -> Rows:
    """The modules of an address with a signed payload, six times as fast as `code_rows`.

    Masks break up the patterns of plain content. A signature has none, so that the best of eight
    masks reads no better than any one (measured, docs/adr/0025-offline-proof.md).
    """
    return code_rows(content, mask=_ANY_MASK if "#" in content else None)


def qr_svg(content: str, *, dark: str = "#000") -> bytes:
    """The code as SVG with its quiet margin.

    It has a viewBox and no size, so that a style sheet sets its size in millimetres.
    """
    return code_svg(code_rows(content), dark=dark)


def code_svg(rows: Rows, *, dark: str = "#000") -> bytes:
    """The same, of modules that are known."""
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in rectangles(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}">'
        f'<path fill="{dark}" d="{path}"/></svg>'
    ).encode("ascii")


def qr_png(content: str, *, scale: int = 8) -> bytes:
    """The code as a black-and-white PNG, `scale` pixels a module."""
    from PIL import Image

    rows = code_rows(content)
    light = b"".join(bytes(255 * (1 - module) for module in row) for row in rows)
    picture = Image.frombytes("L", (len(rows), len(rows)), light).convert("1")
    out = BytesIO()
    picture.resize((len(rows) * scale, len(rows) * scale), Image.Resampling.NEAREST).save(
        out, "PNG"
    )
    return out.getvalue()
