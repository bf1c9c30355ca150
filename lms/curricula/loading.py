"""Loading curricula from their folders: a hash that is known costs nothing, a new one is a draft.

A published edition never changes; a change in the files is another edition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import contains_eager

from lms import audit
from lms.clock import now
from lms.curricula.models import Curriculum, Edition, EditionState
from lms.db import db
from lms.root import ROOT

SHIPPED = ROOT / "curricula"
_LOCK = 0x63757272  # any number, as long as every server asks for the same


@dataclass(slots=True)
class Loaded:
    """What came of loading; with any problem nothing was loaded."""

    drafts: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    problems: tuple[str, ...] = ()

    def words(self) -> str | None:
        """For the terminal; None when everything was known already."""
        if self.problems:
            return "\n".join(["nothing was loaded", *self.problems])
        lines = [(self.published, "published"), (self.drafts, "draft")]
        return "; ".join(f"{state}: {', '.join(names)}" for names, state in lines if names) or None


def load_shipped() -> str | None:
    """The curricula that come with the system; a step of every start."""
    return load(SHIPPED, publish=False).words()


def load(folder: Path, *, publish: bool) -> Loaded:
    """Load one curriculum, or every curriculum of a folder.

    New editions are drafts, unless `publish` says otherwise or the database was empty.
    """
    _one_at_a_time()
    hashes = _hashes(folder)
    known = set(db.session.scalars(select(Edition.content_hash)))
    loaded = Loaded()
    if not hashes or not known.issuperset(hashes):
        loaded.problems = _store(folder, known)
    if loaded.problems:
        return loaded
    for edition in _of_hashes(hashes):
        name = f"{edition.curriculum.slug} {edition.number}"
        if (publish or not known) and edition.state != EditionState.PUBLISHED:
            publish_edition(edition)
            loaded.published.append(name)
        elif edition.content_hash not in known:
            loaded.drafts.append(name)
    return loaded


def _one_at_a_time() -> None:
    """Several servers may start at once on one PostgreSQL; until this transaction ends."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _hashes(folder: Path) -> list[str]:
    from lms.curricula.files import content_hash

    return [content_hash(one) for one in _folders(folder)]


def _folders(folder: Path) -> Iterable[Path]:
    if (folder / "edition.yaml").exists():
        return [folder]
    return sorted(file.parent for file in folder.glob("*/edition.yaml"))


def _store(folder: Path, known: Collection[str]) -> tuple[str, ...]:
    """Store what is not known as drafts; the problems, if there are any, and then nothing."""
    from lms.curricula.files import read_folder
    from lms.curricula.storing import store_edition

    read = read_folder(folder)
    if read.problems:
        return tuple(str(problem) for problem in read.problems)
    for file in read.editions:
        if file.content_hash not in known:
            edition = store_edition(file)
            audit.record(None, "edition_loaded", "edition", edition.id, curriculum=file.slug)
    return ()


def _of_hashes(hashes: Collection[str]) -> list[Edition]:
    return list(
        db.session.scalars(
            select(Edition)
            .join(Edition.curriculum)
            .options(contains_eager(Edition.curriculum))
            .where(Edition.content_hash.in_(hashes))
            .order_by(Curriculum.position, Edition.id)
        )
    )


def publish_edition(edition: Edition) -> None:
    """Open an edition for enrolling, and close the one before it: its learners finish it."""
    for other in db.session.scalars(
        select(Edition).where(
            Edition.curriculum_id == edition.curriculum_id,
            Edition.state == EditionState.PUBLISHED,
        )
    ):
        other.state = EditionState.CLOSED
    edition.state = EditionState.PUBLISHED
    edition.published_at = edition.published_at or now()
    audit.record(None, "edition_published", "edition", edition.id)
    db.session.flush()
