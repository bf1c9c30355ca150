"""The signed payload of a certificate's QR: what it holds, and what no digits can make it do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from hypothesis import given
from hypothesis import strategies as st

from lms.certification.facts import CertificateKind
from lms.certification.key_files import load_key
from lms.certification.key_making import make_test_key
from lms.certification.number import new_number
from lms.certification.qr_payload import (
    LONGEST,
    NotAPayload,
    Payload,
    Proof,
    decode,
    encode,
    hint_of,
    judge,
    payload_of,
)
from lms.certification.signing_key import SigningKey
from lms.certification.specimens import AWKWARD, crowded, specimen

KEY = ec.derive_private_key(20_692_569, ec.SECP256R1())
HINT = b"thumb123"
ORDINARY = payload_of(specimen())


def signature(content: bytes) -> bytes:
    return KEY.sign(content, ec.ECDSA(hashes.SHA256()))


def digits_of(payload: Payload) -> str:
    return encode(payload, HINT, signature)


def digits_of_message(message: object) -> str:
    return str(int.from_bytes(cbor2.dumps(message), "big"))


def message_of(payload: Payload) -> list[object]:
    whole = int(digits_of(payload))
    message: list[object] = cbor2.loads(whole.to_bytes((whole.bit_length() + 7) // 8, "big"))
    return message


@pytest.mark.parametrize(
    "payload",
    [
        ORDINARY,
        payload_of(crowded()),
        *(payload_of(specimen(*name)) for name in AWKWARD),
        replace(ORDINARY, kind=CertificateKind.KIATTIBAT, expires_on=date(2029, 2, 28)),
        replace(ORDINARY, test_key=False, sample=False),
        replace(ORDINARY, sample_curriculum=True, sample=False),
    ],
    ids=lambda payload: payload.holder[:20],
)
def test_what_was_written_is_read_and_the_signature_is_its_signers(payload: Payload) -> None:
    read = decode(digits_of(payload))
    assert (read.payload, read.message.hint) == (payload, HINT)
    assert read.is_by(KEY.public_key())
    assert not read.is_by(ec.generate_private_key(ec.SECP256R1()).public_key())


def test_an_ordinary_certificate_takes_less_than_two_hundred_bytes() -> None:
    assert int(digits_of(ORDINARY)).bit_length() <= 200 * 8


def test_a_thai_letter_takes_one_byte_and_others_are_kept_too() -> None:
    plain = len(message_of(ORDINARY)[2])  # type: ignore[arg-type]
    longer = message_of(replace(ORDINARY, holder=ORDINARY.holder + "ก" * 10))[2]
    assert len(longer) == plain + 10 + 1  # type: ignore[arg-type]
    assert decode(digits_of(replace(ORDINARY, holder="Jörg ใจดี"))).payload.holder == "Jörg ใจดี"


def test_sample_and_test_are_said_apart() -> None:
    assert replace(ORDINARY, test_key=True, sample=False).is_test
    assert replace(ORDINARY, test_key=False, sample=True).is_test
    assert not replace(ORDINARY, test_key=False, sample=False, sample_curriculum=True).is_test


def test_the_signature_is_over_the_structure_of_the_standard() -> None:
    """COSE's Sig_structure, spelt out here once more by hand."""
    protected, unprotected, said, signed = message_of(ORDINARY)
    assert unprotected == {}
    assert cbor2.loads(protected) == {1: -7, 4: HINT}
    content = cbor2.dumps(["Signature1", protected, b"", said])
    r, s = (int.from_bytes(half, "big") for half in (signed[:32], signed[32:]))  # type: ignore[index]
    der = utils.encode_dss_signature(r, s)
    KEY.public_key().verify(der, content, ec.ECDSA(hashes.SHA256()))


@given(st.data())
def test_no_digit_can_be_changed(data: st.DataObject) -> None:
    digits = digits_of(ORDINARY)
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    try:
        read = decode(digits[:place] + other + digits[place + 1 :])
    except NotAPayload:
        return
    assert not read.is_by(KEY.public_key())


@given(st.text(max_size=60) | st.text("0123456789", max_size=900))
def test_hostile_digits_raise_one_error_and_nothing_else(digits: str) -> None:
    with pytest.raises(NotAPayload):
        decode(digits)


