"""A certificate's design: a folder with design.toml, certificate.html, certificate.css and art."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lms.certification.facts import CertificateKind
from lms.root import ROOT

NEEDS = frozenset({"latin_name"})  # facts of a holder that a design may insist on
SLOTS = ("holder", "curriculum", "number", "site", "signatory", "position")
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")


class DesignError(ValueError):
    """A design that cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for text of unknown length: it shrinks first, then wraps. Sizes in points."""

    width_mm: float
    largest: float
    smallest: float
    lines: int
    font: str  # file in certificates/fonts/, to measure with


@dataclass(frozen=True, slots=True)
class Design:
    """A design as read from its folder."""

    name: str
    folder: Path
    slots: Mapping[str, Slot]
    wording: Mapping[str, Mapping[str, str]]  # by kind of certificate
    needs: frozenset[str] = frozenset()  # of NEEDS
    title: str = ""  # as people call it
    title_en: str = ""

    @property
    def fonts(self) -> Path:
        return self.folder.parent / "fonts"

    def called(self, language: str) -> str:
        """Its name for readers of this language."""
        return self.title_en if language == "en" else self.title


def designs_folder() -> Path:
    """`certificates/`, with a folder for each design and one for fonts."""
    return ROOT / "certificates"


def load_design(name: str, folder: Path | None = None) -> Design:
    """The design called `name`; raises DesignError when there is none or it is incomplete."""
    if not _PLAIN_NAME.fullmatch(name):
        raise DesignError(f"a design's name is a-z, 0-9, - and _, not {name!r}")
    place = (folder or designs_folder()) / name
    file = place / "design.toml"
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        slots = {slot: Slot(**values) for slot, values in content["slots"].items()}
        needs = frozenset(content.get("needs", ()))
        _check(slots, content["wording"], needs)
        title = str(content.get("name") or name)
        titles = title, str(content.get("name_en") or title)
        return Design(name, place.resolve(), slots, content["wording"], needs, *titles)
    except OSError as fault:
        raise DesignError(f"{file}: cannot be read ({fault.strerror})") from fault
    except (KeyError, TypeError, ValueError) as fault:
        raise DesignError(f"{file}: {fault}") from fault


def _check(slots: Mapping[str, Slot], wording: Mapping[str, Any], needs: frozenset[str]) -> None:
    lacks = [f"[slots.{slot}]" for slot in SLOTS if slot not in slots]
    lacks += [f"[wording.{kind}]" for kind in CertificateKind if kind not in wording]
    if lacks:
        raise ValueError(f"no {', '.join(lacks)}")
    if unknown := needs - NEEDS:
        raise ValueError(f"needs {', '.join(sorted(unknown))}: only {', '.join(NEEDS)} is known")


@cache
def all_designs() -> tuple[Design, ...]:
    """Ours, with the one first that a curriculum has unless it names another."""
    names = sorted(file.parent.name for file in designs_folder().glob("*/design.toml"))
    return tuple(load_design(name) for name in sorted(names, key="standard".__ne__))


def called(name: str, language: str) -> str:
    """What people call one of our designs; a design that is here no more goes by its folder."""
    return next((one.called(language) for one in all_designs() if one.name == name), name)


@cache
def designs_that_need(fact: str) -> frozenset[str]:
    """The names of our designs that cannot be printed without this fact of their holder."""
    return frozenset(design.name for design in all_designs() if fact in design.needs)
