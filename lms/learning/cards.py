"""The stops of the path of modules. A module has few states, so each is written once and kept."""

from __future__ import annotations

from functools import lru_cache

from flask import url_for
from flask_babel import get_locale
from markupsafe import Markup

from lms.config import current_settings
from lms.curricula.memory import forgotten_with
from lms.curricula.outline import Outline, outline
from lms.learning.progress import ModuleProgress, Progress, State
from lms.web import page


def path_of(edition: Outline, progress: Progress, next_module: str | None) -> list[Markup]:
    """A card for every module; the one that comes next has its lessons unfolded."""
    database, language = current_settings().database_url, str(get_locale())
    facts = progress.facts
    cards = []
    for module, here in zip(edition.modules, progress.modules, strict=True):
        ids = [lesson.id for lesson in module.lessons]
        cards.append(
            _card(
                (database, language, edition.edition_id),
                here if here.state is State.LOCKED else _without_why(here),
                frozenset(facts.finished_lessons).intersection(ids),
                frozenset(facts.opened_lessons).intersection(ids),
                is_next=module.slug == next_module,
            )
        )
    return cards


def _without_why(here: ModuleProgress) -> ModuleProgress:
    """A finished module says no more what it once waited for."""
    return ModuleProgress(here.slug, here.state, here.done, here.total)


@lru_cache(maxsize=4096)
def _card(
    where: tuple[str, str, int],
    here: ModuleProgress,
    finished: frozenset[int],
    opened: frozenset[int],
    *,
    is_next: bool,
) -> Markup:
    """Everything that the card depends on is an argument."""
    edition = outline(where[2])
    html = page(
        "learning/_module.html",
        edition=edition,
        module=edition.module(here.slug),
        here=here,
        finished=finished,
        opened=opened,
        is_next=is_next,
        base=url_for("learning.curriculum", slug=edition.slug),
    )
    return Markup(html)  # noqa: S704  (our own template)


forgotten_with(_card.cache_clear)
