"""docs/designs.md: the design that it gives in full is made from it, and looked at in `preview`."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from lms.certification import commands, design, signers
from lms.certification.press import Way
from lms.certification.preview import printed
from lms.certification.qr_payload import Proof, judge
from lms.root import ROOT
from tests.support.codes import read_codes
from tests.support.layout import line_boxes, overlap, square
from tests.support.paper import pdfium_text, pixels, validate

GUIDE = (ROOT / "docs" / "designs.md").read_text("utf-8")
FILES = dict(re.findall(r"^`([\w.]+)`\n\n```\w+\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL))
ART = {"logo": square("#c00"), "signature": square("#00c"), "signature2": square("#060")}


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The folder as a reader of the guide would make it."""
    place = tmp_path / "certificates" / "ours"
    place.mkdir(parents=True)
    (place.parent / "fonts").symlink_to(ROOT / "certificates" / "fonts")
    for name, content in FILES.items():
        (place / name).write_text(content, "utf-8")
    monkeypatch.setattr(design, "designs_folder", lambda: place.parent)
    return place.name


def test_the_guide_gives_every_file_of_a_design() -> None:
    assert set(FILES) == {"design.toml", "certificate.html", "certificate.css"}


@pytest.mark.parametrize("pictures", [{}, ART], ids=["plain", "pictures"])
def test_the_design_of_the_guide_bears_every_name(ours: str, pictures: dict[str, bytes]) -> None:
    for facts, page, way in printed(ours, pictures):
        assert way is Way.COMPILED, facts.holder
        with pikepdf.open(BytesIO(page)) as opened:
            assert len(opened.pages) == 1
        for one, other in combinations(line_boxes(page), 2):
            assert not overlap(one, other), (facts.holder, one, other)
        for wanted in (facts.holder, facts.number, facts.curriculum_th):
            assert wanted in pdfium_text(page)


def test_the_design_of_the_guide_is_archival_and_accessible(ours: str, tmp_path: Path) -> None:
    *_, (_, page, _) = printed(ours, ART)
    file = tmp_path / "ours.pdf"
    file.write_bytes(page)
    assert validate("3a,ua1", file) == ""


def test_the_preview_has_a_page_for_each_name(app: Flask, ours: str, tmp_path: Path) -> None:
    out = tmp_path / "ours.pdf"
    done = app.test_cli_runner().invoke(commands.certificates, ["preview", ours, str(out)])
    assert done.exit_code == 0, done.output
    with pikepdf.open(out) as opened:
        assert len(opened.pages) == done.output.count("compiled") == 12
    (code,) = read_codes(pixels(out.read_bytes(), 150))
    assert judge(code.text, signers.known_certificates()).proof is Proof.UNKNOWN_KEY


@pytest.mark.parametrize("design_name", ["nothing-here", "../standard"])
def test_a_design_that_is_not_there_is_said_plainly(
    app: Flask, tmp_path: Path, design_name: str
) -> None:
    words = ["preview", design_name, str(tmp_path / "x.pdf")]
    done = app.test_cli_runner().invoke(commands.certificates, words)
    assert done.exit_code == 1
    assert design_name in done.output
    assert "Traceback" not in done.output


def test_the_guide_names_the_slots_and_needs_that_there_are() -> None:
    for slot in (*design.SLOTS, *design.NEEDS):
        assert f"`{slot}`" in GUIDE or f'"{slot}"' in GUIDE
