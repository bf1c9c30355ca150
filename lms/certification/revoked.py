"""What was taken back, as signed lists that anybody may fetch and keep.

The revocations are asked for each time; what was made and signed of them is kept for a few
minutes, so that a hall full of phones costs one signature.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from lms import clock
from lms.certification import signers
from lms.certification.credential import W3C_CONTEXT
from lms.certification.models import Certificate, NumberSeries, Revocation
from lms.certification.status_list import SIZE, StatusList, encoded, list_address, place
from lms.certification.vc_jwt import issuer_did, vc_jwt
from lms.config import current_settings
from lms.db import db

FRESH = timedelta(minutes=5)  # a verifier asks again after that long
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class SignedList:
    """A list of revocations as a VC-JWT. The same list, signed twice, has one `tag`."""

    jwt: str
    tag: str


def exists(wanted: StatusList) -> bool:
    """Whether any number was taken that has its bit there."""
    last = db.session.scalar(
        select(NumberSeries.last).where(
            NumberSeries.prefix == wanted.prefix, NumberSeries.year_be == wanted.year
        )
    )
    return last is not None and last >= wanted.first


def list_names() -> list[str]:
    """Every list there is, those of the newest year first."""
    rows = db.session.execute(
        select(NumberSeries.prefix, NumberSeries.year_be, NumberSeries.last)
        .where(NumberSeries.last > 0)
        .order_by(NumberSeries.year_be.desc(), NumberSeries.prefix)
    )
    return [
        str(StatusList(row.prefix, row.year_be, block))
        for row in rows
        for block in range((row.last - 1) // SIZE + 1)
    ]


def signed_list(wanted: StatusList) -> SignedList:
    """The list as of today; raises SigningError while no key may sign.

    Kept by what it says, so that no process ever answers with what has changed since.
    """
    key, made = signers.list_key(), _made_at(clock.now())
    indexes = revoked_in(wanted, clock.today())
    state = (str(wanted), made, key.key_id, *indexes)
    kept: dict[tuple[object, ...], SignedList]
    kept = current_app.extensions.setdefault("revocation_lists", {})
    if state not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        claims = _claims(wanted, indexes, made)
        tag = hashlib.sha256(f"{key.key_id} {json.dumps(claims)}".encode()).hexdigest()[:32]
        kept[state] = SignedList(vc_jwt(claims, key, "vc+jwt"), tag)
    return kept[state]


def revoked_in(wanted: StatusList, day: date) -> list[int]:
    """The bits of what was taken back with effect on or before this day."""
    numbers = db.session.scalars(
        select(Certificate.number)
        .join(Revocation, Revocation.certificate_id == Certificate.id)
        .where(
            Revocation.effective_on <= day,
            Certificate.number.like(f"{wanted.prefix}-{wanted.year}-%"),
        )
    )
    places = [place(number) for number in numbers]
    return sorted(one.index for one in places if one.list == wanted)


def _made_at(moment: datetime) -> datetime:
    """The beginning of this stretch of `FRESH`: processes that make the same list agree."""
    return datetime.fromtimestamp(
        moment.timestamp() // FRESH.total_seconds() * FRESH.total_seconds(), clock.BANGKOK
    )


def _claims(wanted: StatusList, indexes: list[int], made: datetime) -> dict[str, Any]:
    site = current_settings().public_url
    issuer, address = issuer_did(site), list_address(site, wanted)
    return {
        "iss": issuer,
        "jti": address,
        "iat": int(made.timestamp()),
        "@context": [W3C_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": made.isoformat(),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(indexes),
            "ttl": int(FRESH.total_seconds() * 1000),
        },
    }
