"""`lms curricula check` and `load`, as somebody at a terminal reads them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.curricula.commands import curricula
from tests.curricula.files.folder import write_curriculum


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_curriculum(tmp_path)


def test_check_answers_0_when_all_is_well(folder):
    result = CliRunner().invoke(curricula, ["check", str(folder.parent)])

    assert result.exit_code == 0
    assert "1 curricula, no fault found" in result.output


def test_check_names_file_line_and_remedy_in_both_languages_and_answers_1(folder):
    file = folder / "edition.yaml"
    file.write_text(file.read_text("utf-8").replace("hours: 5", "hours: 6"), "utf-8")

    result = CliRunner().invoke(curricula, ["check", str(folder)])

    assert result.exit_code == 1
    assert f"{file}:8: หลักสูตรบอก 6 ชั่วโมง แต่หน่วยรวมกันได้ 5 ชั่วโมง ให้แก้ให้ตรงกัน" in result.output
    assert "make them agree" in result.output


def test_load_says_what_it_did(app, folder):
    first = CliRunner().invoke(curricula, ["load", str(folder.parent)])
    again = CliRunner().invoke(curricula, ["load", str(folder.parent)])

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "published: first-aid 1" in first.output
    assert "nothing has changed" in again.output


def test_load_with_faults_answers_1_and_loads_nothing(app, folder):
    (folder / "practicum.yaml").write_text("title_th: ก\n", "utf-8")

    result = CliRunner().invoke(curricula, ["load", str(folder)])

    assert result.exit_code == 1
    assert "nothing was loaded" in result.output
