"""The files of the pages: named by their content, small, kept for ever, never from elsewhere."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms import assets
from lms.asset_build import FONTS, PACKAGES
from lms.assets import STATIC, Asset, Assets

ROOT = Path(assets.__file__).resolve().parent.parent
PAGES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    (tmp_path / "app.css").write_text('/* why */\n@import "css/one.css";\n', "utf-8")
    (tmp_path / "css/one.css").write_text('a {\n  src: url("../face.woff2");\n}\n', "utf-8")
    (tmp_path / "face.woff2").write_bytes(b"wOF2" + bytes(400))
    (tmp_path / "js/page.js").write_text('import { x } from "./part.js";\n' + "x();\n" * 200)
    (tmp_path / "js/part.js").write_text("export const x = () => 1;\n")
    (tmp_path / "notes.py").write_text("secret")
    return tmp_path


@pytest.fixture
def web(folder: Path) -> FlaskClient:
    app = Flask("assets-test", static_folder=None)
    assets.register(app)
    app.extensions["assets"] = Assets(folder)
    return app.test_client()


def test_an_address_names_the_content(folder: Path) -> None:
    before = Assets(folder).url("js/part.js")
    (folder / "js/part.js").write_text("export const x = () => 2;\n")
    after = Assets(folder).url("js/part.js")
    assert re.fullmatch(r"/assets/js/part\.[0-9a-f]{12}\.js", before)
    assert before != after


def test_a_module_is_renamed_when_what_it_imports_changes(folder: Path) -> None:
    before = Assets(folder).url("js/page.js")
    (folder / "js/part.js").write_text("export const x = () => 2;\n")
    assert Assets(folder).url("js/page.js") != before


def test_styles_are_one_file_that_names_its_fonts_by_content(folder: Path) -> None:
    files = Assets(folder)
    style = files.find("app.css")
    assert style
    text = style.body.decode()
    assert files.url("face.woff2") in text
    assert "why" not in text
    assert "@import" not in text


def test_our_notes_in_scripts_are_not_sent_and_those_of_others_are(folder: Path) -> None:
    text = '/* why\n   and how */\nconst a = "/* b */ // c"; // d\n  // e\nconst f = 1;\n'
    (folder / "js/noted.js").write_text(text)
    (folder / "vendor").mkdir()
    (folder / "vendor/noted.js").write_text(text)
    files = Assets(folder)
    ours, theirs = files.find("js/noted.js"), files.find("vendor/noted.js")
    assert ours
    assert theirs
    assert ours.body.decode() == 'const a = "/* b */ // c"; // d\nconst f = 1;\n'
    assert theirs.body.decode() == text


def test_a_hashed_name_is_kept_for_ever(web: FlaskClient, folder: Path) -> None:
    answer = web.get(Assets(folder).url("js/page.js"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("name", ["js/page.js", "js/page.0123456789ab.js"])
def test_a_plain_or_bygone_name_answers_with_todays_file_and_is_asked_again(
    web: FlaskClient, name: str
) -> None:
    answer = web.get(f"/assets/{name}")
    assert answer.status_code == 200
    assert b"x();" in answer.data
    assert answer.headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_text_goes_compressed_as_the_reader_can(
    web: FlaskClient, accepted, encoding, unpack
) -> None:
    plain = web.get("/assets/js/page.js", headers={"Accept-Encoding": "identity"}).data
    answer = web.get("/assets/js/page.js", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == plain


def test_fonts_are_not_compressed_twice(web: FlaskClient) -> None:
    answer = web.get("/assets/face.woff2", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.content_type == "font/woff2"


def test_an_unchanged_file_is_not_sent_again(web: FlaskClient) -> None:
    first = web.get("/assets/js/page.js", headers={"Accept-Encoding": "br"})
    again = web.get(
        "/assets/js/page.js",
        headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]},
    )
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "name",
    ["nothing.css", "notes.py", "../secret.css", "..%2f..%2fetc%2fpasswd", "%00.css", "js", ""],
)
def test_nothing_else_is_given_away(web: FlaskClient, folder: Path, name: str) -> None:
    (folder.parent / "secret.css").write_text("secret")
    assert web.get(f"/assets/{name}").status_code == 404


def _bytes(found: Asset | None) -> int:
    assert found
    return len(found.body if found.suffix == ".woff2" else found.brotli)


def test_the_first_visit_leaves_room_for_the_page_itself() -> None:
    """Style and both weights of the face; 60 kB is for these, the page and its scripts."""
    files = Assets(STATIC)
    names = ["app.css", "vendor/fonts/sarabun-regular.woff2", "vendor/fonts/sarabun-bold.woff2"]
    sizes = {name: _bytes(files.find(name)) for name in names}
    assert sizes["app.css"] <= 8_500, sizes
    assert sum(sizes.values()) <= 40_000, sizes


@pytest.mark.parametrize("name", [made for made, _, _ in FONTS])
def test_each_font_is_within_its_share(name: str) -> None:
    assert (STATIC / "vendor/fonts" / name).stat().st_size <= 25_000


def test_licences_lie_beside_what_they_license() -> None:
    assert "SIL OPEN FONT LICENSE" in (STATIC / "vendor/fonts/OFL.txt").read_text().upper()
    for package in PACKAGES:
        assert list((STATIC / "vendor" / package).glob("LICENSE*")), package


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"""asset\(\s*["']([^"']+)["']\s*\)""", page.read_text("utf-8"))
    files = Assets(STATIC)
    assert [name for name in named if files.find(name) is None] == []
