"""A key signs alike wherever it lies: a PEM file, PKCS #12, a token."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from joserfc import jws
from joserfc.jwk import ECKey

from lms.certification.credential import credential_jwt
from lms.certification.key_files import load_key, stamp_of
from lms.certification.press import Press
from lms.certification.published_keys import jwks
from lms.certification.signing import Signer, SigningError, inspect
from tests.support.paper import sample_facts
from tests.support.token import Agency, Token, an_agency, private_file, the_token

PHRASE = "ม้าลาย เจ็ดตัว 7"


@pytest.fixture(scope="session")
def token(tmp_path_factory) -> Token:
    return the_token()


@pytest.fixture(scope="module")
def page() -> bytes:
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def p12(agency: Agency, folder: Path, name: str = "signing", phrase: str = PHRASE) -> None:
    content = pkcs12.serialize_key_and_certificates(
        b"agency",
        agency.private,
        agency.certificate,
        [agency.authority],
        BestAvailableEncryption(PHRASE.encode()),
    )
    private_file(folder / f"{name}.p12", content)
    private_file(folder / f"{name}.pass", f"{phrase}\n".encode())


@pytest.fixture(
    scope="module",
    params=[(form, kind) for form in ("pem", "p12", "token") for kind in ("p256", "rsa")],
    ids="-".join,
)
def folder(request, tmp_path_factory, token: Token) -> Path:
    form, kind = request.param
    place: Path = tmp_path_factory.mktemp(f"{form}-{kind}")
    agency = an_agency(kind)
    if form == "pem":
        agency.pem(place)
    elif form == "p12":
        p12(agency, place)
    else:
        token.take(agency, place, key=f"key-{kind}")
    if kind == "rsa":
        an_agency().pem(place, "credential")
    return place


def test_what_it_signs_is_ours_and_carries_the_chain(folder, page) -> None:
    signer = Signer(folder)
    found = inspect(signer.sign(page), [signer.key.pem])
    assert found.ours
    assert not found.test_key
    assert found.signer == "CN=Department"
    assert len(signer.key.chain) == 2


def test_in_one_pass_too_and_its_credential_checks(folder) -> None:
    signer = Signer(folder)
    made = Press(signer).document(sample_facts(), datetime.now(UTC))
    assert made.way == "compiled"
    assert inspect(made.pdf, [signer.key.pem]).ours
    jwt = credential_jwt(sample_facts(), signer.credential_key)
    known = ECKey.import_key(jwks([signer.credential_key.pem])["keys"][0])
    assert jws.deserialize_compact(jwt, known, algorithms=["ES256"])


def test_the_credential_key_is_the_document_key_if_that_is_p256(folder) -> None:
    signer = Signer(folder)
    assert signer.credential_key.is_p256
    assert (signer.credential_key is signer.key) == signer.key.is_p256


def test_a_credential_key_may_lie_in_a_token_as_well(tmp_path, token) -> None:
    an_agency("rsa").pem(tmp_path)
    token.take(an_agency(), tmp_path, key="credential-only", name="credential")
    signer = Signer(tmp_path)
    assert credential_jwt(sample_facts(), signer.credential_key)


def test_a_credential_key_of_rsa_is_refused(tmp_path) -> None:
    an_agency("rsa").pem(tmp_path)
    an_agency("rsa").pem(tmp_path, "credential")
    with pytest.raises(SigningError, match="P-256"):
        Signer(tmp_path)


def test_a_wrong_passphrase_is_said_to_be_one_and_never_shown(tmp_path) -> None:
    p12(an_agency(), tmp_path, phrase="secret-and-wrong")
    with pytest.raises(SigningError, match=r"signing\.pass") as refused:
        load_key(tmp_path)
    assert "secret-and-wrong" not in str(refused.value)


@pytest.mark.parametrize("open_to_all", ["signing.p12", "signing.pass"])
def test_a_passphrase_others_can_read_is_refused_as_a_key_is(tmp_path, open_to_all) -> None:
    p12(an_agency(), tmp_path)
    (tmp_path / open_to_all).chmod(0o644)
    with pytest.raises(SigningError, match=f"chmod 600 .*{open_to_all}"):
        load_key(tmp_path)


def test_a_pin_others_can_read_is_refused(tmp_path, token) -> None:
    token.take(an_agency(), tmp_path, key="open-pin")
    (tmp_path / "signing.pin").chmod(0o640)
    with pytest.raises(SigningError, match=r"chmod 600 .*signing\.pin"):
        load_key(tmp_path)


def test_a_wrong_pin_is_tried_once_and_never_again(tmp_path, token, monkeypatch) -> None:
    import pkcs11

    token.take(an_agency(), tmp_path, key="wrong-pin")
    private_file(tmp_path / "signing.pin", b"000000\n")
    key = load_key(tmp_path)
    tries = []
    opened = pkcs11.lib(token.module).get_token(token_label=token.label)

    class Counting:
        def open(self, **how: Any) -> Any:
            tries.append(how)
            raise pkcs11.exceptions.PinIncorrect

    monkeypatch.setattr(pkcs11, "lib", lambda _: type(
        "Library", (), {"get_token": lambda self, **_: Counting(), "reinitialize": lambda self: 0}
    )())  # fmt: skip
    for _ in range(4):
        with pytest.raises(SigningError, match="PinIncorrect"):
            key.sign(b"anything")
    assert opened
    assert len(tries) == 1, "a token locks itself after a few"


def test_a_token_that_is_not_there_says_which(tmp_path, token) -> None:
    token.take(an_agency(), tmp_path, key="elsewhere")
    said = (tmp_path / "signing.toml").read_text().replace('"opm"', '"taken away"')
    (tmp_path / "signing.toml").write_text(said)
    with pytest.raises(SigningError, match="taken away"):
        load_key(tmp_path).sign(b"anything")


def test_a_session_that_was_lost_is_opened_again(tmp_path, token) -> None:
    token.take(an_agency(), tmp_path, key="lost")
    key = load_key(tmp_path)
    first = key.sign(b"one")
    key.sign.__self__._held.session.close()  # type: ignore[attr-defined]
    assert first
    assert key.sign(b"two")


def test_a_process_made_by_fork_signs_too(tmp_path, token, page) -> None:
    agency = an_agency()
    token.take(agency, tmp_path, key="forked")
    signer = Signer(tmp_path)
    signer.key.sign(b"the parent has a session")
    fork = multiprocessing.get_context("fork")
    said = fork.Queue()
    child = fork.Process(target=lambda: said.put(signer.key.sign(b"the child's own")))
    child.start()
    signature = said.get(timeout=20)
    child.join(20)
    ours = agency.private.public_key()
    ours.verify(signature, b"the child's own", ec.ECDSA(hashes.SHA256()))
    assert inspect(signer.sign(page), [signer.key.pem]).ours, "the parent's session still holds"


def test_two_forms_of_one_key_are_refused_by_name(tmp_path) -> None:
    an_agency().pem(tmp_path)
    p12(an_agency(), tmp_path)
    with pytest.raises(SigningError, match=r"signing\.pem, signing\.p12"):
        load_key(tmp_path)


@pytest.mark.parametrize("broken", ["", "module = 1\n", "not toml at all ["])
def test_a_token_file_that_names_no_token_is_refused(tmp_path, token, broken) -> None:
    token.take(an_agency(), tmp_path, key=f"broken-{len(broken)}")
    (tmp_path / "signing.toml").write_text(broken)
    with pytest.raises(SigningError, match="needs module, token and key"):
        load_key(tmp_path)


def test_replacing_a_key_changes_its_stamp(tmp_path) -> None:
    an_agency().pem(tmp_path)
    before = stamp_of(tmp_path)
    (tmp_path / "signing.pem").unlink()
    p12(an_agency(), tmp_path)
    assert stamp_of(tmp_path) != before
