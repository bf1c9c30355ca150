"""Copied text that equals the printed text.

Thai does not survive copying from an ordinary PDF: a viewer maps each glyph back to letters,
but ำ is drawn as two glyphs shared with other letters, and marks have narrow and small forms.
So every run of text carries its own spelling (/ActualText), and the font's glyph map is
corrected for viewers that look only there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


def spelling(text: str) -> str:
    """What is copied for a printed run of text.

    No-break spaces, which keep a name together on paper, become plain ones, and the two
    before a surname one: what is copied or searched for is what the register holds.
    """
    return re.sub(r"\s+", " ", text)


def correct_glyph_map(to_unicode: dict[int, str], font_file: bytes) -> None:
    """Make each glyph mean its own letter, whatever cluster it was first met in."""
    own = letters_of(font_file)
    for glyph in to_unicode:
        if glyph in own:
            to_unicode[glyph] = own[glyph]


@lru_cache(maxsize=16)
def letters_of(font_file: bytes) -> dict[int, str]:
    """Glyph number to letter, following single substitutions (narrow and small forms) back."""
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(font_file), lazy=True) as face:
        letters = {glyph: chr(code) for code, glyph in sorted(face.getBestCmap().items())}
        forms = list(_single_substitutions(face)) if "GSUB" in face else []
        for plain, form in forms * 2:  # a form may be made from another form
            if plain in letters:
                letters.setdefault(form, letters[plain])
        return {face.getGlyphID(glyph): letter for glyph, letter in letters.items()}


def _single_substitutions(face: "TTFont") -> Iterator[tuple[str, str]]:
    for lookup in face["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for plain, form in getattr(table, "mapping", {}).items():
                if isinstance(form, str):
                    yield plain, form
