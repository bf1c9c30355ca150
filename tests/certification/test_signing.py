"""Signed by us, over the whole file, unchanged: or not ours."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.certification.signing import (
    Inspection,
    Signer,
    SigningError,
    UnreadablePdf,
    inspect,
    make_test_key,
)
from lms.certification.signing_key import key_id
from tests.support.paper import run

SIGNING = "signing.pem"


@pytest.fixture(scope="module")
def page() -> bytes:
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


@pytest.fixture(scope="module", params=["p256", "rsa"])
def signer(request, tmp_path_factory) -> Signer:
    folder = tmp_path_factory.mktemp(request.param)
    make_test_key(folder, request.param)
    return Signer(folder)


@pytest.fixture(scope="module")
def signed(signer: Signer, page: bytes) -> bytes:
    return signer.sign(page)


def judge(pdf: bytes, signer: Signer) -> Inspection:
    return inspect(pdf, [signer.key.pem])


def test_what_we_sign_is_ours(signed, signer) -> None:
    found = judge(signed, signer)
    assert found.ours
    assert found.key_id == signer.key.key_id
    assert found.signed_at
    assert abs(found.signed_at - datetime.now(UTC)) < timedelta(minutes=10)


def test_it_is_a_pades_signature_that_poppler_finds_valid(signed, tmp_path) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    said = run("pdfsig", str(file)).decode()
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_a_signature_is_appended_and_changes_nothing_before_it(signed, page) -> None:
    assert signed.startswith(page)


def test_a_signature_leaves_little_unused_room(signed, page) -> None:
    assert len(signed) - len(page) < 10_000


@pytest.mark.parametrize("tail", [b"\n", b"\0", b"%", b"%%EOF\n"])
def test_one_byte_more_is_not_ours(signed, signer, tail) -> None:
    with suppress(UnreadablePdf):
        assert not judge(signed + tail, signer).ours


def test_a_changed_byte_is_not_ours(signed, signer, page) -> None:
    place = page.index(b"/MediaBox")
    changed = signed[:place] + b"/MediaBax" + signed[place + 9 :]
    assert not judge(changed, signer).ours


def test_a_later_revision_is_not_ours(signed, signer) -> None:
    from pyhanko.pdf_utils.generic import NameObject, NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(signed))
    writer.root[NameObject("/Altered")] = NumberObject(1)
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    found = judge(out.getvalue(), signer)
    assert found.intact  # what was signed still is, which is all that pdfsig asks
    assert not found.whole_file
    assert not found.ours


def test_a_stranger_who_signs_a_copy_is_not_us(signed, signer, page, tmp_path) -> None:
    make_test_key(tmp_path)
    stranger = Signer(tmp_path)
    for theirs in (stranger.sign(page), stranger.sign(page + b"\n")):
        found = judge(theirs, signer)
        assert found.intact
        assert found.whole_file
        assert not found.known_key
        assert not found.ours


def test_a_key_of_the_past_is_still_ours(signed, signer, tmp_path) -> None:
    newer = make_test_key(tmp_path)
    assert inspect(signed, [newer.pem, signer.key.pem]).ours
    assert not inspect(signed, [newer.pem]).ours


def test_a_certificate_that_has_run_out_does_not_undo_its_signatures(page, tmp_path) -> None:
    install(tmp_path, valid_for=timedelta(seconds=-1))
    signer = Signer(tmp_path)
    assert judge(signer.sign(page), signer).ours


def test_an_unsigned_file_is_said_to_be_unsigned(page, signer) -> None:
    assert judge(page, signer) == Inspection(signed=False)


def test_a_self_made_key_says_so(signed, signer) -> None:
    assert signer.key.is_test
    assert judge(signed, signer).test_key
    assert "TEST KEY" in (judge(signed, signer).signer or "")


def test_an_agencys_own_key_is_no_test_key(page, tmp_path) -> None:
    install(tmp_path)
    signer = Signer(tmp_path)
    assert not signer.key.is_test
    assert not judge(signer.sign(page), signer).test_key


@pytest.mark.parametrize(
    "bytes_", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\0" * 5000, b"PK\3\4", b"<html>" * 99]
)
def test_what_is_no_pdf_is_unreadable(bytes_, signer) -> None:
    with pytest.raises(UnreadablePdf):
        judge(bytes_, signer)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_raises_anything_else_and_none_stays_ours(signed, signer, data) -> None:
    place = data.draw(st.integers(0, len(signed) - 1))
    put = data.draw(st.binary(min_size=1, max_size=8))
    damaged = signed[:place] + put + signed[place + len(put) :]
    try:
        found = judge(damaged, signer)
    except UnreadablePdf:
        return
    unused = signed[place : place + len(put)].strip(b"0123456789abcdefABCDEF") == b""
    assert damaged == signed or not found.ours or unused


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_cut_short_is_never_ours(signed, signer, data) -> None:
    cut = data.draw(st.integers(0, len(signed) - 1))
    with suppress(UnreadablePdf):
        assert not judge(signed[:cut], signer).ours


def test_a_key_others_can_read_is_refused(tmp_path) -> None:
    make_test_key(tmp_path)
    assert (tmp_path / SIGNING).stat().st_mode & 0o777 == 0o600
    (tmp_path / SIGNING).chmod(0o640)
    with pytest.raises(SigningError, match="chmod 600"):
        Signer(tmp_path)


def test_a_missing_or_broken_key_says_which_file(tmp_path) -> None:
    with pytest.raises(SigningError, match=SIGNING):
        Signer(tmp_path)
    (tmp_path / SIGNING).write_bytes(b"nonsense")
    (tmp_path / SIGNING).chmod(0o600)
    with pytest.raises(SigningError, match="not a PEM private key"):
        Signer(tmp_path)


def test_a_key_and_a_certificate_that_do_not_belong_together_are_refused(tmp_path) -> None:
    install(tmp_path, own=False)
    with pytest.raises(SigningError, match="belongs to the key"):
        Signer(tmp_path)


def test_a_weak_curve_is_refused(tmp_path) -> None:
    install(tmp_path, curve=ec.SECP224R1())
    with pytest.raises(SigningError, match="P-256"):
        Signer(tmp_path)


def test_a_key_that_is_there_stays(tmp_path) -> None:
    assert make_test_key(tmp_path).key_id == make_test_key(tmp_path).key_id


def test_a_chain_travels_with_the_signature(page, tmp_path) -> None:
    install(tmp_path, above=True)
    signer = Signer(tmp_path)
    assert len(signer.key.chain) == 2
    assert judge(signer.sign(page), signer).key_id == key_id(signer.key.certificate)


def test_a_pdf_that_cannot_be_signed_is_said_to_be_so(signer) -> None:
    with pytest.raises(SigningError):
        signer.sign(b"%PDF-1.7 nothing")


def install(
    folder: Path,
    *,
    valid_for: timedelta = timedelta(days=30),
    own: bool = True,
    above: bool = False,
    curve: ec.EllipticCurve | None = None,
) -> None:
    """An agency's key as an agency would install it: key, certificate, and the one above."""
    root = ec.generate_private_key(ec.SECP256R1())
    key = ec.generate_private_key(curve or ec.SECP256R1())
    certified = key if own else ec.generate_private_key(ec.SECP256R1())
    content = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    if above:
        content += certificate("Root", root, "Root", root, valid_for)
    content += certificate("Department", certified, "Root", root, valid_for)
    (folder / SIGNING).write_bytes(content)
    (folder / SIGNING).chmod(0o600)


def certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    valid_for: timedelta,
) -> bytes:
    end = datetime.now(UTC) + valid_for
    made = x509.CertificateBuilder(
        name(issuer), name(subject), key.public_key(), x509.random_serial_number(),
        end - timedelta(days=60), end,
    ).sign(signer, hashes.SHA256())  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM)


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
