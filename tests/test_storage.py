"""The file store: written once, the same bytes again, nothing else in their place."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from obstore.exceptions import AlreadyExistsError

from lms.storage import Missing, Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store((tmp_path / "แฟ้ม มีช่องว่าง").as_uri())


def test_what_is_put_is_got(store: Store) -> None:
    store.put("a/b/c.pdf", b"content")
    assert store.get("a/b/c.pdf") == b"content"
    assert store.exists("a/b/c.pdf")


def test_the_same_bytes_again_are_no_error_and_others_never_replace_them(store: Store) -> None:
    store.put("a.pdf", b"first")
    store.put("a.pdf", b"first")
    with pytest.raises(AlreadyExistsError):
        store.put("a.pdf", b"second")
    assert store.get("a.pdf") == b"first"


def test_a_missing_file_is_missing(store: Store) -> None:
    assert not store.exists("nothing")
    with pytest.raises(Missing):
        store.get("nothing")
    store.delete("nothing")


def test_a_deleted_file_is_gone(store: Store) -> None:
    store.put("a.pdf", b"x")
    store.delete("a.pdf")
    assert not store.exists("a.pdf")


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../b", "A", "a b", "ก", "a//b", ".x"]
)
def test_a_key_that_is_no_plain_path_is_refused(store: Store, key: str) -> None:
    for act in (store.get, store.exists, store.delete):
        with pytest.raises(ValueError, match="storage key"):
            act(key)
    with pytest.raises(ValueError, match="storage key"):
        store.put(key, b"")


def test_a_large_file_is_stored_and_read_in_pieces(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "scans.zip"
    with ZipFile(path, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.bin", bytes([number]) * 100_000)
    with path.open("rb") as file:
        store.put_file("incoming/scans.zip", file)
    with store.opened("incoming/scans.zip") as kept, ZipFile(kept) as archive:
        assert archive.testzip() is None
        assert archive.read("7.bin") == b"\x07" * 100_000
    with store.opened("incoming/scans.zip") as kept:
        kept.seek(-4, 2)
        assert kept.read() == path.read_bytes()[-4:]
    with pytest.raises(Missing):
        store.opened("incoming/nothing.zip")
