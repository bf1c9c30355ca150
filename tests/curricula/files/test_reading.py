from datetime import date
from pathlib import Path

import pytest

from lms.curricula.drawing import BlueprintRow
from lms.curricula.files import read_curricula, read_curriculum
from lms.curricula.questions import Short
from tests.curricula.files.folder import PRACTICUM, write_curriculum

FIRST = "modules/01-listen"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_curriculum(tmp_path)


def problems(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (problem.file.relative_to(folder.parent).as_posix(), problem.line, problem.fault.code)
        for problem in read_curricula(folder.parent).problems
    ]


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_right_folder_is_read_whole(folder: Path) -> None:
    reading = read_curricula(folder.parent)
    assert reading.problems == ()
    (edition,) = reading.editions
    assert edition.slug == "first-aid"
    assert edition.head.law_as_of == date(2026, 11, 1)
    assert edition.head.certificate.validity_months is None
    assert edition.head.post_test.draw[1] == BlueprintRow("01-listen", 1, "o1", "easy")
    first, second = edition.modules
    assert (first.slug, first.position, first.code, first.hours) == ("01-listen", 1, "1.1", 2)
    assert second.requires == ("01-listen",)
    (lesson,) = first.lessons
    assert (lesson.slug, lesson.minutes, lesson.objectives) == ("01-first", 8, ("o1",))
    assert lesson.text.startswith("เปิดเรื่อง")
    assert lesson.sources == ("S62",)
    media = first.media[lesson.media[0]]
    assert (media.path, media.width, media.height) == (f"{FIRST}/media/talk.svg", 320, 200)
    assert [question.id for question in first.questions] == ["q01", "q02", "q03"]
    assert isinstance(first.questions[2], Short)
    assert first.questions[2].accept == ("1300", "โทร 1300")
    assert edition.practicum
    assert edition.practicum.rubric.total == 1


def test_one_folder_can_be_read_by_itself(folder: Path) -> None:
    reading = read_curriculum(folder)
    assert reading.problems == ()
    assert reading.editions == read_curricula(folder.parent).editions


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "code"),
    [
        ("edition.yaml", "slug: first-aid", "slug: other", 1, "slug_is_folder"),
        ("edition.yaml", "name_th: ", "name_th: หลักสูตร ", 3, "begins_with_curriculum"),
        ("edition.yaml", "hours: 5", "hours: 6", 8, "hours_differ"),
        ("edition.yaml", "hours: 5", "hours: ห้า", 8, "not_a_number"),
        ("edition.yaml", "law_as_of: 2026-11-01", "law_as_of: 2026-13-01", 9, "not_a_day"),
        ("edition.yaml", "sample: true", "sample: yes", 10, "not_a_flag"),
        ("edition.yaml", "prerequisites: []", "prerequisites: [x]", 1, "unknown_curriculum"),
        ("edition.yaml", "kind: wutthibat", "kind: diploma", 12, "not_a_choice"),
        ("edition.yaml", "percent: 70", "percent: 170", 13, "not_a_number"),
        ("edition.yaml", "percent: 70", "per_cent: 70", 13, "missing_key"),
        ("edition.yaml", "attempts: 3", "attempts: 3, luck: 1", 13, "unknown_key"),
        ("edition.yaml", "    - {module: 02-refer", "    - {module: 09-x", 23, "unknown_module"),
        ("edition.yaml", "objective: o1", "objective: o9", 22, "unknown_objective"),
        ("edition.yaml", "02-refer, count: 1", "02-refer, count: 4", 23, "too_few_questions"),
        ("edition.yaml", "position: 1", "position: 1\nposition: 2", 3, "same_key"),
        ("edition.yaml", "name_en: First aid", "name_en: First: aid", 4, "not_yaml"),
        ("edition.yaml", "name_en: First aid", "name_en: &a First aid", 4, None),
        ("edition.yaml", "summary_en: Summary", "summary_en: *a", 7, "not_yaml"),
        (f"{FIRST}/module.yaml", "title_en: Module", "title_en:", 1, "missing_key"),
        (f"{FIRST}/module.yaml", "requires: []", "requires: [09-x]", 1, "unknown_module"),
        (f"{FIRST}/module.yaml", "requires: []", "requires: [02-refer]", 1, "cycle"),
        (f"{FIRST}/questions.yaml", "id: q02", "id: q01", 8, "twice"),
        (f"{FIRST}/questions.yaml", ", correct: true", "", 14, "no_right_option"),
        (f"{FIRST}/questions.yaml", "[S62]", "[S63]", 5, "unknown_source"),
        (f"{FIRST}/questions.yaml", "objective: o1", "objective: o2", 3, "unknown_objective"),
        (f"{FIRST}/questions.yaml", "  prompt: ข้อใดถูก\n", "", 8, "missing_key"),
        (f"{FIRST}/lessons/01-first.md", "---\ntitle", "title", 1, "no_front_matter"),
        (f"{FIRST}/lessons/01-first.md", "minutes: 8", "minutes: นาน", 5, "not_a_number"),
        (
            f"{FIRST}/lessons/01-first.md",
            "objectives: [o1]",
            "objectives: [o7]",
            6,
            "unknown_objective",
        ),
        (f"{FIRST}/lessons/01-first.md", "[[S62]]", "[[S63]]", 8, "unknown_source"),
        (f"{FIRST}/lessons/01-first.md", "talk.svg", "walk.svg", 12, "dangling_media"),
        (f"{FIRST}/lessons/01-first.md", "[คนสองคนคุยกัน]", "[]", 12, "no_alt"),
        (f"{FIRST}/lessons/01-first.md", "::: law", "::: lore", 14, "unknown_callout"),
        (f"{FIRST}/lessons/01-first.md", "มาตรา 41", "<b>มาตรา 41</b>", 15, "raw_html"),
        (f"{FIRST}/media/talk.svg", "<rect", "<script>x</script><rect", 1, "unsafe_svg"),
        (f"{FIRST}/media/talk.svg", "<rect", '<rect onclick="x"', 1, "unsafe_svg"),
        (
            f"{FIRST}/media/talk.svg",
            "<rect",
            "<!--" + "x" * 40_000 + "--><rect",
            1,
            "heavy_picture",
        ),
        ("practicum.yaml", "module: 02-refer", "module: 03-x", 12, "unknown_module"),
        ("practicum.yaml", "min: 1, max: 4", "min: 5, max: 4", 10, "min_above_max"),
        ("practicum.yaml", "pass_points: 1", "pass_points: 2", 14, "pass_points_too_high"),
        ("practicum.yaml", "{points: 1", "{points: 2", 19, "points_gap"),
        ("practicum.yaml", "  1. เริ่ม", "  1. <i>เริ่ม</i>", 6, "raw_html"),
        ("../sources.yaml", "mark: partial", "mark: maybe", 5, "not_a_choice"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line(
    folder: Path, name: str, old: str, new: str, line: int, code: str | None
) -> None:
    change(folder / name, old, new)
    file = (folder / name).resolve().relative_to(folder.parent.resolve()).as_posix()
    found = problems(folder)
    if code is None:
        assert found == []
    else:
        assert (file, line, code) in found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("modules/01-listen/module.yaml", "no_such_file"),
        ("modules/01-listen/questions.yaml", "no_such_file"),
        ("../sources.yaml", "no_such_file"),
        ("modules/01-listen/media/talk.svg", "dangling_media"),
        ("modules/01-listen/lessons/01-first.md", "no_lessons"),
    ],
)
def test_a_missing_file_is_named(folder: Path, name: str, code: str) -> None:
    (folder / name).unlink()
    assert code in [found for _, _, found in problems(folder)]


