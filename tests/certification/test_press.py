"""The fast way of printing: the same page, the same text, one signature over all of it."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lms import pdf_compile, pdf_form
from lms.certification import press as pressing
from lms.certification.facts import CertificateFacts
from lms.certification.press import Press, Way, with_blanks
from lms.certification.printing import page_pdf
from lms.certification.same_page import same_page
from lms.certification.signing import Signer, UnreadablePdf, inspect, make_test_key
from lms.qr import verify_address
from lms.thai import display_name
from tests.support.paper import (
    AWKWARD,
    SITE,
    pdfium_text,
    poppler_text,
    run,
    sample_facts,
    validate,
)

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CONSONANTS = "กขคฆงจฉชซญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
syllables = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "เ", "แ", "โ", "ใ"]),
        st.sampled_from(CONSONANTS),
        st.sampled_from(["", "ิ", "ี", "ึ", "ื", "ุ", "ู", "ั"]),
        st.sampled_from(["", "่", "้", "๊", "๋", "์"]),
        st.sampled_from(["", "ำ", "า", "น", "ง", "ญ", "ฐ"]),
    ).map(lambda parts: (*parts[:4], parts[4] if parts[4] != "ำ" or not parts[2] else "า")),
)
words = st.lists(syllables, min_size=1, max_size=7).map("".join)
names = st.tuples(st.sampled_from(["นาย", "นาง", "นางสาว", "ดร.", None]), words, st.none() | words)


def person(title: str | None, first: str, last: str | None, number: int) -> CertificateFacts:
    name = f"DEMO-2569-{number:07d}-7QK4-M"
    holder = display_name(title, first, None, last)
    facts = sample_facts(title, first, last, number=name, holder=holder)
    return replace(facts, verify_url=verify_address(SITE, name))


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    folder = tmp_path_factory.mktemp("key")
    make_test_key(folder)
    return Signer(folder)


@pytest.fixture(scope="module")
def press(signer: Signer) -> Press:
    return Press(signer)


UNSIGNED = Press(None)


@pytest.mark.parametrize("name", AWKWARD, ids=lambda name: name[1])
def test_both_ways_give_the_same_page(name: tuple[str, str, str | None]) -> None:
    facts = person(*name, 7)
    printed = UNSIGNED.document(facts, NOW)
    assert printed.way is Way.COMPILED
    assert same_page(printed.pdf, page_pdf(facts))


@settings(max_examples=150)
@given(names, st.integers(0, 9_999_999))
def test_whatever_the_name_the_text_is_exact(
    name: tuple[str | None, str, str | None], number: int
) -> None:
    facts = person(*name, number)
    text = pdfium_text(UNSIGNED.document(facts, NOW).pdf)
    assert facts.holder in text
    assert facts.number in text


@settings(max_examples=4, phases=[Phase.generate])
@given(names, st.integers(0, 9_999_999))
def test_whatever_the_name_the_page_is_the_one_laid_out_in_full(
    name: tuple[str | None, str, str | None], number: int
) -> None:
    facts = person(*name, number)
    assert same_page(UNSIGNED.document(facts, NOW).pdf, page_pdf(facts))


def test_a_page_is_compiled_once_for_all_that_differ_only_in_their_holder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled = []
    compile_form = pdf_compile.compile_form

    def counted(*args: object, **kwargs: object) -> object:
        compiled.append(args)
        return compile_form(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(pressing, "compile_form", counted)
    fresh = Press(None)
    for number in range(30):
        facts = person("นาย", "กำพล", "มานา", number)
        fresh.document(replace(facts, edition_label=f"รุ่นที่ {number + 1}"), NOW)
    assert len(compiled) == 1


def test_names_of_all_sizes_in_four_curricula_at_once_are_compiled_once_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled = []
    monkeypatch.setattr(Press, "_compiled", lambda *_args: compiled.append(1))
    monkeypatch.setattr(Press, "_in_full", lambda *_args: b"")
    fresh, crowd = Press(None), []
    for letters in range(26, 46):
        for hours in (12, 18, 24, 30):
            name = {"latin_name": "n" * letters}
            crowd.append(replace(person("นาย", "ก", "ข", 1), design="english", hours=hours, **name))
    for facts in crowd * 2:
        fresh.document(facts, NOW)
    assert 64 < len(compiled) <= len(crowd)


def test_nothing_of_one_holder_is_in_anothers_file(press: Press) -> None:
    press.document(person("นางสาว", "ลับเฉพาะ", "คนก่อนหน้า", 1), NOW)
    other = press.document(person("นาย", "กำพล", "มานา", 2), NOW).pdf
    with pikepdf.open(BytesIO(other)) as document:
        out = BytesIO()
        document.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    plain = out.getvalue()
    for text in ("ลับเฉพาะ", "0000001-7QK4", pdf_form.blank("number")):
        for written in (text.encode(), text.encode("utf-16-be")):
            assert written not in plain
            assert written.hex().encode() not in plain.lower()
    assert "กำพล".encode("utf-16-be").hex().encode() in plain.lower()


@pytest.mark.parametrize("name", [AWKWARD[1], AWKWARD[4]], ids=lambda name: name[1])
def test_a_printed_document_is_archival_accessible_and_ours(
    press: Press, signer: Signer, name: tuple[str, str, str | None], tmp_path: Path
) -> None:
    facts = person(*name, 7)
    printed = press.document(facts, NOW)
    found = inspect(printed.pdf, [signer.key.pem])
    assert printed.way is Way.COMPILED
    assert found.ours
    assert found.signed_at == NOW
    assert len(printed.pdf) <= 70_000
    assert facts.holder in poppler_text(printed.pdf)
    file = tmp_path / "printed.pdf"
    file.write_bytes(printed.pdf)
    assert validate("3a,ua1", file) == ""
    assert b"No syntax or stream encoding errors" in run("qpdf", "--check", str(file))
    assert b"Signature is Valid" in run("pdfsig", "-nocert", str(file))
    assert b"Total document signed" in run("pdfsig", "-nocert", str(file))


def test_one_changed_or_added_byte_is_not_ours(press: Press, signer: Signer) -> None:
    document = press.document(person(*AWKWARD[1], 9), NOW).pdf
    middle = len(document) // 3
    changed = document[:middle] + bytes([document[middle] ^ 1]) + document[middle + 1 :]
    assert not inspect(document + b"\n", [signer.key.pem]).ours
    with suppress(UnreadablePdf):
        assert not inspect(changed, [signer.key.pem]).ours


def test_a_page_that_cannot_be_compiled_is_laid_out_in_full(
    signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise pdf_compile.NotCompilable("for the test")

    monkeypatch.setattr(pressing, "compile_form", never)
    facts = person(*AWKWARD[2], 3)
    printed = Press(signer).document(facts, NOW)
    assert printed.way is Way.FULL
    assert inspect(printed.pdf, [signer.key.pem]).ours
    assert facts.holder in pdfium_text(printed.pdf)


def test_a_compiled_page_that_looks_otherwise_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pdf_form.SHARE, "center", 0.49)
    facts = person(*AWKWARD[2], 3)
    printed = Press(None).document(facts, NOW)
    assert printed.way is Way.FULL
    monkeypatch.undo()
    assert same_page(printed.pdf, page_pdf(facts))


def test_every_word_of_the_holders_own_has_its_blank() -> None:
    facts = person("นางสาว", "สมหญิง", "ใจดี", 42)
    blanks, values = with_blanks(pressing.words_of(facts, pressing.load_design("standard")))
    left = str(blanks)
    for own in ("สมหญิง", "ใจดี", "0000042", "๐๐๐๐๐๔๒"):
        assert own not in left
    assert values["number"] == facts.number


def test_a_name_that_the_font_does_not_have_is_laid_out_in_full() -> None:
    facts = person("นาย", "山田", "太郎", 3)
    printed = UNSIGNED.document(facts, NOW)
    assert printed.way is Way.FULL
    assert UNSIGNED.document(person("นาย", "กำพล", "มานา", 4), NOW).way is Way.COMPILED


def test_a_name_that_wraps_is_laid_out_as_it_needs() -> None:
    facts = person("นางสาว", "กมลชนกนันท์ธิดารัตน์เพ็ญนภาพรรณวดี" * 3, None, 3)
    printed = UNSIGNED.document(facts, NOW)
    assert same_page(printed.pdf, page_pdf(facts))


def test_a_seal_is_made_where_an_event_loop_runs_already(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("looped")
    make_test_key(folder)

    async def looped() -> Press:
        press = Press(Signer(folder))
        press.document(person(*AWKWARD[2], 5), NOW)
        return press

    assert asyncio.run(looped())
