"""Verifiers of credentials that others made, each on its own: what they think of ours.

They are given the address that credentials name and the address where it is answered now, and
fetch keys and lists themselves. Neither knows a line of our code.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

from tests.support.node import run_node

Verifier = Callable[[str, str, str], str]  # token, site, server → why it was refused, or ""


def by_openbadgeslib(token: str, site: str, server: str) -> str:
    """PyPI's openbadgeslib: issuer by did:web, signature, dates, Open Badges 3.0, status."""
    from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

    def download(address: str) -> bytes:
        asked, ours = urlsplit(address), urlsplit(site)
        assert asked.netloc == ours.netloc, address
        with urlopen(server + asked.path, timeout=30) as answer:
            content: bytes = answer.read()
            return content

    trusted = f"did:web:{quote(urlsplit(site).netloc)}"
    try:
        verifier = OB3Verifier.for_issuer_did(trusted, download=download)
        verifier.verify(token, check_status=True, verify_status_list=True, download=download)
    except OB3VerificationError as fault:
        return str(fault) or "refused"
    return ""


def by_node(token: str, site: str, server: str) -> str:
    """npm's jose, jsonld and @digitalbazaar's libraries, issuer by did:web."""
    return ask_node(token, site, server)


def by_key_set(token: str, site: str, server: str) -> str:
    """The same, knowing nothing of the issuer but its JSON Web Key Set."""
    return ask_node(token, site, server, "jwks")


def ask_node(token: str, *arguments: str) -> str:
    said = json.loads(run_node("verify_credential.mjs", *arguments, said=token))
    return "" if said["accepted"] else said["why"]


VERIFIERS: tuple[Verifier, ...] = (by_openbadgeslib, by_node, by_key_set)
