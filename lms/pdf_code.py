"""A QR code on a page: a blank that is laid out in its place, and the squares that are put there.

WeasyPrint would draw each dark square as a path of its own; put in afterwards, as rectangles, the
code takes a third of that, which is eight of the seventy kilobytes of a document.
"""

import re

from lms.qr import Rectangles

# The path of `blank_code`, which no other picture draws.
_BLANK = re.compile(rb"0\.03125 0\.0625 m\n.*?\nf\n", re.DOTALL)


def blank_code(size: int) -> bytes:
    """An SVG that stands for a QR code of `size` modules a side, margin included."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        '<path d="M.03125 .0625H1V1z"/></svg>'
    ).encode("ascii")


def around_code(content: bytes) -> list[bytes]:
    """What stands on a page before and behind the blank code; all of it where there is none."""
    return _BLANK.split(content, maxsplit=1)


def code_path(code: Rectangles) -> bytes:
    """A QR code's dark modules, filled: all one path, so that no seam shows between them."""
    lines = (f"{x} {y} {width} 1 re" for x, y, width in code)
    return "\n".join([*lines, "f\n"]).encode("ascii")
