"""Scans: whose they are, what they may be, and zips that want to harm."""

from __future__ import annotations

import io
import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from lms.certification.earlier import importing, scanning
from lms.certification.earlier.models import EarlierScan, ScanBundle
from lms.certification.earlier.scan_files import LARGEST, BadScan, media_type, names, opened
from lms.certification.earlier.scan_names import Paper, Papers, is_of_the_system, readable_name
from lms.certification.earlier.scan_words import OF_A_ZIP, WHY
from lms.db import db
from lms.errors import Busy, NotFound
from lms.storage import store
from tests.builders import a_province, actor_of, an_officer, lampang
from tests.certification.earlier.offices import (
    A_PDF,
    COURSE,
    GOOD,
    a_picture,
    a_zip,
    an_xlsx,
    imported,
    sent,
    took_scans,
)

PAPERS = Papers.of(
    [
        Paper(1, "อพม. ๑๒๓/๒๕๖๑", "สมชายใจดี", None),
        Paper(2, "124/2561", "มาลีดีใจ", "หน้า 7.JPG"),
        Paper(3, "200/2561", "หนึ่งใจดี", None),
        Paper(4, "200/2561", "สองใจดี", None),
        Paper(5, "7", "เจ็ดใจดี", None),
    ]
)


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("123-2561.jpg", 1),
        ("สแกน/ปี 61/อพม.123_2561.PDF", 1),
        ("๑๒๓.๒๕๖๑.jpeg", 1),
        ("123-2561 (2).jpg", 1),
        ("123-2561_หน้า2.jpg", 1),
        ("123-2561 สมชาย.jpg", 1),
        ("หน้า 7.jpg", 2),  # the column of the sheet says so
        ("folder\\หน้า 7.JPG", 2),
        ("200-2561 สอง ใจดี.jpg", 4),
        ("200-2561.jpg", "ambiguous"),
        ("999-2561.jpg", "no_match"),
        ("IMG_0007.jpg", "no_match"),  # a camera counted, not an office
        ("รูป.jpg", "no_match"),
    ],
)
def test_a_scan_finds_its_paper_by_its_name(name: str, whose: int | str) -> None:
    found = PAPERS.match(name)
    assert (found if isinstance(found, str) else found.certificate_id) == whose


def test_names_of_files_are_read_as_windows_in_thailand_writes_them() -> None:
    stored = "วุฒิบัตร 1.jpg".encode("cp874").decode("cp437")
    assert readable_name(stored, is_utf8=False) == "วุฒิบัตร 1.jpg"
    assert readable_name("วุฒิบัตร.jpg".encode().decode("cp437"), is_utf8=False) == "วุฒิบัตร.jpg"
    assert readable_name("วุฒิบัตร.jpg", is_utf8=True) == "วุฒิบัตร.jpg"


def test_what_computers_leave_in_folders_is_no_scan() -> None:
    assert is_of_the_system("__MACOSX/scans/._1.jpg")
    assert is_of_the_system("scans/.DS_Store")
    assert is_of_the_system("scans/Thumbs.db")
    assert not is_of_the_system("scans/1.jpg")


def a_png_that_claims(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 1000)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_picture(), "image/jpeg"),
        (a_picture(kind="PNG"), "image/png"),
        (A_PDF, "application/pdf"),
    ],
)
def test_a_scan_is_known_by_its_bytes(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + b"\0" * LARGEST, "large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
        (b"<html><script>alert(1)</script>", "unknown"),
        (b"MZ\x90\0 a program", "unknown"),
        (a_picture(kind="WEBP"), "unknown"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "heif"),
        (a_picture()[:-10], "broken"),
        (A_PDF[:40], "broken"),
        (a_png_that_claims(60_000, 60_000), "pixels"),
        (a_png_that_claims(9_500, 9_500), "pixels"),
    ],
)
def test_what_is_no_scan_is_not_taken(content: bytes, why: str) -> None:
    with pytest.raises(BadScan) as refused:
        media_type(content)
    assert refused.value.why == why
    assert why in WHY


