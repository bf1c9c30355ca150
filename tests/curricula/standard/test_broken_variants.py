"""A good curriculum broken at one place: the check finds, places and explains what is wrong."""

from pathlib import Path

import pytest

from tests.curricula.standard.good import SHIPPED, found, write_good
from tests.curricula.standard.variants import BANK, EDITION, FIRST, PRACTICUM, VARIANTS, M, Variant


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_good(tmp_path)


def test_nothing_is_said_against_a_good_curriculum(folder: Path) -> None:
    assert [str(problem) for problem in found(folder.parent)] == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_what_is_broken_is_found_placed_and_explained(folder: Path, variant: Variant) -> None:
    file = folder / variant.file
    before = file.read_text("utf-8")
    after = variant.broken(before)
    file.write_text(after, "utf-8")

    problems = found(folder.parent)

    places = {(one.file, one.line) for one in problems if one.fault.code == variant.code}
    line = variant.line(before, after)
    assert (file, line) in places, [str(problem) for problem in problems]
    assert {one.fault.code for one in problems} <= {variant.code, *variant.also}
    for one in problems:
        assert one.fault.thai
        assert one.fault.english


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (f"{M}/notes.txt", "stray_file"),
        (f"{M}/lessons/extra.md", "bad_name"),
        ("old.yaml", "stray_file"),
    ],
)
def test_a_file_in_the_wrong_place_is_named(folder: Path, name: str, code: str) -> None:
    (folder / name).write_text((folder / FIRST).read_text("utf-8"), "utf-8")
    assert (folder / name, code) in {(one.file, one.fault.code) for one in found(folder.parent)}


def test_bytes_that_are_no_text_are_named(folder: Path) -> None:
    (folder / FIRST).write_bytes("---\nกข".encode("tis-620"))
    assert "not_utf8" in {one.fault.code for one in found(folder.parent)}


def test_a_missing_bank_and_a_missing_head_are_named(folder: Path) -> None:
    (folder / BANK).unlink()
    assert (folder / BANK, "no_such_file") in {
        (one.file, one.fault.code) for one in found(folder.parent)
    }


def test_everything_that_is_wrong_is_said_at_once(folder: Path) -> None:
    chosen = {(one.file, one.code): one for one in VARIANTS if one.file in {EDITION, PRACTICUM}}
    broken = [chosen[EDITION, "unknown_design"], chosen[PRACTICUM, "min_above_max"]]
    for variant in broken:
        file = folder / variant.file
        file.write_text(variant.broken(file.read_text("utf-8")), "utf-8")
    codes = {one.fault.code for one in found(folder.parent)}
    assert {"unknown_design", "min_above_max"} <= codes


def test_nothing_is_said_against_the_curricula_that_ship() -> None:
    assert [str(problem) for problem in found(SHIPPED)] == []
