"""The public keys, and a credential checked with nothing but them."""

from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jws
from joserfc.jwk import KeySet

from tests.verification import paper


def test_the_credential_of_a_file_is_checked_with_the_published_keys(
    app: Flask, client: FlaskClient
) -> None:
    paper.in_register()
    answer = client.get("/.well-known/jwks.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    keys = KeySet.import_key_set(answer.get_json())
    document = pypdfium2.PdfDocument(BytesIO(paper.document()))
    token = bytes(document.get_attachment(0).get_data())
    by_number = {key.thumbprint(): key for key in keys.keys}
    kid = jws.extract_compact(token).headers()["kid"].partition("#")[2]
    assert paper.facts().number.encode() in jws.deserialize_compact(token, by_number[kid]).payload


def test_no_private_part_is_published(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    keys = client.get("/.well-known/jwks.json").get_json()["keys"]
    assert keys
    assert all(key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"} for key in keys)


def test_the_did_document_names_the_same_keys(app: Flask, client: FlaskClient) -> None:
    paper.in_register()
    did = client.get("/.well-known/did.json").get_json()
    known = client.get("/.well-known/jwks.json").get_json()["keys"]
    keys = [key for key in known if "#" not in key["kid"]]
    assert did["id"].startswith("did:web:127.0.0.1")
    assert [method["publicKeyJwk"] for method in did["verificationMethod"]] == keys
    assert did["assertionMethod"] == [f"{did['id']}#{key['kid']}" for key in keys]
    assert client.get("/did.json").get_json() == did, "a site with a path is asked below it"
    by_token = [{**key, "kid": f"{did['id']}#{key['kid']}"} for key in keys]
    assert known == [*keys, *by_token], "for verifiers that compare the token's kid as it is"
