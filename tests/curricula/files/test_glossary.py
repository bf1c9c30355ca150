"""The words that lessons explain, and a lesson's recorded reading: read and checked."""

from pathlib import Path

import pytest

from lms.curricula.files import read_curricula
from lms.curricula.glossary import Term
from tests.curricula.files.folder import write_curriculum

LESSON = "modules/01-listen/lessons/01-first.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_curriculum(tmp_path)


def problems(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (problem.file.relative_to(folder).as_posix(), problem.line, problem.fault.code)
        for problem in read_curricula(folder.parent).problems
    ]


def write(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_terms_are_read_and_found_by_the_lessons(folder: Path) -> None:
    (folder / "glossary.yaml").write_text(
        "- term: พมจ.\n  means: สำนักงานจังหวัด\n  en: office\n  sources: [S62]\n"
        "- term: อพม.\n  means: อาสาสมัคร\n",
        "utf-8",
    )
    write(folder / LESSON, "เปิดเรื่อง", "ไปที่ [พมจ.]{term}")
    assert problems(folder) == []
    (edition,) = read_curricula(folder.parent).editions
    assert edition.glossary == {
        "พมจ.": Term("สำนักงานจังหวัด", "office", ("S62",)),
        "อพม.": Term("อาสาสมัคร"),
    }


def test_a_term_twice_a_source_and_a_word_that_are_not_known_are_named(folder: Path) -> None:
    (folder / "glossary.yaml").write_text(
        "- term: ก\n  means: ข\n  sources:\n    - S62\n    - S00\n- term: ก\n  means: ค\n", "utf-8"
    )
    write(folder / LESSON, "เปิดเรื่อง", "[ง]{term}")
    assert problems(folder) == [
        ("glossary.yaml", 5, "unknown_source"),
        ("glossary.yaml", 6, "twice"),
        (LESSON, 8, "unknown_term"),
    ]


def test_a_curriculum_without_a_glossary_is_whole(folder: Path) -> None:
    (edition,) = read_curricula(folder.parent).editions
    assert edition.glossary == {}


def test_a_recorded_reading_is_a_sound_of_the_module(folder: Path) -> None:
    write(folder / LESSON, "minutes: 8", "minutes: 8\naudio: media/read.mp3")
    assert problems(folder) == [(LESSON, 6, "dangling_media")]
    (folder / "modules/01-listen/media/read.mp3").write_bytes(b"ID3")
    assert problems(folder) == []
    (edition,) = read_curricula(folder.parent).editions
    assert edition.modules[0].lessons[0].audio == "modules/01-listen/media/read.mp3"


@pytest.mark.parametrize(
    ("path", "code"),
    [("media/talk.svg", "media_kind"), ("https://x.th/a.mp3", "remote_media")],
)
def test_a_recorded_reading_that_is_none_is_named(folder: Path, path: str, code: str) -> None:
    write(folder / LESSON, "minutes: 8", f"minutes: 8\naudio: {path}")
    assert problems(folder) == [(LESSON, 6, code)]
