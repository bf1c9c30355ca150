"""Signed heads: as others write and read them."""

from __future__ import annotations

import dataclasses

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lms.certification.log.notes import (
    Head,
    key_hash,
    public_bytes,
    read,
    read_all,
    read_keys,
    sign,
    signers_of,
    verifier_key,
)

# The example of golang.org/x/mod/sumdb/note, from which C2SP signed-note was written down.
NAME = "PeterNeumann"
THEIR_KEY = f"{NAME}+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
THEIR_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6"
    "KE6RyyBwJnAM=\n"
)
# The example of C2SP tlog-checkpoint.
THEIR_HEAD = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
ORIGIN = "example.go.th/log/1-5f0c2a"
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([one]) * 32) for one in (1, 2))
HEAD = Head(ORIGIN, 7, bytes(range(32)))


def test_what_others_signed_is_found_good() -> None:
    keys = read_keys(THEIR_KEY)[NAME]
    assert signers_of(THEIR_NOTE, NAME, keys) == list(keys)
    assert signers_of(THEIR_NOTE.replace("cryptography", "Cryptography"), NAME, keys) == []
    assert [verifier_key(NAME, one) for one in keys] == [THEIR_KEY]


def test_a_head_of_others_is_read() -> None:
    head = read(THEIR_HEAD)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert head.root.hex().startswith("0ac5186a91863e8e1d90c808014aa89b")
    assert THEIR_HEAD.startswith(head.text)


def test_a_head_is_signed_by_all_keys_that_are_given_and_read_again() -> None:
    note = sign(HEAD, [KEY, OTHER])
    publics = [public_bytes(one) for one in (OTHER, KEY)]
    assert read(note) == dataclasses.replace(HEAD, note=note)
    assert sorted(signers_of(note, ORIGIN, publics)) == sorted(publics)
    assert signers_of(sign(HEAD, [OTHER]), ORIGIN, publics[1:]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("7\n", "8\n"), ("/1-", "/2-"), ("AAEC", "AAED"), ("\n\n", "\nmore\n\n"), ("— ", "— x")],
)
def test_a_head_that_was_touched_is_nobodys(old: str, new: str) -> None:
    note = sign(HEAD, [KEY])
    assert old in note
    assert signers_of(note.replace(old, new, 1), ORIGIN, [public_bytes(KEY)]) == []


def test_a_signature_goes_by_the_name_of_its_log() -> None:
    assert signers_of(sign(HEAD, [KEY]), "elsewhere/log/1-000000", [public_bytes(KEY)]) == []


@pytest.mark.parametrize(
    "text",
    ["", "x\n", THEIR_NOTE, THEIR_HEAD * 2, THEIR_HEAD.replace("\n\n", "\n"), "\n" + THEIR_HEAD],
)
def test_what_is_not_one_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not one signed head"):
        read(text)


def test_a_file_of_keys_and_heads_gives_both() -> None:
    notes = [sign(dataclasses.replace(HEAD, size=size), [KEY]) for size in (1, 2, 300)]
    key = verifier_key(ORIGIN, public_bytes(KEY))
    text = "\n".join([f"{key}\n", *notes])
    assert [one.note for one in read_all(text)] == notes
    assert read_keys(text) == {ORIGIN: {public_bytes(KEY)}}


def test_a_key_that_belies_itself_is_refused() -> None:
    wrong = key_hash("somebody else", public_bytes(KEY)).hex()
    line = verifier_key(ORIGIN, public_bytes(KEY)).split("+", 2)
    with pytest.raises(ValueError, match="not a key of ours"):
        read_keys(f"{line[0]}+{wrong}+{line[2]}")
