"""A certificate as plain frozen facts.

Frozen at issue and kept as JSON (ISO dates, ASCII digits); Thai digits and พ.ศ. appear only
on the page. Nothing here knows the database, Flask or the PDF maker.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from lms.thai import full_name

WORDS = ("given", "done", "wish", "given_en", "done_en")  # of a kind, that an issuer may choose


class CertificateKind(StrEnum):
    WUTTHIBAT = "wutthibat"  # วุฒิบัตร: knowledge was assessed
    KIATTIBAT = "kiattibat"  # เกียรติบัตร: took part
    PRAKATSANIYABAT = "prakatsaniyabat"  # ประกาศนียบัตร: completed a course


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything that stands on one certificate, and nothing else about its holder."""

    number: str
    kind: CertificateKind
    title: str | None
    first: str
    middle: str | None = None
    last: str | None = None
    holder: str  # one line with single spaces, as registers and machines carry it
    latin_name: str | None = None
    curriculum_th: str
    curriculum_en: str | None = None
    edition_label: str = ""  # "รุ่นที่ 2", printed after the curriculum; may be empty
    hours: float
    started_on: date
    completed_on: date
    issued_on: date
    expires_on: date | None = None
    issuer_th: str
    issuer_en: str | None = None
    signatory_name: str
    signatory_positions: tuple[str, ...]  # lines, รักษาราชการแทน … among them
    signatory_name_en: str | None = None
    signatory_positions_en: tuple[str, ...] = ()
    signatory_note: str | None = None  # the document that allows somebody to sign for another
    signatory2_name: str | None = None  # who signs beside them
    signatory2_positions: tuple[str, ...] = ()
    signatory2_name_en: str | None = None
    signatory2_positions_en: tuple[str, ...] = ()
    signatory2_note: str | None = None
    profile: int | None = None  # the issuer's published version; None: from the settings
    # SHA-256 of the issuer's pictures by name; None: as once, those of the settings
    pictures: Mapping[str, str] | None = field(default=None, hash=False)
    wording: Mapping[str, str] = field(default_factory=dict, hash=False)  # of WORDS: its own
    site_address: str  # the one place of verification, in words a person can type
    verify_url: str  # what the QR opens
    sample: bool = True
    test_key: bool = True
    sample_curriculum: bool = False  # what was taught is no official curriculum yet
    replaces: str | None = None
    renewal: bool = False  # what it replaces was renewed, not corrected
    design: str = "standard"

    @property
    def printed_name(self) -> str:
        """The holder's name exactly as it prints, two spaces before the surname."""
        return full_name(self.title, self.first, self.middle, self.last)

    @property
    def signatories(self) -> list[str]:
        """Who signs, one or two."""
        return [name for name in (self.signatory_name, self.signatory2_name) if name]

    def to_json(self) -> str:
        """The facts as stored: sorted keys, ISO dates, Thai letters as themselves."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps(
            plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat
        )

    @classmethod
    def from_json(cls, text: str) -> "CertificateFacts":
        """Facts written by `to_json`; raises ValueError for anything else."""
        try:
            plain: dict[str, Any] = json.loads(text)
            if unknown := plain.keys() - {one.name for one in fields(cls)}:
                raise ValueError(f"unknown facts: {', '.join(sorted(unknown))}")
            for name in ("started_on", "completed_on", "issued_on", "expires_on"):
                if plain.get(name) is not None:
                    plain[name] = date.fromisoformat(plain[name])
            plain["kind"] = CertificateKind(plain["kind"])
            plain["signatory_positions"] = tuple(plain["signatory_positions"])
            for name in (
                "signatory_positions_en",
                "signatory2_positions",
                "signatory2_positions_en",
            ):
                plain[name] = tuple(plain.get(name, ()))
            return cls(**plain)
        except (TypeError, KeyError, AttributeError) as fault:
            raise ValueError(f"not the facts of a certificate: {fault}") from fault


def printed_name_of(plain: Mapping[str, Any]) -> str:
    """The same of facts as they are stored."""
    return full_name(plain["title"], plain["first"], plain.get("middle"), plain.get("last"))
