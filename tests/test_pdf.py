"""HTML to an archival PDF: what is copied is what is printed, and nothing else is read."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from lms import pdf
from lms.certification.design import designs_folder
from tests.support.paper import pdfium_text, poppler_text, run, validate

FONTS = designs_folder() / "fonts"
PAGE = """<!doctype html><html lang="th"><head><meta charset="utf-8"><title>ทดสอบ</title><style>
@font-face {{ font-family: Sarabun; src: url("Sarabun-Regular.ttf"); }}
@font-face {{ font-family: Sarabun; font-weight: 700; src: url("Sarabun-Bold.ttf"); }}
body {{ font: 20pt/1.6 Sarabun; }}</style></head><body>{}</body></html>"""

THAI = (
    "น้ำ",
    "กำพล มานา",
    "กัญญ์ณัฏฐ์",
    "ฐิติญาณวิโรจน์",
    "ฝั้นปี๋",
    "ญู",
    "จำนำ ณ อยุธยา",
    "น้ำฝน ทำนา ป่าไม้ ฟ้าผ่า ฏุ ฎู ฤๅษี ๆ ฯลฯ",
    "“๑๒๓” – 123 Müller พ.ศ. ๒๕๖๙",
)


def render(body: str) -> bytes:
    return pdf.render(PAGE.format(body), FONTS)


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
@pytest.mark.parametrize("text", THAI)
def test_copied_text_is_the_printed_text(read, text) -> None:
    assert read(render(f"<p>{text}</p>")) == text


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
@pytest.mark.parametrize("order", [THAI, THAI[::-1]])
def test_it_is_so_whatever_was_printed_before(read, order) -> None:
    page = render("".join(f"<p>{text} <b>{text}</b></p>" for text in order))
    assert read(page) == " ".join(f"{text} {text}" for text in order)


@pytest.mark.parametrize("read", [poppler_text, pdfium_text])
def test_the_two_spaces_before_a_surname_are_copied_as_one(read) -> None:
    assert read(render("<p>นายสมชาย\u00a0\u00a0ใจดี</p>")) == "นายสมชาย ใจดี"


def test_a_viewer_that_looks_only_at_the_glyph_map_gets_no_wrong_letters() -> None:
    maps = glyph_maps(render("<p>กำ</p><p>กา มานา น้ำ ป้า ญู ฐิ</p>"))
    assert maps
    for letters in maps:
        assert len(letters) == 1 or letters == "ํ้", letters  # น้ำ: mark and tone are one glyph
        assert letters != "ำ"  # drawn as two glyphs, each of which means itself


def glyph_maps(document: bytes) -> list[str]:
    """What each glyph of each font means, by its ToUnicode map."""
    found = []
    with pikepdf.open(BytesIO(document)) as opened:
        for font in opened.pages[0].Resources.Font.values():
            for line in font.ToUnicode.read_bytes().decode().splitlines():
                codes = line.strip("<>").split("> <")
                if len(codes) == 2 and line != "<0000> <ffff>":
                    found.append(bytes.fromhex(codes[1]).decode("utf-16-be"))
    return found


@pytest.mark.parametrize(
    ("tag", "remark"),
    [
        ('<img alt="x" src="file:///etc/hostname">', "a file elsewhere"),
        ('<img alt="x" src="../standard/frame.svg">', "a neighbour's folder"),
        ('<img alt="x" src="%2e%2e/%2e%2e/pyproject.toml">', "an escaped way up"),
        ('<img alt="x" src="https://example.org/x.png">', "the network"),
        ('<img alt="x" src="file://host/etc/hostname">', "another machine's file"),
        ('<link rel="stylesheet" href="ftp://example.org/x.css">', "another protocol"),
        ('<p style="background: url(/etc/passwd)">x</p>', "from a style"),
        ('<link rel="attachment" href="/etc/passwd">', "as an attachment"),
    ],
)
def test_a_document_reads_its_own_folder_and_nothing_else(tag, remark) -> None:
    with pytest.raises(pdf.ForbiddenSource):
        render(tag)


def test_a_link_out_of_the_folder_is_no_way_around(tmp_path: Path) -> None:
    (tmp_path / "x.png").symlink_to("/etc/hostname")
    with pytest.raises(pdf.ForbiddenSource):
        pdf.render('<html lang="th"><img alt="x" src="x.png">', tmp_path)


def test_art_that_is_missing_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(FileNotFoundError):
        render('<p style="background: url(missing.svg)">x</p>')


def test_a_file_travels_inside_with_its_relationship() -> None:
    attachment = pdf.Attachment("facts.json", '{"ชื่อ": 1}'.encode(), "ข้อมูล", "Supplement")
    document = pdf.render(PAGE.format("<p>ก</p>"), FONTS, attachments=[attachment])
    with pikepdf.open(BytesIO(document)) as opened:
        inside = opened.attachments["facts.json"]
        assert inside.get_file().read_bytes() == attachment.content
        assert inside.obj.AFRelationship == "/Supplement"
        assert len(opened.Root.AF) == 1


def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(render("<h1>หัวเรื่อง</h1><p>เนื้อความ</p>"))
    assert b"No syntax or stream encoding errors" in run("qpdf", "--check", str(file))


def test_verapdf_takes_it_for_pdf_a_and_pdf_ua(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    rows = "".join(f"<p>{text}</p>" for text in THAI)
    attachment = pdf.Attachment("facts.json", b"{}", "ข้อมูล")
    file.write_bytes(
        pdf.render(PAGE.format(f"<h1>ทดสอบ</h1>{rows}"), FONTS, attachments=[attachment])
    )
    assert validate("3a,3u,ua1", file) == ""
