"""Whether an issuer's own words have room: in the slots of every design, in letters we print."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from lms.certification.design import Design, all_designs
from lms.certification.facts import CertificateKind
from lms.certification.fitting import overflow, unprintable, width


def unprinted(text: str) -> str:
    """The characters of `text` that no certificate can print."""
    design = all_designs()[0]
    return unprintable(text, design.fonts / design.slots["line"].font)


def too_long(kind: CertificateKind, own: Mapping[str, str]) -> dict[str, tuple[Design, int]]:
    """Of own words, those that run over their line: in which design, by how many letters.

    What is not in `own` is the design's.
    """
    found: dict[str, tuple[Design, int]] = {}
    for design in all_designs():
        said = {**design.wording[kind], **{word: text for word, text in own.items() if text}}
        for word in ("given", "done", "wish"):
            letters = _over(design, said, word) if word in design.wording[kind] else 0
            if letters:
                blamed = word if own.get(word) else f"{word}_en"
                found.setdefault(blamed, (design, letters))
    return found


def _over(design: Design, said: Mapping[str, str], word: str) -> int:
    """How many letters more than the line has room for; English stands on it beside the Thai."""
    if "line" not in design.slots:
        return 0
    beside = {"line": said.get(word, "")}
    if "line_en" in design.slots and said.get(f"{word}_en"):
        beside["line_en"] = said[f"{word}_en"] + " "
    points = overflow([(design.slots[slot], text) for slot, text in beside.items()], design.fonts)
    slot = design.slots["line"]
    letter = width("ก", design.fonts / slot.font) * slot.largest
    return ceil(points / letter) if points > 0 else 0
