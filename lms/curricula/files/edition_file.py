"""edition.yaml: a curriculum's names and rules."""

from lms.curricula.drawing import BlueprintRow
from lms.curricula.faults import Fault
from lms.curricula.fields import Fields
from lms.curricula.files.documents import Document
from lms.curricula.files.problems import Problems
from lms.curricula.files.shapes import (
    CertificateRule,
    CertificateWord,
    EditionHead,
    Issue,
    PassRule,
    Review,
    TestFile,
)
from lms.curricula.questions import Difficulty

_CURRICULUM = "หลักสูตร"
_LATEST = 2400  # a later year is one of the Buddhist era


def read_edition(document: Document, problems: Problems) -> EditionHead:
    faults: list[Fault] = []
    fields = document.fields(faults)
    head = EditionHead(
        slug=fields.text("slug", longest=60),
        position=fields.whole("position", 1, 1000),
        name_th=fields.text("name_th", longest=200),
        name_en=fields.text("name_en", longest=200),
        person_title_en=fields.text("person_title_en", longest=200),
        summary_th=fields.prose("summary_th", longest=2_000),
        summary_en=fields.prose("summary_en", longest=2_000),
        hours=fields.whole("hours", 1, 2_000),
        law_as_of=fields.day("law_as_of"),
        sample=fields.flag("sample", False),
        prerequisites=fields.texts("prerequisites"),
        certificate=_certificate(fields.table("certificate")),
        passing=_passing(fields.table("pass")),
        pre_test=_test(fields.table("pre_test"), document),
        post_test=_test(fields.table("post_test"), document),
    )
    if head.law_as_of.year > _LATEST:
        fields.note("buddhist_year", ("law_as_of",), value=head.law_as_of.year - 543)
    if head.name_th.startswith(_CURRICULUM):
        fields.note("begins_with_curriculum", ("name_th",))
    fields.distinct("prerequisites", head.prerequisites)
    folder = document.file.parent.name
    if head.slug and head.slug != folder:
        fields.note("slug_is_folder", ("slug",), value=head.slug, folder=folder)
    fields.close()
    document.report(faults, problems)
    return head


def _certificate(fields: Fields) -> CertificateRule:
    rule = CertificateRule(
        kind=fields.choice("kind", CertificateWord),
        issue=fields.choice("issue", Issue, Issue.APPROVED),
        validity_months=fields.whole_or_none("validity_months", 1, 600),
        design=fields.text("design", "standard", longest=60),
    )
    fields.close()
    return rule


def _passing(fields: Fields) -> PassRule:
    rule = PassRule(
        percent=fields.whole("percent", 0, 100),
        attempts=fields.whole("attempts", 1, 100),
        review=fields.choice("review", Review, Review.AFTER_SUBMISSION),
    )
    fields.close()
    return rule


def _test(fields: Fields, document: Document) -> TestFile:
    minutes = fields.whole_or_none("minutes", 1, 600)
    rows = fields.rows("draw", at_least=1)
    test = TestFile(
        minutes, tuple(_row(row) for row in rows), tuple(document.line(row.path) for row in rows)
    )
    fields.close()
    return test


def _row(fields: Fields) -> BlueprintRow:
    row = BlueprintRow(
        module=fields.text("module", longest=60),
        count=fields.whole("count", 1, 100),
        objective=fields.text("objective", "", longest=40) or None,
        difficulty=fields.choice_or_none("difficulty", Difficulty),
    )
    fields.close()
    return row
