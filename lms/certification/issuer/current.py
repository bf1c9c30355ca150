"""What certificates say of their issuer now, and what of it forbids issuing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from lms import clock
from lms.certification.issuer.profile import (
    SAMPLE_ISSUER,
    SAMPLE_ISSUER_EN,
    SAMPLE_POSITION,
    SAMPLE_SIGNATORY,
    Profile,
    Signatory,
)
from lms.certification.models import IssuerProfile
from lms.certification.pictures import issuers_pictures, keep_picture
from lms.config import Settings
from lms.db import db
from lms.thai import be_date


@dataclass(frozen=True, slots=True)
class Current:
    """The published version in force; without a number, what the settings say."""

    profile: Profile
    number: int | None = None

    def facts(self, kind: str) -> dict[str, Any]:
        """What a certificate of this kind takes over."""
        return self.profile.facts(kind) | {"profile": self.number}


def current(settings: Settings) -> Current:
    """What is in force; pictures of the settings are not among it."""
    found = db.session.scalar(newest())
    if found is None:
        return Current(of_settings(settings))
    return Current(Profile.from_plain(found.content), found.number)


def current_with_pictures(settings: Settings) -> Current:
    """The same for issuing: pictures of the settings are kept, for a certificate names its own."""
    found = current(settings)
    if found.number is not None:
        return found
    own = {name: keep_picture(one) for name, one in issuers_pictures(settings).items()}
    return replace(found, profile=with_pictures(found.profile, own))


def newest() -> Select[IssuerProfile]:
    """The query for the version in force."""
    query = select(IssuerProfile).where(IssuerProfile.number.is_not(None))
    return query.order_by(IssuerProfile.number.desc()).limit(1)


def why_not(settings: Settings) -> list[str]:
    """What of the issuer forbids issuing today, each with its remedy."""
    found = current(settings)
    reasons = [] if found.number else settings.why_no_issuer()
    if found.number and found.profile.is_sample and not settings.is_demo:
        reasons.append(_('ผู้ออกหรือผู้ลงนามยังเป็นตัวอย่าง โปรดกรอกของจริงแล้วเผยแพร่ที่หน้า "ผู้ออกวุฒิบัตร"'))
    return reasons + out_of_office(found.profile)


def out_of_office(profile: Profile) -> list[str]:
    """Those who may not sign today, and what to do."""
    return [
        _(
            "%(name)s ลงนามวันนี้ไม่ได้ (ดำรงตำแหน่ง%(period)s)"
            ' โปรดเปลี่ยนผู้ลงนามหรือแก้ช่วงเวลา แล้วเผยแพร่ที่หน้า "ผู้ออกวุฒิบัตร"',
            name=one.name,
            period=period_of(one),
        )
        for one in profile.out_of_office(clock.today())
    ]


def period_of(one: Signatory) -> str:
    """Since when and until when, in words; nothing where neither is said."""
    words = []
    if one.since:
        words.append(_("ตั้งแต่ %(day)s", day=be_date(one.since, digits="arabic")))
    if one.until:
        words.append(_("ถึง %(day)s", day=be_date(one.until, digits="arabic")))
    return " ".join(words)


def of_settings(settings: Settings) -> Profile:
    """The profile by LMS_ISSUER_… and LMS_SIGNATORY_…, without its pictures."""
    signing = [
        Signatory(
            name=settings.signatory_name or SAMPLE_SIGNATORY,
            positions=lines_of(settings.signatory_position or SAMPLE_POSITION),
            note=settings.signatory_note,
        )
    ]
    if settings.signatory2_name:
        positions = lines_of(settings.signatory2_position)
        note = settings.signatory2_note
        signing.append(Signatory(name=settings.signatory2_name, positions=positions, note=note))
    return Profile(
        issuer_th=settings.issuer_th or SAMPLE_ISSUER,
        issuer_en=settings.issuer_en or (None if settings.issuer_th else SAMPLE_ISSUER_EN),
        signatories=tuple(signing),
    )


def with_pictures(profile: Profile, own: dict[str, str]) -> Profile:
    """The same with these pictures, SHA-256 by name."""
    names = ("signature", "signature2")
    signing = zip(profile.signatories, names, strict=False)
    return replace(
        profile,
        logo=own.get("logo"),
        signatories=tuple(replace(one, picture=own.get(name)) for one, name in signing),
    )


def lines_of(position: str | None) -> tuple[str, ...]:
    """A position as it prints; "|" begins a line, as before รักษาราชการแทน."""
    return tuple(line.strip() for line in (position or "").split("|") if line.strip())
