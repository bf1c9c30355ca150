"""What certificates say of their issuer: its names, emblem, who signs, its own words.

Pictures are known by the SHA-256 of their bytes, so that a version keeps its own for ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from lms.certification.facts import WORDS

SAMPLE_ISSUER = "หน่วยงานตัวอย่าง"
SAMPLE_ISSUER_EN = "Sample Agency"
SAMPLE_SIGNATORY = "นายตัวอย่าง  ลงนาม"
SAMPLE_POSITION = "ผู้อำนวยการหน่วยงานตัวอย่าง"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs, and from when until when they hold the office."""

    name: str
    positions: tuple[str, ...]  # lines, รักษาราชการแทน … among them
    name_en: str | None = None
    positions_en: tuple[str, ...] = ()
    note: str | None = None  # the document that allows the picture of the signature
    picture: str | None = None
    since: date | None = None
    until: date | None = None

    def in_office(self, day: date) -> bool:
        """Whether a certificate of that day may carry their name."""
        return (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One version, as plain values."""

    issuer_th: str
    issuer_en: str | None = None
    logo: str | None = None
    signatories: tuple[Signatory, ...]
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by kind, of WORDS

    def facts(self, kind: str) -> dict[str, Any]:
        """What a certificate of this kind takes over into its facts."""
        first, second = (*self.signatories, None)[:2]
        own = self.wording.get(kind, {})
        return {
            "issuer_th": self.issuer_th,
            "issuer_en": self.issuer_en,
            **_signing("signatory", first),
            **_signing("signatory2", second),
            "pictures": self.pictures,
            "wording": {word: own[word] for word in WORDS if own.get(word)},
        }

    @property
    def pictures(self) -> dict[str, str]:
        """SHA-256 of each picture there is, by the name that designs know it by."""
        signatures = [one.picture for one in self.signatories]
        named = zip(("logo", "signature", "signature2"), (self.logo, *signatures), strict=False)
        return {name: digest for name, digest in named if digest}

    @property
    def is_sample(self) -> bool:
        """Whether somebody in it is nobody: what a new installation begins with."""
        names = {one.name for one in self.signatories}
        return self.issuer_th == SAMPLE_ISSUER or _single(SAMPLE_SIGNATORY) in map(_single, names)

    def out_of_office(self, day: date) -> list[Signatory]:
        """Those whose name may not stand on a certificate of that day."""
        return [one for one in self.signatories if not one.in_office(day)]

    def to_plain(self) -> dict[str, Any]:
        """As stored: JSON with ISO dates."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Profile:
        """What `to_plain` wrote."""
        signatories = tuple(_signatory(one) for one in plain["signatories"])
        return cls(**{**plain, "signatories": signatories})


def _signatory(plain: Mapping[str, Any]) -> Signatory:
    lines = {name: tuple(plain[name]) for name in ("positions", "positions_en")}
    days = {
        name: date.fromisoformat(plain[name]) if plain[name] else None
        for name in ("since", "until")
    }
    return Signatory(**{**plain, **lines, **days})


def _signing(who: str, one: Signatory | None) -> dict[str, Any]:
    return {
        f"{who}_name": one.name if one else None,
        f"{who}_positions": one.positions if one else (),
        f"{who}_name_en": one.name_en if one else None,
        f"{who}_positions_en": one.positions_en if one else (),
        f"{who}_note": one.note if one else None,
    }


def _single(name: str) -> str:
    return " ".join(name.split())
