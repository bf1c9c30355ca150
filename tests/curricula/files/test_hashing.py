from pathlib import Path

import pytest

from lms.curricula.files import content_hash
from tests.curricula.files.folder import write_curriculum


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_curriculum(tmp_path)


def test_the_same_content_has_the_same_hash_wherever_it_lies(folder: Path, tmp_path: Path) -> None:
    before = content_hash(folder)
    elsewhere = tmp_path / "ที่ อื่น"
    elsewhere.mkdir()
    assert content_hash(write_curriculum(elsewhere)) == before


def test_line_ends_byte_order_marks_and_leftovers_do_not_count(folder: Path) -> None:
    before = content_hash(folder)
    file = folder / "edition.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    (folder / ".DS_Store").write_text("x")
    (folder / "edition.yaml~").write_text("x")
    assert content_hash(folder) == before


@pytest.mark.parametrize(
    "name",
    [
        "edition.yaml",
        "modules/01-listen/lessons/01-first.md",
        "modules/01-listen/media/talk.svg",
        "modules/02-refer/questions.yaml",
    ],
)
def test_any_other_change_counts(folder: Path, name: str) -> None:
    before = content_hash(folder)
    with (folder / name).open("a") as file:
        file.write(" ")
    assert content_hash(folder) != before


def test_a_new_a_moved_and_a_missing_file_count(folder: Path) -> None:
    hashes = {content_hash(folder)}
    media = folder / "modules/01-listen/media"
    (media / "new.pdf").write_bytes(b"")
    hashes.add(content_hash(folder))
    (media / "new.pdf").rename(media / "old.pdf")
    hashes.add(content_hash(folder))
    (folder / "practicum.yaml").unlink()
    hashes.add(content_hash(folder))
    assert len(hashes) == 4


def test_a_cited_source_counts_and_another_does_not(folder: Path) -> None:
    before = content_hash(folder)
    sources = folder.parent / "sources.yaml"
    text = sources.read_text("utf-8")
    sources.write_text(text.replace("ไม่ได้ใช้", "ก็ยังไม่ได้ใช้"), "utf-8")
    assert content_hash(folder) == before
    sources.write_text(text.replace("พ.ร.บ.คุ้มครองเด็ก", "พ.ร.บ.อื่น"), "utf-8")
    assert content_hash(folder) != before
