"""A document that is stamped stays ours, head and all; whatever else follows makes it not ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from lms.certification import time_stamps
from lms.certification.key_making import private_pem
from lms.certification.press import Press
from lms.certification.signing import Signer, UnreadablePdf, inspect
from lms.certification.time_stamps import Authority, NotToBeHad, Stamper, Unreachable
from tests.support.authority import TimeStampAuthority, time_stamp_authority
from tests.support.paper import run, sample_facts, validate
from tests.support.token import Agency, an_agency


@pytest.fixture(scope="module")
def tsa() -> Iterator[TimeStampAuthority]:
    with time_stamp_authority() as here:
        yield here


@pytest.fixture(scope="module")
def agency(tsa: TimeStampAuthority) -> Agency:
    return an_agency(crl_url=tsa.crl_url)


@pytest.fixture(autouse=True)
def mended(tsa: TimeStampAuthority, agency: Agency) -> None:
    tsa.broken, tsa.password, tsa.crl = False, None, agency.crl
    tsa.nonsense, tsa.silent_for = False, 0.0


@pytest.fixture(scope="module")
def signer(agency: Agency, tmp_path_factory) -> Signer:
    folder: Path = tmp_path_factory.mktemp("key")
    agency.pem(folder)
    return Signer(folder)


@pytest.fixture(scope="module")
def signed(signer: Signer) -> bytes:
    return Press(signer).document(sample_facts(), datetime.now(UTC)).pdf


@pytest.fixture(scope="module")
def long_term(tsa: TimeStampAuthority, agency: Agency, signed: bytes) -> bytes:
    tsa.crl = agency.crl
    made = Stamper(Authority(tsa.url, None, tsa.roots)).lengthen(signed, "B-B")
    assert made.level == "B-LT", made.why_no_more
    return made.pdf


@pytest.fixture(scope="module")
def stamped(tsa: TimeStampAuthority, signed: bytes) -> bytes:
    return only_stamped(tsa, signed)


def only_stamped(tsa: TimeStampAuthority, pdf: bytes) -> bytes:
    """As when the revocation list of the signer's certificate cannot be had."""
    tsa.crl = None
    made = Stamper(Authority(tsa.url)).lengthen(pdf, "B-B")
    assert made.level == "B-T"
    assert "signature:" in made.why_no_more
    return made.pdf


@pytest.fixture(params=["B-T", "B-LT"])
def longer(request, stamped: bytes, long_term: bytes) -> bytes:
    return stamped if request.param == "B-T" else long_term


def test_what_was_signed_stays_its_head_and_it_is_ours(longer, signed, signer) -> None:
    assert longer.startswith(signed)
    assert len(longer) < 70_000
    assert inspect(longer, [signer.key.pem]).ours


def test_it_stays_archival_and_accessible(stamped, long_term, tmp_path) -> None:
    files = [tmp_path / "b-t.pdf", tmp_path / "b-lt.pdf"]
    for file, content in zip(files, (stamped, long_term), strict=True):
        file.write_bytes(content)
        run("qpdf", "--check", str(file))
    assert validate("3a,ua1", *files) == ""


def test_poppler_finds_the_signature_valid_still(long_term, tmp_path) -> None:
    file = tmp_path / "b-lt.pdf"
    file.write_bytes(long_term)
    said = run("pdfsig", "-nocert", str(file)).decode()
    assert said.count("Signature is Valid") == 1  # of stamps it says that it cannot judge them
    assert said.count("Total document signed") == 1


def test_long_after_it_is_judged_by_what_it_carries(long_term, stamped, agency, tsa) -> None:
    """Two years on the signer's certificate has run out and nobody answers any more: the stamp,
    which still holds, tells the moment, and the store in the file what was true then."""
    assert agency.certificate.not_valid_after_utc < _two_years_on()
    assert judged_in_two_years(long_term, agency, tsa)
    assert not judged_in_two_years(stamped, agency, tsa), "a B-T carries no revocation list"


