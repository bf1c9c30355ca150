"""Whether a PDF unpacks to far more than it weighs, told before anything of it is opened. Pure.

What is packed otherwise, or behind a password, is weighed by nothing but the limits of the process
that opens it (lms.confined).
"""

from __future__ import annotations

import re
import zlib

LARGEST = 96 * 2**20  # bytes of one stream, unpacked: a page scanned at 600 dots, in grey, has 35
MOST = 256 * 2**20  # of all streams together
_LAYERS = 4  # packed, and packed again
_STREAM = re.compile(rb"stream\r?\n")
_PIECE = 2**16  # bytes that are fed at a time
_AT_ONCE = 2**20  # bytes that are unpacked at a time


def is_bomb(content: bytes) -> bool:
    """Whether one of its streams, or all of them, would unpack to more than is ever printed."""
    total = 0
    for match in _STREAM.finditer(content):
        weight = _weight(content, match.end())
        total += weight
        if weight > LARGEST or total > MOST:
            return True
    return False


def _weight(content: bytes, start: int, layer: int = 1) -> int:
    """What a stream weighs, unpacked as often as it was packed; 0 for one packed otherwise."""
    weight, first = 0, b""
    unpacking = zlib.decompressobj()
    packed = memoryview(content)
    try:
        for place in range(start, len(content), _PIECE):
            rest = bytes(packed[place : place + _PIECE])
            while rest and not unpacking.eof:
                part = unpacking.decompress(rest, _AT_ONCE)
                rest = unpacking.unconsumed_tail
                weight += len(part)
                first = first or part
                if weight > LARGEST:
                    return weight
            if unpacking.eof:
                break
    except zlib.error:
        pass  # what came before the fault, a reader may show
    is_packed_again = 0 < weight <= _AT_ONCE and layer < _LAYERS
    return max(weight, _weight(first, 0, layer + 1)) if is_packed_again else weight
