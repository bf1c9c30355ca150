"""A list that its page carries with it, so that nothing of it is kept here.

Signed, for whoever it was answered to: the same list, asked about again within the hour to turn a
page or to take it home, is the same look.
"""

from __future__ import annotations

import json
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from lms.access import Actor
from lms.verification.listing import Asked, Listing

SECONDS = 3600
HEAVIEST = 1_400_000  # characters; a form may hold two million


class _Plain:
    """JSON with Thai as Thai: escaped, it would be packed less well."""

    @staticmethod
    def dumps(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    @staticmethod
    def loads(text: str | bytes) -> Any:
        return json.loads(text)


def packed(listing: Listing, actor: Actor | None) -> str:
    """The list as a page carries it; its own columns stay behind when they are too much."""
    whole = _packed(listing, actor, with_cells=True)
    return whole if len(whole) <= HEAVIEST else _packed(listing, actor, with_cells=False)


def unpacked(text: str, actor: Actor | None) -> Listing | None:
    """The list again; None when it is too old, somebody else's, or not ours."""
    try:
        said = _signer().loads(text[: HEAVIEST + 1], max_age=SECONDS)
    except BadData:
        return None
    if said["of"] != _whose(actor):
        return None
    rows = tuple(Asked(row[0], row[1], row[2], tuple(row[3])) for row in said["rows"])
    return Listing(rows, tuple(said["headings"]), said["names"])


def _packed(listing: Listing, actor: Actor | None, *, with_cells: bool) -> str:
    rows = [
        (row.place, row.typed, row.name, row.cells if with_cells else ()) for row in listing.rows
    ]
    said = {
        "of": _whose(actor),
        "rows": rows,
        "headings": listing.headings if with_cells else (),
        "names": listing.has_names,
    }
    text = _signer().dumps(said)
    return text.decode() if isinstance(text, bytes) else text


def _whose(actor: Actor | None) -> int | None:
    return actor.person_id if actor else None


def _signer() -> Any:
    key = current_app.secret_key
    assert key is not None
    return URLSafeTimedSerializer(key, salt="verification-list", serializer=_Plain())