def judged_in_two_years(pdf: bytes, agency: Agency, tsa: TimeStampAuthority) -> bool:
    reader = PdfFileReader(BytesIO(pdf))
    then = ValidationContext(
        trust_roots=_certificates(tsa.roots), moment=_two_years_on(), allow_fetching=False
    )
    stamp = validate_pdf_timestamp(reader.embedded_timestamp_signatures[-1], then)
    assert (stamp.intact, stamp.valid, stamp.trusted) == (True, True, True)
    root = asn1_x509.Certificate.load(agency.authority.public_bytes(Encoding.DER))
    about = {
        "trust_roots": [root],
        "moment": stamp.timestamp,
        "revocation_mode": "hard-fail",
        "allow_fetching": False,
    }
    if "/DSS" in reader.root:
        carried = DocumentSecurityStore.read_dss(reader).as_validation_context(about)
    else:
        carried = ValidationContext(**about, crls=[], ocsps=[])
    signature = reader.embedded_regular_signatures[0]
    return bool(validate_pdf_signature(signature, carried).bottom_line)


def _certificates(content: bytes) -> list[asn1_x509.Certificate]:
    return [asn1_x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]


def _two_years_on() -> datetime:
    return datetime.now(UTC) + timedelta(days=730)


def test_a_b_t_becomes_a_b_lt_when_all_is_to_be_had(stamped, tsa, signer) -> None:
    made = Stamper(Authority(tsa.url, None, tsa.roots)).lengthen(stamped, "B-T")
    assert made.level == "B-LT"
    assert made.pdf.startswith(stamped)
    assert inspect(made.pdf, [signer.key.pem]).ours


def test_a_b_t_stays_one_and_says_why(stamped, tsa) -> None:
    tsa.crl = None
    with pytest.raises(NotToBeHad, match="signature:"):
        Stamper(Authority(tsa.url)).lengthen(stamped, "B-T")


def test_a_signature_without_the_certificates_above_it_is_no_b_lt(tsa, tmp_path) -> None:
    agency = an_agency()
    (tmp_path / "signing.pem").write_bytes(
        private_pem(agency.private) + agency.certificate.public_bytes(Encoding.PEM)
    )
    (tmp_path / "signing.pem").chmod(0o600)
    alone = Press(Signer(tmp_path)).document(sample_facts(), datetime.now(UTC)).pdf
    made = Stamper(Authority(tsa.url, None, tsa.roots)).lengthen(alone, "B-B")
    assert made.level == "B-T"
    assert "certificates above the signer's" in made.why_no_more


def test_a_b_lt_carries_the_revocation_list_itself(long_term, agency) -> None:
    reader = PdfFileReader(BytesIO(long_term))
    kept = [stream.get_object().data for stream in reader.root["/DSS"]["/CRLs"]]
    assert agency.crl in kept


def test_one_more_document_is_one_more_question(signed, tsa) -> None:
    stamper = Stamper(Authority(tsa.url, None, tsa.roots))
    stamper.lengthen(signed, "B-B")
    before = len(tsa.asked)
    stamper.lengthen(signed, "B-B")
    assert len(tsa.asked) == before + 1


def test_an_authority_that_fails_is_said_to_be_unreachable(signed, tsa) -> None:
    tsa.broken = True
    with pytest.raises(Unreachable, match="503"):
        Stamper(Authority(tsa.url)).lengthen(signed, "B-B")
    with pytest.raises(Unreachable):
        Stamper(Authority("http://127.0.0.1:9/")).lengthen(signed, "B-B")


def test_an_authority_that_answers_nonsense_is_as_good_as_away(signed, tsa) -> None:
    tsa.nonsense = True
    with pytest.raises(Unreachable):
        Stamper(Authority(tsa.url)).lengthen(signed, "B-B")


