"""The summaries of a module's lessons on one card, kept in memory like the lessons themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from lms.curricula.memory import remembered
from lms.curricula.models import Lesson
from lms.curricula.sources import SourceMark
from lms.db import db
from lms.thai import held

_KEY_MARK = re.compile(r'(<sup class="source-mark">)\[([^\[\]<]+)\](?=</sup>)')


@dataclass(frozen=True, slots=True)
class SummaryCard:
    """`summaries` by the lesson's id, without those that have none; `sources` are titles in the
    order of the numbers by which the summaries cite them."""

    summaries: Mapping[int, Markup]
    sources: tuple[str, ...]


@remembered(256)
def summary_card(module_id: int) -> SummaryCard:
    """The card of a module of a published edition; from memory after the first time."""
    rows = db.session.execute(
        select(Lesson.id, Lesson.summary_html, Lesson.sources)
        .where(Lesson.module_id == module_id)
        .order_by(Lesson.position, Lesson.id)
    ).all()
    titles = {source["key"]: _title(source) for row in rows for source in row.sources}
    cited: list[str] = []

    def numbered(mark: re.Match[str]) -> str:
        if mark[2] not in cited:
            cited.append(mark[2])
        return f"{mark[1]}[{cited.index(mark[2]) + 1}]"

    summaries = {row.id: _KEY_MARK.sub(numbered, row.summary_html) for row in rows}
    return SummaryCard(
        {lesson: Markup(html) for lesson, html in summaries.items() if html},  # noqa: S704
        tuple(titles.get(key, key) for key in cited),
    )


def _title(source: Mapping[str, str]) -> str:
    partly = source["mark"] == SourceMark.PARTIAL
    return held(source["title"]) + (" (อ่านได้เพียงบางส่วน)" if partly else "")
