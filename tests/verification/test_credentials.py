"""A certificate's credential: served as it stands in the document, judged when it is brought."""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms import clock
from lms.certification import key_register
from lms.certification.credential import credential, credential_jwt
from lms.certification.models import CertificateDocument
from lms.certification.number import new_number
from lms.certification.printing import attachment, page_pdf
from lms.certification.vc_jwt import vc_jwt
from lms.config import current_settings
from lms.db import db
from lms.pdf import attached
from lms.verification.answers import DocumentState, Status
from lms.verification.commands import verify
from lms.verification.fields import Field
from lms.verification.services import look_up
from lms.verification.tally import MISSES
from tests.builders import a_volunteer, sign_in
from tests.verification import paper

JWT = {"Accept": "application/vc+jwt"}


@pytest.fixture(autouse=True)
def _no_misses_yet(app: Flask) -> Iterator[None]:
    app.extensions.pop("verification_tally", None)
    yield
    app.extensions.pop("verification_tally", None)


def own() -> bytes:
    """The credential in the one document that was really printed."""
    found = attached(paper.document(), "credential.jwt")
    assert found
    return found


def changed(token: bytes, **claims: Any) -> bytes:
    """The same token with other claims and the old signature."""
    head, body, signature = token.split(b".")
    said = json.loads(base64.urlsafe_b64decode(body + b"==")) | claims
    text = json.dumps(said).encode()
    return b".".join((head, base64.urlsafe_b64encode(text).rstrip(b"="), signature))


def by(key: Any, **changes: Any) -> bytes:
    return credential_jwt(dataclasses.replace(paper.facts(), **changes), key).encode()


# served


@pytest.mark.parametrize("address", ["/verify/{}", "/V/{}", "/verify/{}/credential"])
def test_the_very_bytes_of_the_document_are_served(client: FlaskClient, address: str) -> None:
    paper.in_register()
    answer = client.get(address.format(paper.facts().number), headers=JWT)
    assert answer.status_code == 200
    assert answer.mimetype == "application/vc+jwt"
    assert answer.data == own()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.vary
    tag = {"If-None-Match": answer.headers["ETag"]} | JWT
    assert client.get(address.format(paper.facts().number), headers=tag).status_code == 304


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("application/json", "application/json"),
        ("application/vc+jwt, application/json;q=0.5", "application/vc+jwt"),
        ("application/jwt", "application/vc+jwt"),
    ],
)
def test_everybody_is_answered_in_their_own_form(
    client: FlaskClient, accept: str, kind: str
) -> None:
    paper.in_register()
    answer = client.get(f"/verify/{paper.facts().number}", headers={"Accept": accept})
    assert answer.mimetype == kind


def test_a_wrong_number_is_answered_as_an_unknown_one(client: FlaskClient) -> None:
    paper.in_register()
    right = paper.facts().number
    neighbour = f"{right[:18]}{'2222' if '2222' not in right else '3333'}-{right[-1]}"
    answers = [
        client.get(f"/verify/{number}/credential")
        for number in (neighbour, "DEMO-2569-9999999-7QK4-M", "x")
    ]
    assert {one.status_code for one in answers} == {404}
    assert {one.get_json()["status"] for one in answers} == {"not_found"}


def test_the_picture_that_wallets_show_is_where_the_credential_says(client: FlaskClient) -> None:
    address = credential(paper.facts())["credentialSubject"]["achievement"]["image"]["id"]
    answer = client.get(address.removeprefix(paper.SITE))
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert b"<text" not in answer.data, "whose fonts would it be read in?"


def test_what_is_not_printed_yet_has_no_credential_yet(client: FlaskClient) -> None:
    number = paper.another().number
    answer = client.get(f"/verify/{number}/credential")
    assert answer.status_code == 404
    assert answer.get_json()["number"] == number


def test_the_holder_is_offered_it_once_it_is_printed(client: FlaskClient) -> None:
    holder = a_volunteer()
    printed, waiting = paper.in_register(holder), paper.another(holder)
    sign_in(client, holder)
    address = f'href="/verify/{printed.number}/credential"'
    assert address in client.get(f"/certificates/{printed.id}").text
    assert "/credential" not in client.get(f"/certificates/{waiting.id}").text


def test_guessing_for_credentials_is_braked_like_typing(client: FlaskClient) -> None:
    for _ in range(MISSES + 2):
        last = client.get("/verify/DEMO-2569-9999999-7QK4-M/credential")
    assert last.status_code == 429


