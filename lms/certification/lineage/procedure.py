"""The days and the words of the procedure, from procedure.yaml: data, not code.

The installation's own file in the data folder goes before the one that ships; either is read
again when it changes.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from lms.config import current_settings
from lms.root import ROOT

FILE = "procedure.yaml"
SHIPPED = ROOT / "certificates" / FILE
TEXTS = ("notice", "revoked", "declined", "appeal", "appeal_dismissed", "renewal", "duplicate")
_ADDED = frozenset({"appeal_dismissed"})  # an installation's file of before may lack it
VALUES = frozenset(
    {
        *("holder", "number", "curriculum", "issuer", "contact", "reasons"),
        *("answer_days", "answer_by", "effective_on", "appeal_days", "opens_days", "closes_days"),
    }
)
_LONGEST = 3650  # days


class Wrong(ValueError):
    """The file cannot be used; says what to mend."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """What the file says."""

    answer_days: int
    appeal_days: int
    decide_within_days: int
    expiry_notices: tuple[int, ...]  # days before the end, the longest first
    opens_days: int
    closes_days: int
    texts: dict[str, dict[str, str]]  # of TEXTS: "th" and "en"

    def say(self, text: str, language: str, **values: object) -> str:
        """One of the texts with its values put in; what a value holds is put in as it is."""
        known = dict.fromkeys(VALUES, "") | {name: str(value) for name, value in values.items()}
        return self.texts[text][language].format_map(known).strip()


def procedure() -> Procedure:
    """The procedure as its file says now; raises Wrong."""
    return procedure_of(current_settings().data)


def procedure_of(data: Path) -> Procedure:
    """The same for a data folder; raises Wrong."""
    own = data / FILE
    path = own if own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Procedure:
    try:
        said = yaml.safe_load(path.read_text("utf-8"))
        renewal = said["renewal"]
        return Procedure(
            answer_days=_days(said, "answer_days"),
            appeal_days=_days(said, "appeal_days"),
            decide_within_days=_days(said, "decide_within_days"),
            expiry_notices=_notices(said["expiry_notices"]),
            opens_days=_days(renewal, "opens_days_before"),
            closes_days=_days(renewal, "closes_days_after"),
            texts={name: _text(_texts(said, name), name) for name in TEXTS},
        )
    except (KeyError, TypeError, ValueError, yaml.YAMLError) as fault:
        raise Wrong(f"{path}: {fault}") from fault


def _days(said: dict[str, Any], name: str) -> int:
    value = said[name]
    if type(value) is not int or not 1 <= value <= _LONGEST:
        raise ValueError(f"{name}: a number of days from 1 to {_LONGEST}, not {value!r}")
    return value


def _notices(days: list[int]) -> tuple[int, ...]:
    return tuple(
        sorted({_days({"expiry_notices": one}, "expiry_notices") for one in days}, reverse=True)
    )


def _texts(said: dict[str, Any], name: str) -> dict[str, Any]:
    if name in _ADDED and name not in said["texts"]:
        said = yaml.safe_load(SHIPPED.read_text("utf-8"))
    texts: dict[str, Any] = said["texts"]
    return texts


def _text(texts: dict[str, Any], name: str) -> dict[str, str]:
    both = {language: texts[name][language] for language in ("th", "en")}
    for language, text in both.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"texts.{name}.{language} is empty")
        for _before, value, _format, _conversion in string.Formatter().parse(text):
            if value is not None and value not in VALUES:
                raise ValueError(f"texts.{name}.{language} has {{{value}}}, which is unknown")
    return both
