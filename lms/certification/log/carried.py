"""The proof that a document carries in its credential: each signed PDF is a witness of its own."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64decode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Any

from lms.certification.log.leaves import canonical
from lms.certification.log.notes import Head, read
from lms.certification.log.tree import leaf_hash, root_of_inclusion


class NoProof(ValueError):
    """What a document carries proves nothing; says why."""


def proof_in(pdf: bytes) -> dict[str, Any] | None:
    """The proof in a document's credential; None in one that is older than the log."""
    import pypdfium2  # type: ignore[import-untyped]

    with pypdfium2.PdfDocument(pdf) as document:
        if not document.count_attachments():
            return None
        token = bytes(document.get_attachment(0).get_data())
    try:
        claims = token.split(b".")[1]
        said = json.loads(urlsafe_b64decode(claims + b"=" * (-len(claims) % 4)))
    except (IndexError, ValueError):
        return None
    proof: dict[str, Any] | None = said.get("logInclusion")
    return proof


def head_of(proof: dict[str, Any], number: str) -> Head:
    """The head to which a proof leads from the certificate's own leaf; raises NoProof."""
    try:
        head = read(proof["checkpoint"])
        content = b64decode(proof["salt"]) + canonical(proof["facts"]).encode()
        opened = json.loads(proof["leaf"])["content"] == sha256(content).hexdigest()
        hashes = [b64decode(one) for one in proof["hashes"]]
        leaf = leaf_hash(proof["leaf"].encode())
        root = root_of_inclusion(leaf, proof["index"], head.size, hashes)
        named = proof["facts"]["number"] == number
    except (KeyError, TypeError, ValueError, AttributeError, NotBase64) as fault:
        raise NoProof(f"cannot be read ({type(fault).__name__})") from fault
    if not (opened and named):
        raise NoProof("of another certificate")
    if root != head.root:
        raise NoProof("does not lead to its head")
    return head
