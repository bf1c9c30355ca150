"""Versions of the issuer's profile: one draft at most, and those published, which never change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms import audit, clock
from lms.access import Actor, Permission
from lms.certification.issuer.current import newest, of_settings, with_pictures
from lms.certification.issuer.profile import Profile
from lms.certification.models import IssuerProfile
from lms.certification.pictures import clean_picture, issuers_pictures
from lms.config import Settings
from lms.db import db, insert_once
from lms.errors import Busy, NotFound
from lms.images import BadPicture
from lms.people.units import everywhere

_NOTHING = "new"  # what whoever begins the very first draft has seen


@dataclass(frozen=True, slots=True)
class Versions:
    """The draft and the version in force, as far as there are any."""

    draft: IssuerProfile | None
    published: IssuerProfile | None

    @property
    def newest(self) -> IssuerProfile | None:
        """What editing begins with."""
        return self.draft or self.published

    @property
    def seen(self) -> str:
        """Names this very state: whoever sends another has not seen what was changed since."""
        return state_of(self.newest.content) if self.newest else _NOTHING


def state_of(content: dict[str, Any]) -> str:
    """What stands in a version, in short; the same for the same content."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:24]


def versions(actor: Actor) -> Versions:
    """What there is; nothing for whoever does not speak for the whole country's issuer."""
    _check(actor)
    draft = _draft().options(joinedload(IssuerProfile.saver))
    published = newest().options(joinedload(IssuerProfile.publisher))
    return Versions(db.session.scalar(draft), db.session.scalar(published))


def history(actor: Actor) -> Select[IssuerProfile]:
    """Every published version, the newest first, with who saved and who published it."""
    _check(actor)
    people = (joinedload(IssuerProfile.saver), joinedload(IssuerProfile.publisher))
    query = select(IssuerProfile).where(IssuerProfile.number.is_not(None)).options(*people)
    return query.order_by(IssuerProfile.number.desc())


def version(actor: Actor, number: int) -> IssuerProfile:
    """A published version by its number; raises NotFound."""
    _check(actor)
    found = db.session.scalar(select(IssuerProfile).where(IssuerProfile.number == number))
    if found is None:
        raise NotFound
    return found


def edited(found: Versions, settings: Settings) -> Profile:
    """What editing begins with: the draft, else the version in force, else the settings with
    their pictures."""
    if found.newest:
        return Profile.from_plain(found.newest.content)
    own = {}
    for name, content in issuers_pictures(settings).items():
        try:
            own[name] = clean_picture(name, content)
        except BadPicture:
            continue  # it is asked for again, with what is wrong
    return with_pictures(of_settings(settings), own)


def save(actor: Actor, seen: str, profile: Profile) -> None:
    """Keep the draft. Sent twice it is kept once; over somebody else's change it is refused."""
    found, content = _locked(actor), profile.to_plain()
    if found.draft and state_of(found.draft.content) == state_of(content):
        return
    if found.seen != seen:
        raise Busy(_changed())
    if found.draft:
        found.draft.content, found.draft.revision = content, found.draft.revision + 1
        found.draft.saved_by, found.draft.saved_at = actor.person_id, clock.now()
    elif not _begun(actor, content):
        raise Busy(_changed())
    draft = db.session.scalars(_draft()).one()
    audit.record(actor, "issuer_saved", "issuer_profile", draft.id, revision=draft.revision)


def publish(actor: Actor, seen: str) -> IssuerProfile:
    """Certificates issued from now on name the draft as it was seen; a second click is the first.

    What was issued keeps its own: its facts are frozen.
    """
    found = _locked(actor)
    if found.newest is None or found.seen != seen:
        raise Busy(_changed())
    draft = found.draft
    if draft is None:
        return found.newest
    draft.draft, draft.number = None, (found.published.number or 0) + 1 if found.published else 1
    draft.published_by, draft.published_at = actor.person_id, clock.now()
    audit.record(actor, "issuer_published", "issuer_profile", draft.id, number=draft.number)
    db.session.flush()
    return draft


def drop(actor: Actor, seen: str) -> None:
    """Throw the draft away as it was seen; when there is none, there is none."""
    found = _locked(actor)
    if found.draft is None:
        return
    if found.seen != seen:
        raise Busy(_changed())
    audit.record(actor, "issuer_draft_dropped", "issuer_profile", found.draft.id)
    db.session.delete(found.draft)
    db.session.flush()


def _begun(actor: Actor, content: dict[str, Any]) -> bool:
    """Whether the draft is there with this content, whoever of two was the first."""
    moment = clock.now()
    values = {"content": content, "revision": 1, "draft": True, "saved_by": actor.person_id}
    if insert_once(IssuerProfile, **values, saved_at=moment, created_at=moment):
        return True
    draft = db.session.scalars(_draft().with_for_update()).one_or_none()
    return draft is not None and state_of(draft.content) == state_of(content)


def _locked(actor: Actor) -> Versions:
    _check(actor)
    afresh = _draft().with_for_update().execution_options(populate_existing=True)
    return Versions(db.session.scalar(afresh), db.session.scalar(newest()))


def _check(actor: Actor) -> None:
    everything = actor.curricula(Permission.MANAGE_ISSUER) is None
    if not (everything and everywhere(actor, Permission.MANAGE_ISSUER)):
        raise NotFound


def _changed() -> str:
    words: str = _("มีผู้แก้ไขหรือเผยแพร่ไปแล้วระหว่างที่ท่านทำงาน โปรดเปิดหน้านี้ใหม่ในอีกแท็บเพื่อดูฉบับล่าสุดก่อน")
    return words


def _draft() -> Select[IssuerProfile]:
    return select(IssuerProfile).where(IssuerProfile.draft.is_(True))
