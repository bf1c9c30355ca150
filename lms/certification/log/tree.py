"""The hash tree of RFC 9162, section 2.1: roots and proofs, made and checked. Pure.

A tree is known by its leaves' hashes. Whoever has the roots of complete subtrees at hand gives
them as `known`, and no hash below them is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

Hashes = Callable[[int, int], bytes]  # the root of the complete subtree of leaves [start, end)
EMPTY = sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    """What stands for a leaf in the tree."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below a size of two or more: where a tree is parted."""
    return 1 << (size - 1).bit_length() - 1


def root(hashes: Hashes, start: int, end: int) -> bytes:
    """The root over leaves [start, end); `start` is where a subtree of that tree begins."""
    size = end - start
    if size == 0:
        return EMPTY
    if size & (size - 1) == 0:
        return hashes(start, end)
    middle = start + split(size)
    return node_hash(hashes(start, middle), root(hashes, middle, end))


def inclusion(hashes: Hashes, position: int, size: int) -> list[bytes]:
    """The proof that the leaf at `position` is in the tree of the first `size` leaves."""
    if not 0 <= position < size:
        raise ValueError(f"leaf {position} is not in a tree of {size}")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + split(end - start)
        if position < middle:
            path.append(root(hashes, middle, end))
            end = middle
        else:
            path.append(root(hashes, start, middle))
            start = middle
    return path[::-1]


def consistency(hashes: Hashes, old: int, size: int) -> list[bytes]:
    """The proof that the tree of `size` leaves begins with that of `old` leaves."""
    if not 0 < old <= size:
        raise ValueError(f"no tree of {old} leaves begins one of {size}")
    start, end, path, whole = 0, size, [], True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(root(hashes, middle, end))
            end = middle
        else:
            path.append(root(hashes, start, middle))
            start, whole = middle, False
    return ([] if whole else [root(hashes, start, end)]) + path[::-1]


def root_of_inclusion(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to from a leaf's hash (2.1.3.2); None when it leads nowhere."""
    if not 0 <= position < size:
        return None
    place, last, found = position, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(
    old: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a proof leads from the smaller tree's root to the larger one's (2.1.4.2)."""
    if old == size:
        return old_root == new_root and not path
    if not 0 < old < size or not path:
        return False
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return before == old_root and after == new_root and last == 0


class Growing:
    """A tree that grows leaf by leaf; it keeps the roots of its complete subtrees alone."""

    def __init__(self) -> None:
        self.size = 0
        self._right: list[bytes] = []

    def add(self, hashed: bytes) -> None:
        """One more leaf."""
        carry = self.size
        while carry & 1:
            hashed = node_hash(self._right.pop(), hashed)
            carry >>= 1
        self._right.append(hashed)
        self.size += 1

    @property
    def root(self) -> bytes:
        """As the tree stands now."""
        if not self._right:
            return EMPTY
        found = self._right[-1]
        for left in reversed(self._right[:-1]):
            found = node_hash(left, found)
        return found
