"""A curriculum's files put into the tables as a new draft edition, its media into the store."""

from __future__ import annotations

import re
from dataclasses import asdict

import brotli
from sqlalchemy import func, select

from lms.curricula import media, questions
from lms.curricula.drawing import BlueprintRow
from lms.curricula.files import (
    EditionFile,
    Example,
    LessonFile,
    ModuleFile,
    PracticumFile,
    TestFile,
)
from lms.curricula.markdown import render
from lms.curricula.models import (
    Assignment,
    CertificateKind,
    Curriculum,
    Edition,
    EditionState,
    IssueRule,
    Lesson,
    MediaFile,
    Module,
    Question,
    Quiz,
    QuizKind,
    ReviewRule,
)
from lms.curricula.places import with_places
from lms.curricula.sources import MediaRef, Source
from lms.db import db

# Two examples stand on one page, under the same headings.
_HEADING_ID = re.compile(r'(?<=<h[2-6]) id="[^"]*"')


def store_edition(file: EditionFile) -> Edition:
    """A new draft edition with everything below it; the files were checked before."""
    edition = _edition(file, _curriculum(file))
    db.session.add(edition)
    db.session.flush()
    for quiz_kind, test in (
        (QuizKind.PRE, file.head.pre_test),
        (QuizKind.POST, file.head.post_test),
    ):
        db.session.add(_quiz(edition, quiz_kind, test))
    for module_file in file.modules:
        module = _module(edition, module_file)
        db.session.add(module)
        db.session.flush()
        _store_media(edition, module_file)
        for lesson in module_file.lessons:
            db.session.add(_lesson(edition, module, lesson, module_file, file))
        for question in module_file.questions:
            db.session.add(_question(module, question))
        if file.practicum and file.practicum.module == module_file.slug:
            db.session.add(_assignment(edition, module, file.practicum, file))
    db.session.flush()
    return edition


def _curriculum(file: EditionFile) -> Curriculum:
    found = db.session.scalar(select(Curriculum).where(Curriculum.slug == file.slug))
    if found is None:
        found = Curriculum(slug=file.slug, position=file.head.position)
        db.session.add(found)
        db.session.flush()
    found.position = file.head.position
    return found


def _edition(file: EditionFile, curriculum: Curriculum) -> Edition:
    head = file.head
    last = db.session.scalar(
        select(func.max(Edition.number)).where(Edition.curriculum_id == curriculum.id)
    )
    return Edition(
        curriculum_id=curriculum.id,
        number=(last or 0) + 1,
        content_hash=file.content_hash,
        state=EditionState.DRAFT,
        name_th=head.name_th,
        name_en=head.name_en,
        person_title_en=head.person_title_en,
        summary_th=head.summary_th,
        summary_en=head.summary_en,
        hours=head.hours,
        law_as_of=head.law_as_of,
        is_sample=head.sample,
        prerequisites=list(head.prerequisites),
        certificate_kind=CertificateKind(head.certificate.kind.value),
        issue_rule=IssueRule(head.certificate.issue.value),
        validity_months=head.certificate.validity_months,
        design=head.certificate.design,
        pass_percent=head.passing.percent,
        attempts_allowed=head.passing.attempts,
        review_rule=ReviewRule(head.passing.review.value),
    )


def _quiz(edition: Edition, kind: QuizKind, test: TestFile) -> Quiz:
    rows = [_blueprint_row(row) for row in test.draw]
    return Quiz(edition_id=edition.id, kind=kind, minutes=test.minutes, blueprint=rows)


def _blueprint_row(row: BlueprintRow) -> dict[str, object]:
    plain = {
        "module": row.module,
        "count": row.count,
        "objective": row.objective,
        "difficulty": row.difficulty,
    }
    return {name: value for name, value in plain.items() if value is not None}


def _module(edition: Edition, file: ModuleFile) -> Module:
    return Module(
        edition_id=edition.id,
        position=file.position,
        slug=file.slug,
        code=file.code,
        title_th=file.title_th,
        title_en=file.title_en,
        summary_th=file.summary_th,
        summary_en=file.summary_en,
        hours=file.hours,
        objectives=[asdict(objective) for objective in file.objectives],
        requires=list(file.requires),
    )


def _store_media(edition: Edition, module: ModuleFile) -> None:
    for found in module.media.values():
        key, digest = media.keep(found.file)
        db.session.add(
            MediaFile(
                edition_id=edition.id,
                path=found.path,
                storage_key=key,
                sha256=digest,
                size=found.size,
                content_type=media.content_type(found.path),
            )
        )


def _lesson(
    edition: Edition, module: Module, file: LessonFile, around: ModuleFile, whole: EditionFile
) -> Lesson:
    def found(path: str) -> MediaRef | None:
        one = around.media.get(path)
        if one is None:
            return None
        return MediaRef(media.address(edition.id, one.path), one.size, one.width, one.height)

    rendered = render(file.text, whole.sources, found, whole.glossary)
    html = with_places(rendered.html)
    return Lesson(
        module_id=module.id,
        position=file.position,
        slug=file.slug,
        title_th=file.title_th,
        title_en=file.title_en,
        summary_en=file.summary_en,
        minutes=file.minutes,
        source=file.text,
        html=html,
        summary_html=rendered.summary_html,
        audio=file.audio,
        page_bytes=len(brotli.compress(html.encode(), quality=4)) + rendered.picture_bytes,
        sources=[_source(key, whole.sources[key]) for key in rendered.sources],
    )


def _source(key: str, source: Source) -> dict[str, str]:
    return {"key": key, "title": source.title, "where": source.where, "mark": source.mark.value}


def _question(module: Module, question: questions.Question) -> Question:
    return Question(
        module_id=module.id,
        key=question.id,
        type=question.kind.value,
        objective=question.objective,
        difficulty=question.difficulty.value,
        body=questions.to_plain(question),
    )


def _assignment(
    edition: Edition, module: Module, file: PracticumFile, whole: EditionFile
) -> Assignment:
    return Assignment(
        edition_id=edition.id,
        module_id=module.id,
        title_th=file.title_th,
        title_en=file.title_en,
        instructions_html=render(file.instructions_th, whole.sources, lambda _: None).html,
        instructions_en=file.instructions_en,
        privacy_th=file.privacy_th,
        privacy_en=file.privacy_en,
        photos_min=file.photos_min,
        photos_max=file.photos_max,
        min_characters=file.min_characters,
        rubric=asdict(file.rubric),
        form=[asdict(part) for part in file.form],
        examples=[_example(one, whole) for one in file.examples],
    )


def _example(file: Example, whole: EditionFile) -> dict[str, object]:
    html = render(file.text_th, whole.sources, lambda _: None).html
    plain = asdict(file) | {"html": _HEADING_ID.sub("", html)}
    del plain["text_th"]
    return plain
