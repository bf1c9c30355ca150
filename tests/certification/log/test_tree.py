"""The tree of RFC 9162: published hashes, and what holds for trees of any size."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certification.log.tree import (
    EMPTY,
    Growing,
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    node_hash,
    root,
    root_of_inclusion,
)

# The leaves and roots with which the implementations of RFC 6962 are compared with each other.
LEAVES = [
    bytes.fromhex(one)
    for one in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
HASHES = [leaf_hash(one) for one in LEAVES]
MANY = [leaf_hash(number.to_bytes(2, "big")) for number in range(600)]


def plainly(leaves: list[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(plainly(leaves[:k]), plainly(leaves[k:]))


def over(leaves: list[bytes]):
    return lambda start, end: plainly(leaves[start:end])


def test_the_published_roots_are_found() -> None:
    tree = Growing()
    assert tree.root.hex() == sha256(b"").hexdigest() == EMPTY.hex()
    for size, (hashed, published) in enumerate(zip(HASHES, ROOTS, strict=True), 1):
        tree.add(hashed)
        assert tree.root.hex() == published
        assert root(over(HASHES), 0, size).hex() == published


@pytest.mark.parametrize(
    ("position", "size", "path"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_published_inclusion_proofs_are_made(position: int, size: int, path: list[str]) -> None:
    made = inclusion(over(HASHES), position, size)
    assert [one.hex() for one in made] == path
    assert root_of_inclusion(HASHES[position], position, size, made) == bytes.fromhex(
        ROOTS[size - 1]
    )


@pytest.mark.parametrize(
    ("old", "size", "path"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_published_consistency_proofs_are_made(old: int, size: int, path: list[str]) -> None:
    made = consistency(over(HASHES), old, size)
    assert [one.hex() for one in made] == path
    before, after = (bytes.fromhex(ROOTS[one - 1]) for one in (old, size))
    assert is_consistent(old, before, size, after, made)


@given(st.integers(1, 600), st.data())
def test_every_leaf_of_any_tree_is_proven_and_nothing_else_is(size: int, data: st.DataObject):
    position = data.draw(st.integers(0, size - 1))
    path, top = inclusion(over(MANY), position, size), plainly(MANY[:size])
    assert root_of_inclusion(MANY[position], position, size, path) == top
    other = data.draw(st.integers(0, 599).filter(lambda one: one != position))
    assert root_of_inclusion(MANY[other], position, size, path) != top
    if other < size:
        assert root_of_inclusion(MANY[position], other, size, path) != top
    assert root_of_inclusion(MANY[position], position, size, [*path, top]) is None
    if path:
        assert root_of_inclusion(MANY[position], position, size, path[:-1]) != top
        bent = data.draw(st.integers(0, len(path) - 1))
        wrong = [EMPTY if place == bent else one for place, one in enumerate(path)]
        assert root_of_inclusion(MANY[position], position, size, wrong) != top


@given(st.integers(1, 600), st.data())
def test_any_tree_is_shown_to_begin_the_next_and_no_other_is(size: int, data: st.DataObject):
    old = data.draw(st.integers(1, size))
    path, before, after = (
        consistency(over(MANY), old, size),
        *map(plainly, (MANY[:old], MANY[:size])),
    )
    assert is_consistent(old, before, size, after, path)
    rewritten = plainly([EMPTY, *MANY[1:old]])
    assert not is_consistent(old, rewritten, size, after, path)
    assert not is_consistent(old, before, size, rewritten, path)
    assert not is_consistent(old, before, size, after, [*path, EMPTY])
    if path:
        assert not is_consistent(old, before, size, after, path[:-1])


@given(st.integers(0, 600))
def test_a_tree_that_grows_has_the_root_of_its_leaves(size: int) -> None:
    tree = Growing()
    for one in MANY[:size]:
        tree.add(one)
    assert tree.root == (plainly(MANY[:size]) if size else EMPTY)
    assert tree.size == size


@pytest.mark.parametrize(("position", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_what_is_not_in_a_tree_has_no_proof(position: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        inclusion(over(HASHES), position, size)
    assert root_of_inclusion(HASHES[0], position, size, []) is None


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_no_larger_tree_begins_a_smaller_one(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="begins"):
        consistency(over(HASHES), old, size)
    assert not is_consistent(old, EMPTY, size, HASHES[0], [])
