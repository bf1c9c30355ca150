"""The quick question of a signature says yes to nothing that pyHanko would not call ours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from lms.certification import signing
from lms.certification.key_making import make_test_key
from lms.certification.log.sealed import sealed_by
from lms.certification.models import CertificateDocument
from lms.certification.signing import Signer, inspect
from lms.db import db
from lms.storage import store
from tests.certification.log.register import by_hand, faults, printed
from tests.certification.test_signing import page

__all__ = ["page"]


@pytest.fixture(scope="module", params=["p256", "rsa"])
def signer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Signer:
    folder = tmp_path_factory.mktemp(request.param)
    make_test_key(folder, request.param)
    return Signer(folder)


def variants(pdf: bytes, start: int, end: int) -> Iterator[bytes]:
    """The document otherwise than it was signed."""
    chosen = random.Random(1)
    outside = [*range(start), *range(end, len(pdf))]
    for place in [0, start - 1, end, len(pdf) - 1, *chosen.sample(outside, 60)]:
        yield pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    for place in chosen.sample(range(start + 1, start + 1500), 60):  # the container itself
        yield pdf[:place] + (b"0" if pdf[place : place + 1] != b"0" else b"1") + pdf[place + 1 :]
    yield from (pdf + b"\n", pdf[:-1], b"%" + pdf, b"", b"/ByteRange[0 1 2 3]", pdf + pdf)
    yield pdf.replace(b"/ByteRange", b"/ByteRange[0 1 2 3]/ByteRange")


def test_a_document_is_sealed_by_its_key_and_nothing_else_is(signer: Signer, page: bytes) -> None:
    pdf, ours = signer.sign(page), signer.key.certificate
    assert inspect(pdf, [signer.key.pem]).ours
    assert sealed_by(ours, pdf)
    start = pdf.index(b"<", pdf.rindex(b"/Contents"))
    end = pdf.index(b">", start) + 1
    for other in variants(pdf, start, end):
        if sealed_by(ours, other):  # of the container too all that counts is signed
            assert other[:start] + other[end:] == pdf[:start] + pdf[end:]


def test_a_stranger_who_signs_the_same_page_is_not_us(page: bytes, tmp_path: Path) -> None:
    ours = make_test_key(tmp_path / "ours").certificate
    make_test_key(tmp_path / "theirs")
    assert not sealed_by(ours, Signer(tmp_path / "theirs").sign(page))


def test_only_what_is_not_as_it_was_logged_is_read_whole(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []
    real = signing.inspect

    def inspected(pdf: bytes, trusted: list[str]) -> signing.Inspection:
        read.append(pdf)
        return real(pdf, trusted)

    monkeypatch.setattr(signing, "inspect", inspected)
    printed(1)
    assert (faults(files=True), read) == ([], [])
    row = db.session.query(CertificateDocument).one()
    other = store().get(row.storage_key).replace(b"/Type", b"/TYPE", 1)
    store().delete(row.storage_key)
    store().put(row.storage_key, other)
    assert [one.code for one in faults(files=True)] == ["file.altered", "file.signature"]
    assert read == [other]


def test_a_document_that_says_it_is_by_another_key_is_named(app: Flask, tmp_path: Path) -> None:
    printed(1)
    other = make_test_key(tmp_path)
    by_hand(
        "INSERT INTO signer_certificates (key_id, pem, is_test, created_at)"
        " SELECT :key, :pem, is_test, created_at FROM signer_certificates",
        key=other.key_id,
        pem=other.pem,
    )
    by_hand("UPDATE certificate_documents SET key_id = :key", key=other.key_id)
    found = [str(one) for one in faults(files=True)]
    assert any("another key than the register says" in one for one in found), found