# judged


def test_the_documents_own_credential_matches(app: Flask) -> None:
    paper.in_register()
    found = look_up(own() + b"\n")
    assert (found.state, found.headline) == (DocumentState.MATCH, Status.VALID)


def test_a_credential_of_a_trusted_key_with_every_field_as_registered_matches(app: Flask) -> None:
    paper.in_register()
    again = by(paper.our_signer().credential_key)
    assert again != own()
    assert look_up(again).headline is Status.VALID


def test_a_changed_letter_is_found_and_named(app: Flask) -> None:
    paper.in_register()
    subject = credential(paper.facts())["credentialSubject"]
    subject["identifier"][0]["identityHash"] = "นางสาวอื่น ไปเลย"
    found = look_up(changed(own(), credentialSubject=subject))
    assert found.state is DocumentState.ALTERED
    assert found.signature is not None
    assert (found.signature.known_key, found.signature.intact) == (True, False)
    (theirs,) = found.difference.only_in_file
    assert "นางสาวอื่น ไปเลย" in theirs
    (ours,) = found.difference.only_in_original
    assert paper.facts().holder in ours
    assert [each.field for each in found.fields] == [Field.HOLDER]


def test_a_strangers_signature_over_true_words_is_refused(app: Flask) -> None:
    paper.in_register()
    found = look_up(by(paper.a_stranger().credential_key))
    assert found.state is DocumentState.ALTERED
    assert found.signature is not None
    assert not found.signature.known_key


def test_a_stranger_who_names_our_key_is_refused(app: Flask) -> None:
    paper.in_register()
    head = own().split(b".")[0]
    _, body, signature = by(paper.a_stranger().credential_key).split(b".")
    found = look_up(b".".join((head, body, signature)))
    assert found.state is DocumentState.ALTERED
    assert found.signature is not None
    assert not found.signature.intact


@pytest.mark.parametrize("alg", ["none", "HS256", "ES512"])
def test_another_algorithm_is_refused(app: Flask, alg: str) -> None:
    paper.in_register()
    head, body, signature = own().split(b".")
    named = json.loads(base64.urlsafe_b64decode(head + b"==")) | {"alg": alg}
    other = base64.urlsafe_b64encode(json.dumps(named).encode()).rstrip(b"=")
    assert look_up(b".".join((other, body, signature))).state is DocumentState.ALTERED


def test_our_own_key_over_other_words_than_the_registers_is_refused(app: Flask) -> None:
    """Whoever borrowed the key and has not been noticed yet."""
    paper.in_register()
    key = paper.our_signer().credential_key
    for changes in (
        {"first": "อื่น", "holder": "นางสาวอื่น ใจดี"},
        {"expires_on": None},
        {"hours": 99},
        {"site_address": "https://elsewhere.example.com"},
    ):
        found = look_up(by(key, **changes))
        assert found.state is DocumentState.ALTERED, changes
        assert found.difference


def test_revoked_and_expired_ones_say_so(app: Flask) -> None:
    certificate = paper.in_register()
    with clock.frozen(clock.now() + timedelta(days=365 * 10)):
        assert look_up(own()).headline is Status.EXPIRED
    paper.revoke(certificate)
    assert look_up(own()).headline is Status.REVOKED


def test_a_lost_keys_credential_is_ours_only_byte_for_byte(app: Flask) -> None:
    paper.in_register()
    key = paper.our_signer().credential_key
    key_register.retire(key.key_id, clock.today(), clock.today() - timedelta(days=30))
    assert look_up(own()).headline is Status.VALID
    forged = look_up(by(key))
    assert forged.state is DocumentState.ALTERED
    assert forged.signature is not None
    assert forged.signature.compromised_key


def test_a_document_swapped_in_the_store_lends_its_credential_no_weight(
    client: FlaskClient,
) -> None:
    """Somebody of the house who can write files and has no key."""
    certificate = paper.in_register()
    (document,) = db.session.scalars(select(CertificateDocument)).all()
    swapped = paper.forged(holder="นางสาวอื่น ใจดี")
    (path,) = (current_settings().data / "files").rglob(Path(document.storage_key).name)
    path.write_bytes(swapped)
    inside = attached(swapped, "credential.jwt")
    assert inside
    assert look_up(inside).state is DocumentState.ALTERED
    assert client.get(f"/verify/{certificate.number}/credential").status_code == 404