def test_a_practicum_may_be_left_out(folder: Path) -> None:
    (folder / "practicum.yaml").unlink()
    assert problems(folder) == []


def test_stray_files_and_badly_made_names_are_named_and_leftovers_passed_over(folder: Path) -> None:
    (folder / "modules/01-listen/lesson.txt").write_text("?")
    (folder / "modules/01-listen/lessons/.01-first.md.swp").write_text("?")
    (folder / "modules/01-listen/lessons/01-first.md").rename(
        folder / "modules/01-listen/lessons/First.md"
    )
    assert [(file, code) for file, _, code in problems(folder)] == [
        ("first-aid/modules/01-listen/lesson.txt", "stray_file"),
        ("first-aid/modules/01-listen/lessons/First.md", "bad_name"),
    ]


def test_a_file_that_is_not_utf_8_is_named(folder: Path) -> None:
    (folder / "practicum.yaml").write_bytes(PRACTICUM.encode("cp874"))
    assert ("first-aid/practicum.yaml", 1, "not_utf8") in problems(folder)


def test_curricula_that_wait_for_one_another_are_named(folder: Path) -> None:
    other = folder.parent / "second-aid"
    folder.joinpath().rename(other)
    write_curriculum(folder.parent)
    change(other / "edition.yaml", "slug: first-aid", "slug: second-aid")
    change(other / "edition.yaml", "prerequisites: []", "prerequisites: [first-aid]")
    assert problems(folder) == []
    change(folder / "edition.yaml", "prerequisites: []", "prerequisites: [second-aid]")
    assert problems(folder) == [("first-aid/edition.yaml", 1, "cycle")]


def test_an_empty_folder_has_no_curricula(tmp_path: Path) -> None:
    codes = [problem.fault.code for problem in read_curricula(tmp_path).problems]
    assert "no_curricula" in codes


def test_all_problems_of_all_files_are_told_at_once_in_thai_and_english(folder: Path) -> None:
    change(folder / "edition.yaml", "percent: 70", "percent: x")
    change(folder / FIRST / "questions.yaml", "answer: true", "answer: maybe")
    change(folder / FIRST / "lessons/01-first.md", "[[S62]]", "[[S0]]")
    reading = read_curricula(folder.parent)
    assert len({problem.file for problem in reading.problems}) == 3
    lesson = next(str(one) for one in reading.problems if one.file.suffix == ".md")
    assert "01-first.md:8: ไม่มีแหล่งที่มา “S0” ใน sources.yaml" in lesson
    assert "no source 'S0' in sources.yaml" in lesson


def test_the_curricula_that_ship_have_no_problem() -> None:
    shipped = Path(__file__).parents[3] / "curricula"
    reading = read_curricula(shipped)
    assert [str(problem) for problem in reading.problems] == []
    assert len(reading.editions) == 4