def test_an_authority_that_keeps_silent_is_not_waited_for(signed, tsa, monkeypatch) -> None:
    monkeypatch.setattr(time_stamps, "SECONDS", 0.3)
    tsa.silent_for = 30.0
    began = monotonic()
    with pytest.raises(Unreachable):
        Stamper(Authority(tsa.url)).lengthen(signed, "B-B")
    assert monotonic() - began < tsa.silent_for / 2


def test_an_authority_may_ask_for_a_password(signed, tsa) -> None:
    tsa.password = "ข้าวเหนียว"
    with pytest.raises(Unreachable, match="401") as refused:
        Stamper(Authority(tsa.url, ("opm", "wrong"))).lengthen(signed, "B-B")
    assert "Basic" not in str(refused.value)
    made = Stamper(Authority(tsa.url, ("opm", tsa.password))).lengthen(signed, "B-B")
    assert made.level == "B-LT"


def test_a_stamp_of_an_authority_we_do_not_trust_is_not_taken(signed, tsa, agency) -> None:
    other = agency.authority.public_bytes(Encoding.PEM)
    with pytest.raises(Unreachable, match="cannot be trusted"):
        Stamper(Authority(tsa.url, None, other)).lengthen(signed, "B-B")


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%", b"%%EOF\n", b"startxref\n0\n%%EOF\n"])
def test_one_byte_more_is_not_ours(longer, signer, tail) -> None:
    with suppress(UnreadablePdf):
        assert not inspect(longer + tail, [signer.key.pem]).ours


def test_validation_material_alone_may_follow(signed, signer, agency) -> None:
    more = with_material(signed, agency)
    assert inspect(more, [signer.key.pem]).ours
    for tail in (b"\n", b"junk\n", more[more.rindex(b"startxref") :]):
        with suppress(UnreadablePdf):
            assert not inspect(more + tail, [signer.key.pem]).ours


def with_material(pdf: bytes, agency: Agency) -> bytes:
    out = BytesIO(pdf)
    certificate = asn1_x509.Certificate.load(agency.authority.public_bytes(Encoding.DER))
    DocumentSecurityStore.add_dss(out, sig_contents=None, certs=[certificate])
    return out.getvalue()


def alter_root(writer: IncrementalPdfFileWriter) -> None:
    writer.root[NameObject("/Altered")] = NumberObject(1)
    writer.update_root()


def alter_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.update_container(page)


def annotate(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Text")})
    page[NameObject("/Annots")] = ArrayObject([writer.add_object(note)])
    writer.update_container(page)


@pytest.mark.parametrize("alter", [alter_root, alter_page, annotate])
def test_any_other_revision_is_not_ours_even_when_it_is_stamped(longer, signer, tsa, alter) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(longer))
    alter(writer)
    out = BytesIO()
    writer.write(out)
    altered = out.getvalue()
    again = only_stamped(tsa, altered)
    for pdf in (altered, again):
        found = inspect(pdf, [signer.key.pem])
        assert found.intact, "what was signed still is"
        assert not found.whole_file
        assert not found.ours


def test_a_stranger_who_signs_on_top_is_not_us(longer, signer, tmp_path) -> None:
    an_agency().pem(tmp_path)
    writer = IncrementalPdfFileWriter(BytesIO(longer))
    from pyhanko.sign import signers

    stranger = Signer(tmp_path)
    facts = signers.PdfSignatureMetadata(field_name="Another", md_algorithm="sha256")
    out = signers.PdfSigner(facts, stranger._signer).sign_pdf(writer)
    assert not inspect(out.getvalue(), [signer.key.pem]).ours


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_what_was_appended_stays_ours(longer, signed, signer, data) -> None:
    place = data.draw(st.integers(len(signed), len(longer) - 1))
    put = data.draw(st.binary(min_size=1, max_size=8))
    damaged = longer[:place] + put + longer[place + len(put) :]
    unused = longer[place : place + len(put)].strip(b"0123456789abcdefABCDEF") == b""
    with suppress(UnreadablePdf):
        assert damaged == longer or unused or not inspect(damaged, [signer.key.pem]).ours
