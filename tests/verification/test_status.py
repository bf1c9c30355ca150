"""The lists of what was taken back, as a verifier elsewhere fetches them."""

from __future__ import annotations

import base64
import dataclasses
import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jws
from joserfc.jwk import KeySet
from sqlalchemy import event, insert

from lms import clock
from lms.certification import key_register, signers
from lms.certification.models import Certificate, NumberSeries, Revocation, RevocationClass
from lms.certification.number import new_number
from lms.certification.status_list import SIZE, is_set, place
from lms.config import current_settings
from lms.db import db
from tests.builders import an_officer
from tests.support.token import an_agency, the_token
from tests.verification import paper

LIST = "/status/DEMO-2569-0"


@pytest.fixture(autouse=True)
def secrets(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of this test's own."""
    folder = tmp_path / "secrets"
    folder.mkdir(mode=0o700)
    changed = dataclasses.replace(current_settings(), secrets=folder)
    monkeypatch.setitem(app.extensions, "settings", changed)
    return folder


def taken(last: int, prefix: str = "DEMO", year: int = 2569) -> None:
    db.session.add(NumberSeries(prefix=prefix, year_be=year, last=last))
    db.session.flush()


def claims(client: FlaskClient, address: str = LIST) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    body = answer.text.split(".")[1]
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return said


def is_revoked(client: FlaskClient, certificate: Certificate) -> bool:
    where = place(certificate.number)
    subject = claims(client, f"/status/{where.list}")["credentialSubject"]
    return is_set(subject["encodedList"], where.index)


def test_a_revocation_sets_its_bit_at_once_and_no_other(client: FlaskClient) -> None:
    taken(2000)
    kept, back = paper.another(sequence=7), paper.another(sequence=8)
    assert not is_revoked(client, back)
    paper.revoke(back)
    assert is_revoked(client, back)
    assert not is_revoked(client, kept)


def test_one_that_goes_while_another_comes_is_no_list_of_before(client: FlaskClient) -> None:
    """As many as before, and SQLite gives the same row number again."""
    taken(2000)
    gone, came = paper.another(sequence=7), paper.another(sequence=8)
    with clock.frozen(clock.now()):
        paper.revoke(gone)
        assert is_revoked(client, gone)
        db.session.query(Revocation).delete()
        paper.revoke(came)
        assert is_revoked(client, came)
        assert not is_revoked(client, gone)


def test_a_revocation_counts_from_its_day_on(client: FlaskClient) -> None:
    taken(2000)
    back = paper.another(sequence=8)
    paper.revoke(back)
    db.session.query(Revocation).update({"effective_on": clock.today() + timedelta(days=2)})
    assert not is_revoked(client, back)
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert not is_revoked(client, back)
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert is_revoked(client, back)


def test_the_same_place_of_another_year_or_prefix_is_another_bit(client: FlaskClient) -> None:
    for prefix, year in (("DEMO", 2569), ("DEMO", 2570), ("DEMOA", 2569)):
        taken(10, prefix, year)
    back = paper.another(number=str(new_number("DEMO", 2570, 8)))
    paper.revoke(back)
    assert is_revoked(client, back)
    for address in (LIST, "/status/DEMOA-2569-0"):
        assert not is_set(claims(client, address)["credentialSubject"]["encodedList"], 7)


def test_a_list_begins_with_its_first_number(client: FlaskClient) -> None:
    taken(SIZE)
    assert client.get("/status/DEMO-2569-1").status_code == 404
    db.session.get_one(NumberSeries, ("DEMO", 2569)).last = SIZE + 1
    db.session.flush()
    back = paper.another(sequence=SIZE + 1)
    paper.revoke(back)
    assert is_revoked(client, back)
    assert not is_set(claims(client)["credentialSubject"]["encodedList"], 0)


@pytest.mark.parametrize(
    "name", ["OPM-2569-0", "DEMO-2568-0", "demo-2569-0", "DEMO-2569-00", "x", "DEMO-2569-99"]
)
def test_a_list_that_no_number_is_in_does_not_exist(client: FlaskClient, name: str) -> None:
    taken(10)
    assert client.get(f"/status/{name}").status_code == 404


def test_it_is_what_the_recommendation_asks_for(client: FlaskClient) -> None:
    taken(10)
    said = claims(client)
    assert said["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert said["id"] == f"{current_settings().public_url}{LIST}"
    assert said["iss"] == said["issuer"]
    subject = said["credentialSubject"]
    assert subject["type"] == "BitstringStatusList"
    assert subject["statusPurpose"] == "revocation"
    assert subject["ttl"] == 300_000
    assert clock.now().timestamp() - 300 <= said["iat"] <= clock.now().timestamp()


def test_anybody_may_fetch_and_keep_it_for_a_while(client: FlaskClient) -> None:
    taken(10)
    with clock.frozen(clock.now()):
        answer = client.get(LIST)
        assert answer.mimetype == "application/vc+jwt"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        tag = {"If-None-Match": answer.headers["ETag"]}
        again = client.get(LIST, headers=tag)
        assert (again.status_code, again.data) == (304, b"")
        paper.revoke(paper.another(sequence=3))
        assert client.get(LIST, headers=tag).status_code == 200


def test_it_is_signed_by_a_key_that_is_published_before_anything_was_printed(
    client: FlaskClient,
) -> None:
    taken(10)
    token = client.get(LIST).text
    keys = KeySet.import_key_set(client.get("/.well-known/jwks.json").get_json())
    kid = jws.extract_compact(token.encode()).headers()["kid"]
    did = client.get("/.well-known/did.json").get_json()
    assert kid == did["assertionMethod"][0]
    key = next(key for key in keys.keys if key.thumbprint() == kid.partition("#")[2])
    assert jws.deserialize_compact(token, key, algorithms=["ES256"])


def test_a_key_in_a_token_signs_lists_too(client: FlaskClient, secrets: Path) -> None:
    taken(10)
    the_token().take(an_agency(), secrets, "lists", "signing")
    token = client.get(LIST).text
    key, _the_same = KeySet.import_key_set(client.get("/.well-known/jwks.json").get_json()).keys
    assert jws.deserialize_compact(token, key, algorithms=["ES256"])


def test_a_key_whose_work_has_ended_signs_no_list(client: FlaskClient) -> None:
    taken(10)
    assert client.get(LIST).status_code == 200
    (key,) = {one.key_id: one for one in signers.installed_keys()}.values()
    key_register.remember_key(key)
    key_register.retire(key.key_id, clock.today())
    answer = client.get(LIST)
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Retry-After" in answer.headers


def test_thousands_of_revocations_cost_no_more_queries_and_little_weight(
    client: FlaskClient,
) -> None:
    """One in a hundred of 133,000, as many as the smallest phone has to fetch."""
    taken(SIZE)
    paper.revoke(paper.another(sequence=1))
    few = queries(client)
    first = paper.another(sequence=2)
    sequences = random.Random(5).sample(range(3, SIZE), SIZE // 100)
    columns = {
        column.key: getattr(first, column.key)
        for column in Certificate.__table__.columns
        if column.key not in {"id", "number", "generation", "created_at"}
    }
    numbers = [str(new_number("DEMO", 2569, sequence)) for sequence in sequences]
    rows = [
        {**columns, "number": number, "generation": place, "created_at": clock.now()}
        for place, number in enumerate(numbers, start=1)
    ]
    ids = db.session.scalars(insert(Certificate).returning(Certificate.id), rows).all()
    by = an_officer().id
    db.session.execute(
        insert(Revocation),
        [
            {
                "certificate_id": one,
                "revocation_class": RevocationClass.HOLDER_REQUEST,
                "reason": "-",
                "effective_on": clock.today(),
                "revoked_by": by,
                "created_at": clock.now(),
            }
            for one in ids
        ],
    )
    assert queries(client) == few <= 4
    answer = client.get(LIST)
    assert len(answer.data) < 6_000
    encoded = claims(client)["credentialSubject"]["encodedList"]
    assert all(is_set(encoded, sequence - 1) for sequence in sequences[:40])


def queries(client: FlaskClient) -> int:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(LIST).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len([statement for statement in asked if statement.lstrip().startswith("SELECT")])