def test_one_of_a_number_that_we_do_not_know_is_unknown_whoever_signed(app: Flask) -> None:
    paper.in_register()
    for signer in (paper.our_signer(), paper.a_stranger()):
        token = by(signer.credential_key, number="DEMO-2569-0001234-7QK4-M")
        assert look_up(token).state is DocumentState.UNKNOWN


def test_a_strangers_document_with_a_true_credential_in_it_is_never_valid(app: Flask) -> None:
    paper.in_register()
    db.session.commit()
    other = dataclasses.replace(paper.facts(), first="อื่น", holder="นางสาวอื่น ใจดี")
    page = page_pdf(other, attachments=(attachment(own()),))
    for pdf in (page, paper.a_stranger().sign(page), paper.our_signer().sign(page)):
        found = look_up(pdf)
        assert found.state is DocumentState.ALTERED
        assert found.headline != Status.VALID


def test_an_older_credential_without_a_status_still_matches(app: Flask) -> None:
    """As they were made before: the register's fields decide, not what was added since."""
    paper.in_register()
    said = credential(paper.facts())
    del said["credentialStatus"]
    del said["credentialSubject"]["achievement"]["image"]
    del said["issuer"]["official"]
    said = {"iss": said["issuer"]["id"], **said}
    token = vc_jwt(said, paper.our_signer().credential_key, "JWT").encode()
    assert look_up(token).headline is Status.VALID


@pytest.mark.parametrize(
    "content",
    [
        b"a.b.c",
        b"e30.e30.e30",
        b"e30.W10.e30",
        b"eyJraWQiOjV9.eyJjcmVkZW50aWFsU3ViamVjdCI6W119.AAAA",
        base64.urlsafe_b64encode(b"{}") + b"." + base64.urlsafe_b64encode(b"[" * 30_000) + b".x",
        b"." * 50,
        b"x." + b"y" * 300_000 + b".z",
        b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJcdWQ4MDAifQ.AAAA",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_no_answer_and_no_fault(
    client: FlaskClient, content: bytes
) -> None:
    sent = {"file": (BytesIO(content), "credential.jwt")}
    for accept in ("application/json", "text/html"):
        answer = client.post("/verify/file", data=sent, headers={"Accept": accept})
        assert answer.status_code == 200
        sent = {"file": (BytesIO(content), "credential.jwt")}
    found = look_up(content)
    assert found.state in {DocumentState.UNREADABLE, DocumentState.UNKNOWN}


def test_odd_fields_of_a_true_number_are_shown_as_they_are(client: FlaskClient) -> None:
    paper.in_register()
    odd = changed(
        own(), issuer={"name": "\ud800<blink>", "id": 5}, validFrom=[[{}]], id={"a": "b" * 9000}
    )
    answer = client.post("/verify/file", data={"file": (BytesIO(odd), "c.jwt")})
    assert answer.status_code == 200
    assert "<blink>" not in answer.text
    assert look_up(odd).state is DocumentState.ALTERED


def test_guessed_numbers_in_files_are_braked_too(client: FlaskClient) -> None:
    number = str(new_number("DEMO", 2569, 9_999_999))
    token = by(paper.a_stranger().credential_key, number=number)
    codes = [
        client.post("/verify/file", data={"file": (BytesIO(token), "c.jwt")}).status_code
        for _ in range(MISSES + 2)
    ]
    assert codes[0] == 200
    assert codes[-1] == 429


def test_at_the_terminal_a_credential_is_judged_by_its_file(app: Flask, tmp_path: Path) -> None:
    certificate = paper.in_register()
    db.session.commit()
    good, bad = tmp_path / "credential.jwt", tmp_path / "forged.jwt"
    good.write_bytes(own())
    bad.write_bytes(by(paper.a_stranger().credential_key))
    run = CliRunner().invoke
    assert run(verify, [str(good)]).exit_code == 0
    said = json.loads(run(verify, ["--json", str(good)]).output)
    assert (said["status"], said["document"]) == ("valid", "match")
    refused = run(verify, ["--json", str(bad)])
    assert refused.exit_code == 1
    assert json.loads(refused.output)["status"] is None
    paper.revoke(certificate)
    db.session.commit()
    assert run(verify, [str(good)]).exit_code == 1
