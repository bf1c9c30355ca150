"""A bomb is known by its packing, before anything opens it."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from lms.verification.weighing import LARGEST, MOST, is_bomb
from tests.verification import hostile, paper

PACKED = (
    *(hostile.bomb, hostile.nested_bomb, hostile.bomb_of_objects, hostile.bomb_of_references),
    *(hostile.vast_picture, hostile.slow_to_draw),
)


def a_stream(content: bytes) -> bytes:
    return b"1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + content + b"\nendstream\nendobj\n"


@pytest.mark.parametrize("make", PACKED, ids=lambda make: make.__name__)
def test_what_unpacks_to_far_too_much_is_told(make: Callable[[], bytes]) -> None:
    assert is_bomb(make())


def test_many_streams_count_together() -> None:
    half = a_stream(hostile.inflating(bytes(2**20), LARGEST // 2**20 // 2))
    assert not is_bomb(half * 2)
    assert is_bomb(half * (2 * MOST // LARGEST + 2))


def test_what_people_send_is_none() -> None:
    page = a_stream(zlib.compress(bytes(2480 * 3508 * 3), 1))  # a whole page, 300 dots, in colours
    for content in (paper.document(), page, a_stream(b"q Q"), b"%PDF-1.7", b"", page[:5000]):
        assert not is_bomb(content)


def test_half_a_stream_is_weighed_as_far_as_it_goes() -> None:
    packed = hostile.inflating(bytes(2**20), 200)
    assert is_bomb(a_stream(packed[:-40]))
    assert is_bomb(a_stream(packed[:-40] + b"garbage" * 9))