def a_zip_bomb() -> bytes:
    """300 MB of zeros in 300 kB."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for number in range(25):
            archive.writestr(f"{number}.jpg", b"\0" * 12_000_000)
    return out.getvalue()


def many_names() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for number in range(20_001):
            archive.writestr(f"{number}", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no_zip"),
        (b"no zip at all", "no_zip"),
        (b"PK\x05\x06" + b"\xff" * 18, "many"),
        (a_zip({"a.jpg": a_picture()})[:-5], "no_zip"),
        (a_zip_bomb(), "heavy"),
        (many_names(), "many"),
    ],
)
def test_a_zip_that_is_none_or_swells_is_not_opened(content: bytes, why: str) -> None:
    with pytest.raises(BadScan) as refused:
        opened(io.BytesIO(content))
    assert refused.value.why == why
    assert why in OF_A_ZIP


def test_an_ordinary_zip_is_opened() -> None:
    with opened(io.BytesIO(a_zip({"a/": b"", "a/1.jpg": b"x", ".DS_Store": b"x"}))) as archive:
        assert [name for _, name in names(archive)] == ["a/1.jpg"]


def bundle_of(app: Flask, content: bytes, rows: list[list[str]] = GOOD) -> ScanBundle:
    actor = actor_of(an_officer())
    found = imported(app, actor, a_province(), an_xlsx(rows))
    bundle = scanning.send(actor, found.id, io.BytesIO(content), "scans.zip")
    bundle_id = bundle.id
    db.session.commit()
    took_scans(app, bundle_id)
    return db.session.get_one(ScanBundle, bundle_id, populate_existing=True)


def test_every_file_of_a_zip_says_what_became_of_it(app: Flask) -> None:
    files = {
        "123-2561.jpg": a_picture("red"),
        "123-2561 (2).jpg": a_picture("blue"),
        "124-2561.pdf": A_PDF,
        "125-2561.jpg": b"MZ",
        "../../../etc/passwd": b"x",
        "999-2561.jpg": a_picture(),
        "__MACOSX/._1.jpg": b"x",
    }
    bundle = bundle_of(app, a_zip(files))
    assert (bundle.files, bundle.done, bundle.kept, bundle.fault) == (6, 6, 3, None)
    assert dict(bundle.left_out) == {
        "125-2561.jpg": "unknown",
        "../../../etc/passwd": "no_match",
        "999-2561.jpg": "no_match",
    }
    scans = db.session.scalars(select(EarlierScan).order_by(EarlierScan.id)).all()
    assert [one.media_type for one in scans] == ["image/jpeg", "image/jpeg", "application/pdf"]
    assert store().get(scanning.scan_key(scans[2].sha256)) == A_PDF
    assert bundle.file_key is None


def test_the_same_zip_again_adds_nothing(app: Flask) -> None:
    content = a_zip({"123-2561.jpg": a_picture()})
    first = bundle_of(app, content)
    actor = actor_of(an_officer(first_name="คนที่สอง"))
    again = scanning.send(actor, first.import_id, io.BytesIO(content), "b.zip")
    bundle_id = again.id
    db.session.commit()
    took_scans(app, bundle_id)
    took_scans(app, bundle_id)
    assert len(db.session.scalars(select(EarlierScan)).all()) == 1


def test_a_worker_that_died_over_a_zip_is_followed_by_another(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.certification.earlier.scanning.BATCH", 2)
    rows = [[str(n), f"{n}/2561", f"นายคนที่{n} ใจดี", COURSE, "12/9/2561"] for n in range(1, 8)]
    actor = actor_of(an_officer())
    found = imported(app, actor, a_province(), an_xlsx(rows))
    files = {f"{n}-2561.jpg": a_picture() for n in range(1, 8)}
    bundle = scanning.send(actor, found.id, io.BytesIO(a_zip(files)), "scans.zip")
    bundle_id = bundle.id
    db.session.commit()
    for _ in range(6):
        scanning.take(bundle_id, seconds=-1)
        db.session.remove()
    bundle = db.session.get_one(ScanBundle, bundle_id)
    assert (bundle.done, bundle.kept, bundle.finished_at is not None) == (7, 7, True)
    assert len(db.session.scalars(select(EarlierScan)).all()) == 7


@pytest.mark.parametrize(
    ("content", "fault"), [(b"no zip at all", "no_zip"), (a_zip_bomb(), "heavy")]
)
def test_a_zip_that_is_not_opened_says_why(app: Flask, content: bytes, fault: str) -> None:
    bundle = bundle_of(app, content)
    assert (bundle.fault, bundle.finished_at is not None, bundle.kept) == (fault, True, 0)


def test_scans_are_for_imports_that_are_done_and_count(app: Flask) -> None:
    actor = actor_of(an_officer())
    ready = sent(app, actor, a_province(), an_xlsx(GOOD))
    with pytest.raises(Busy):
        scanning.send(actor, ready.id, io.BytesIO(b""), "a.zip")
    done = imported(app, actor, a_province(), an_xlsx(GOOD))
    stranger = actor_of(an_officer(unit=lampang(), first_name="ลำปาง"))
    with pytest.raises(NotFound):
        scanning.send(stranger, done.id, io.BytesIO(b""), "a.zip")
    importing.strike_import(actor, done.id, "ผิดเล่ม")
    db.session.commit()
    with pytest.raises(Busy):
        scanning.send(actor, done.id, io.BytesIO(b""), "a.zip")
