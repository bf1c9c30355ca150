"""Whether an issuer's own words have room: in the slots of every design, in letters we print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from lms.certification.design import Design, all_designs
from lms.certification.facts import CertificateKind
from lms.certification.fitting import fit, overflow, unprintable, width

ROWS, ROWS_NOTED = 3, 2  # below a name: of positions alone, and above the note of a document


def unprinted(text: str) -> str:
    """The characters of `text` that no certificate can print."""
    design = all_designs()[0]
    return unprintable(text, design.fonts / design.slots["position"].font)


def too_long(kind: CertificateKind, own: Mapping[str, str]) -> dict[str, tuple[Design, int]]:
    """Of own words, those that run over their line: in which design most, by how many letters.

    What is not in `own` is the design's.
    """
    found: dict[str, tuple[Design, int]] = {}
    for design in all_designs():
        said = {**design.wording[kind], **{word: text for word, text in own.items() if text}}
        for word in ("given", "done", "wish"):
            letters = _over(design, said, word) if word in design.wording[kind] else 0
            blamed = word if own.get(word) else f"{word}_en"
            if letters > (found[blamed][1] if blamed in found else 0):
                found[blamed] = (design, letters)
    return found


def too_many_rows(
    name: str, positions: Sequence[str], *, noted: bool, several: bool
) -> tuple[Design, int] | None:
    """Where name and positions take more rows than there is room for below a signature, and how
    many positions may take; None when they fit in every design."""
    most = ROWS_NOTED if noted else ROWS
    for design in all_designs():
        place = "_of_two" if several and "position_of_two" in design.slots else ""
        rows = _rows(design, f"signatory{place}", f"({name})") - 1
        rows += sum(_rows(design, f"position{place}", line) for line in positions)
        if rows > most:
            return design, most
    return None


def _rows(design: Design, slot: str, text: str) -> int:
    fitted = fit(design.slots[slot], design.fonts, text)
    return len(fitted.lines) if fitted.measure is None else design.slots[slot].lines + 1


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