@given(st.binary(max_size=300))
def test_hostile_bytes_raise_one_error_and_nothing_else(content: bytes) -> None:
    with pytest.raises(NotAPayload):
        decode(str(int.from_bytes(content, "big")))


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64)
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.integers(0, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(anything, st.lists(anything, min_size=4, max_size=4))
def test_hostile_structures_raise_one_error_and_nothing_else(any_: object, four: object) -> None:
    for message in (any_, four):
        with pytest.raises(NotAPayload):
            decode(digits_of_message(message))


@given(anything)
def test_hostile_fields_raise_one_error_and_nothing_else(said: object) -> None:
    protected = cbor2.dumps({1: -7, 4: HINT})
    with pytest.raises(NotAPayload):
        decode(digits_of_message([protected, {}, cbor2.dumps(said), b"s" * 64]))
    with pytest.raises(NotAPayload):
        decode(digits_of_message([cbor2.dumps(said), {}, message_of(ORDINARY)[2], b"s" * 64]))


@given(st.integers(1, 9), anything)
def test_a_field_that_is_not_what_it_should_be_is_refused(field: int, value: object) -> None:
    protected, _empty, said, signed = message_of(ORDINARY)
    fields = cbor2.loads(said) | {field: value}  # type: ignore[arg-type]
    try:
        payload = decode(digits_of_message([protected, {}, cbor2.dumps(fields), signed])).payload
    except NotAPayload:
        return
    assert all(isinstance(text, str) for text in (payload.number, payload.holder, payload.issuer))


@pytest.mark.parametrize(
    "digits",
    ["", "0", "-5", "+5", "1e9", "๑๒๓", "²", " 12", "0" + digits_of(ORDINARY), "9" * (LONGEST + 1)],
)
def test_only_plain_digits_are_read(digits: str) -> None:
    with pytest.raises(NotAPayload):
        decode(digits)


def test_there_is_one_way_to_write_a_payload() -> None:
    """Other spellings of the same fields are refused: trailing bytes, indefinite lengths, an order
    of another kind, UTF-8 where TIS-620 does."""
    protected, _empty, said, signed = message_of(ORDINARY)
    fields = cbor2.loads(said)  # type: ignore[arg-type]
    backwards = dict(reversed(fields.items()))
    spelt = fields | {2: ORDINARY.holder}
    for other in (cbor2.dumps(backwards), cbor2.dumps(spelt), said + b"\x00"):  # type: ignore[operator]
        with pytest.raises(NotAPayload):
            decode(digits_of_message([protected, {}, other, signed]))
    with pytest.raises(NotAPayload):
        decode(digits_of_message([protected, {1: 2}, said, signed]))
    with pytest.raises(NotAPayload):
        decode(digits_of(ORDINARY) + "0")


def test_control_characters_are_no_name() -> None:
    with pytest.raises(NotAPayload):
        decode(digits_of(replace(ORDINARY, holder="สมหญิง\nใจดี")))
    with pytest.raises(NotAPayload):
        decode(digits_of(replace(ORDINARY, holder="สมหญิง\u202eใจดี")))


def test_what_guides_the_printing_alone_is_left_out() -> None:
    facts = specimen(curriculum_th="อพม.\u00a0ผู้นำ\u200bการเปลี่ยนแปลง")
    assert decode(digits_of(payload_of(facts))).payload.curriculum == "อพม. ผู้นำการเปลี่ยนแปลง"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> tuple[SigningKey, str]:
    folder = tmp_path_factory.mktemp("secrets")
    make_test_key(folder)
    key = load_key(folder)
    return key, key.pem


def text_of(key: SigningKey, payload: Payload = ORDINARY, number: str = ORDINARY.number) -> str:
    hint = hint_of(key.certificate.public_key())  # type: ignore[arg-type]
    return f"HTTPS://A.GO.TH/V/{number}#{encode(payload, hint, key.sign)}"


OWN = replace(ORDINARY, number=str(new_number("DEMO", 2569, 7)))


def test_what_a_trusted_key_signed_is_genuine(pem: tuple[SigningKey, str]) -> None:
    key, certificate = pem
    text = text_of(key, OWN, OWN.number)
    judgement = judge(text, [certificate])
    assert (judgement.proof, judgement.payload) == (Proof.GENUINE, OWN)
    assert judge(text.partition("#")[2], [certificate]).proof is Proof.GENUINE
    assert judge(text.lower().replace("/v/", "/verify/"), [certificate]).proof is Proof.GENUINE


def test_what_is_not_genuine_is_named(pem: tuple[SigningKey, str]) -> None:
    key, certificate = pem
    text = text_of(key, OWN, OWN.number)
    other = text.replace(OWN.number, str(new_number("DEMO", 2569, 8)))
    hint = hint_of(key.certificate.public_key())  # type: ignore[arg-type]
    forged = encode(replace(OWN, holder="นายคนอื่น"), hint, signature)
    address = text.partition("#")[0]
    assert judge(other, [certificate]).proof is Proof.OTHER_NUMBER
    assert judge(f"{address}#{forged}", [certificate]).proof is Proof.FORGED
    assert judge(text, []).proof is Proof.UNKNOWN_KEY
    assert judge(address, [certificate]).proof is Proof.ABSENT
    assert judge(f"{address}#12345", [certificate]).proof is Proof.UNREADABLE
    assert judge(f"{address}#top", [certificate]).proof is Proof.UNREADABLE


@given(st.text(max_size=80))
def test_hostile_text_is_judged_and_nothing_is_raised(text: str) -> None:
    assert judge(text, []).proof is not Proof.GENUINE
    assert judge(f"HTTPS://A/V/{text}#{text}", []).proof is not Proof.GENUINE
