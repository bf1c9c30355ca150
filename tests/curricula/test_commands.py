"""`lms curricula check` and `load`, as somebody at a terminal reads them."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.curricula.commands import curricula
from tests.curricula.files.folder import write_curriculum
from tests.curricula.standard.good import write_good


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_curriculum(tmp_path)


def test_check_answers_0_when_all_is_well(tmp_path):
    write_good(tmp_path)

    result = CliRunner().invoke(curricula, ["check", str(tmp_path)])

    assert result.exit_code == 0
    assert "1 curricula, no fault found" in result.output


def test_advice_is_said_and_can_be_left_out(folder):
    said = CliRunner().invoke(curricula, ["check", str(folder)])
    left_out = CliRunner().invoke(curricula, ["check", "--faults", str(folder)])

    assert said.exit_code == 1
    assert f"{folder / 'modules/01-listen/module.yaml'}:1: หน่วยนี้มีบทเรียน 1 บท" in said.output
    assert "loading does not wait for them" in said.output
    assert left_out.exit_code == 0


def test_every_claim_is_listed_with_its_source_and_mark(tmp_path):
    folder = write_good(tmp_path)

    by_place = CliRunner().invoke(curricula, ["sources", str(folder)]).output
    by_source = CliRunner().invoke(curricula, ["sources", "--by-source", str(folder)]).output

    lesson = "modules/06-ethics-and-data/lessons/02-leaks-and-hard-choices.md"
    lines = (folder / lesson).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if "มาตรา 37 (4)" in line)
    claim = f"{lesson}:{number}"
    place = by_place.index(claim)
    assert "72 ชั่วโมง" in by_place[place : place + 400]
    assert "[S29] อ่านแล้ว · read" in by_place[place : place + 900]
    assert claim in by_source[by_source.index("[S29]") : by_source.index("[S30]")]
    assert "[practice]" not in by_place + by_source


def test_the_table_of_claims_has_a_row_for_each_source_of_each(tmp_path):
    folder = write_good(tmp_path)

    text = CliRunner().invoke(curricula, ["sources", "--csv", str(folder)]).output

    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert {row["mark"] for row in rows} == {"อ่านแล้ว · read", "เห็นบางส่วน · seen in part"}
    assert {row["law_as_of"] for row in rows} == {"2026-11-01"}
    assert all(row["claim"] and row["key"] and row["where"] and int(row["line"]) for row in rows)


def test_a_bank_is_shown_with_what_tricks_earn(tmp_path):
    folder = write_good(tmp_path)

    output = CliRunner().invoke(curricula, ["bank", str(folder)]).output

    (line,) = [line for line in output.splitlines() if line.startswith("06-ethics-and-data")]
    assert "8/3/3/1/1/2/4" in line
    assert "!" not in line


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
