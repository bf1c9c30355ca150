"""Folders become frozen editions: once, whole, and never changed afterwards."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from lms.assessment.examples import read_examples
from lms.assessment.rubric import read_rubric
from lms.assessment.work_sheet import read_parts
from lms.curricula.bank import bank
from lms.curricula.frozen import EditionIsFrozen
from lms.curricula.loading import load, load_shipped
from lms.curricula.models import (
    Assignment,
    Edition,
    EditionState,
    Lesson,
    MediaFile,
    Module,
    Question,
    Quiz,
)
from lms.curricula.outline import outline, published, published_of
from lms.curricula.texts import lesson_text
from lms.db import db
from lms.errors import NotFound
from lms.storage import store
from tests.curricula.files.folder import PRACTICUM, write_curriculum
from tests.curricula.files.test_work_sheet import SHEET

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_curriculum(tmp_path)


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def editions() -> list[Edition]:
    return list(db.session.scalars(select(Edition).order_by(Edition.id)))


def test_on_an_empty_database_an_edition_is_published_at_once(folder):
    loaded = load(folder.parent, publish=False)

    assert (loaded.published, loaded.drafts, loaded.problems) == (["first-aid 1"], [], ())
    assert published_of("first-aid").edition_number == 1


def test_loading_the_same_files_again_changes_nothing(folder):
    load(folder.parent, publish=False)

    assert load(folder.parent, publish=True).words() is None
    assert len(editions()) == 1


def test_changed_files_are_a_new_draft_and_the_published_edition_stays(folder):
    load(folder, publish=False)
    rewrite(folder / "edition.yaml", "name_th: อพม. ปฐมพยาบาลทางใจ", "name_th: อพม. ชื่อใหม่")

    loaded = load(folder, publish=False)

    assert (loaded.published, loaded.drafts) == ([], ["first-aid 2"])
    assert published_of("first-aid").name_th == "อพม. ปฐมพยาบาลทางใจ"
    with pytest.raises(NotFound):
        outline(editions()[1].id)  # a draft may change yet: it is never kept in memory


def test_publishing_closes_the_edition_before(folder):
    load(folder, publish=False)
    rewrite(folder / "edition.yaml", "name_th: อพม. ปฐมพยาบาลทางใจ", "name_th: อพม. ชื่อใหม่")

    loaded = load(folder, publish=True)

    assert loaded.published == ["first-aid 2"]
    assert [e.state for e in editions()] == [EditionState.CLOSED, EditionState.PUBLISHED]
    assert [one.name_th for one in published()] == ["อพม. ชื่อใหม่"]
    assert outline(editions()[0].id).name_th == "อพม. ปฐมพยาบาลทางใจ"


def test_a_draft_is_published_by_loading_it_again(folder):
    load(folder, publish=False)
    rewrite(folder / "edition.yaml", "name_th: อพม. ปฐมพยาบาลทางใจ", "name_th: อพม. ชื่อใหม่")
    load(folder, publish=False)

    assert load(folder, publish=True).published == ["first-aid 2"]


def test_with_any_fault_nothing_is_loaded_and_every_fault_is_told(folder):
    rewrite(folder / "edition.yaml", "hours: 5", "hours: 6")
    rewrite(folder / "modules/01-listen/lessons/01-first.md", "[[S62]]", "[[S63]]")

    loaded = load(folder.parent, publish=True)

    assert len(loaded.problems) == 2
    assert "01-first.md:8:" in "".join(loaded.problems)
    assert editions() == []


def test_everything_of_the_folder_is_there(folder):
    load(folder, publish=False)
    edition = published_of("first-aid")

    assert [module.slug for module in edition.modules] == ["01-listen", "02-refer"]
    assert edition.modules[1].requires == ("01-listen",)
    assert edition.pre_test is not None
    assert edition.pre_test.question_count == 1
    assert edition.post_test is not None
    assert (edition.post_test.question_count, edition.post_test.minutes) == (3, 30)
    assert edition.assignment is not None
    assert edition.assignment.module_id == edition.modules[1].id
    assert len(bank(edition.edition_id)) == 6
    assert edition.lessons[0].page_bytes > 100


def test_a_lesson_is_html_with_its_pictures_sources_and_places(folder):
    load(folder, publish=False)
    edition = published_of("first-aid")

    html = lesson_text(edition.lessons[0].id).html

    assert f'src="/media/{edition.edition_id}/modules/01-listen/media/talk.svg"' in html
    assert '<p id="p-1">' in html
    assert '<h2 id="part-1">' in html
    assert "พ.ร.บ.คุ้มครองเด็ก" in html


def test_media_lie_in_the_store_under_their_digest(folder):
    load(folder, publish=False)
    file = db.session.scalars(select(MediaFile).order_by(MediaFile.id)).first()

    assert file is not None
    assert file.content_type == "image/svg+xml"
    assert len(store().get(file.storage_key)) == file.size


def test_the_shipped_curricula_load_without_a_fault():
    assert load_shipped() == (
        "published: change-leader 1, destitute-protection 1, child-protection 1, "
        "opm-administrator 1"
    )
    assert load_shipped() is None


@pytest.mark.parametrize("model", [Module, Lesson, Question, Quiz, Assignment, MediaFile])
def test_no_content_of_a_published_edition_can_be_changed_or_removed(folder, model):
    load(folder, publish=False)
    row = db.session.scalars(select(model).order_by(model.id)).first()
    column = {"Question": "key", "Quiz": "minutes", "MediaFile": "size"}.get(
        model.__name__, "title_th"
    )

    setattr(row, column, 7 if column in {"minutes", "size"} else "เปลี่ยน")
    with pytest.raises(EditionIsFrozen):
        db.session.flush()
    db.session.rollback()


def test_a_row_of_a_published_edition_cannot_be_removed(folder):
    load(folder, publish=False)
    db.session.delete(db.session.scalars(select(Question).limit(1)).one())

    with pytest.raises(EditionIsFrozen):
        db.session.flush()
    db.session.rollback()


def test_nothing_can_be_added_to_a_published_edition(folder):
    load(folder, publish=False)
    edition = editions()[0]
    db.session.add(Quiz(edition_id=edition.id, kind="mid", blueprint=[]))

    with pytest.raises(EditionIsFrozen):
        db.session.flush()
    db.session.rollback()


def test_a_published_edition_keeps_its_own_rules(folder):
    load(folder, publish=False)
    editions()[0].pass_percent = 10

    with pytest.raises(EditionIsFrozen):
        db.session.flush()
    db.session.rollback()


def test_a_published_edition_cannot_become_a_draft_again(folder):
    load(folder, publish=False)
    editions()[0].state = EditionState.DRAFT

    with pytest.raises(EditionIsFrozen):
        db.session.flush()
    db.session.rollback()


def test_content_cannot_be_changed_in_bulk(folder):
    load(folder, publish=False)

    with pytest.raises(EditionIsFrozen):
        db.session.execute(update(Lesson).values(title_th="เปลี่ยน"))


def test_a_draft_may_still_be_changed(folder):
    load(folder, publish=False)
    rewrite(folder / "edition.yaml", "name_th: อพม. ปฐมพยาบาลทางใจ", "name_th: อพม. ชื่อใหม่")
    load(folder, publish=False)
    module = db.session.scalars(select(Module).order_by(Module.id.desc()).limit(1)).one()

    module.title_th = "แก้ไขร่าง"
    db.session.flush()

    assert db.session.scalar(select(func.count()).where(Module.title_th == "แก้ไขร่าง")) == 1


def test_a_practicum_keeps_its_work_sheet_and_its_examples(folder):
    (folder / "practicum.yaml").write_text(PRACTICUM + SHEET, "utf-8")
    load(folder.parent, publish=False)

    assignment = db.session.scalars(select(Assignment)).one()
    assert [part["id"] for part in assignment.form] == ["p1", "p2"]
    good, poor = assignment.examples
    assert (good["kind"], poor["kind"]) == ("good", "poor")
    assert good["html"].startswith("<h3>ปัญหา</h3>")  # no id: two examples stand on one page
    assert "text_th" not in good
    assert read_examples(assignment.examples, read_rubric(assignment.rubric))[0].points == 1
    assert [part.min_characters for part in read_parts(assignment.form)] == [120, 80]


def test_without_a_work_sheet_an_assignment_has_no_parts(folder):
    load(folder.parent, publish=False)

    assignment = db.session.scalars(select(Assignment)).one()
    assert (assignment.form, assignment.examples) == ([], [])
