"""Wrong tries: five lock one device at one account, never the person's other device.

A device is its cookie. Whoever throws cookies away to try again meets the account's own
brake, which slows devices that never signed in there and leaves known ones alone. Network
addresses are counted only at the scale of a hall, where hundreds share one.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from lms.clock import now
from lms.db import db, insert_once
from lms.people.models import AddressCounter, SignInFailure

TRIES = 5
LOCK = timedelta(minutes=15)
STRANGERS = "strangers"  # the bucket of all devices that never signed in to the account
STRANGERS_TRIES = 20
STRANGERS_FIRST_LOCK = timedelta(minutes=1)
ADDRESS_TRIES = 900
ADDRESS_WINDOW = timedelta(minutes=15)
FORGOTTEN = timedelta(days=2)


def locked_until(identifier: str, device: str, *, known: bool) -> datetime | None:
    """Until when this device must wait before trying this account again."""
    buckets = [device] if known else [device, STRANGERS]
    locks = db.session.scalars(
        select(SignInFailure.locked_until).where(
            SignInFailure.identifier_digest == _digest(identifier),
            SignInFailure.device_digest.in_([_digest(bucket) for bucket in buckets]),
            SignInFailure.locked_until > now(),
        )
    ).all()
    return max((lock for lock in locks if lock), default=None)


def failed(identifier: str, device: str, *, known: bool) -> int:
    """Count a wrong try; returns how many this device has left."""
    row = _row(identifier, device)
    _forget_old(row)
    row.failures += 1
    row.last_at = now()
    if row.failures >= TRIES:
        row.locked_until, row.failures = now() + LOCK, 0
    if not known:
        _count_stranger(identifier)
    return 0 if row.locked_until and row.locked_until > now() else TRIES - row.failures


def succeeded(identifier: str, device: str) -> None:
    """A right try forgets this device's wrong ones."""
    row = _row(identifier, device)
    row.failures, row.locked_until = 0, None


def address_is_flooding(purpose: str, address: str, limit: int = ADDRESS_TRIES) -> bool:
    """Whether more tries came from a network address than a hall would make."""
    tries = db.session.scalar(
        select(AddressCounter.count).where(
            AddressCounter.purpose == purpose,
            AddressCounter.address_digest == _digest(address),
            AddressCounter.window_start >= now() - ADDRESS_WINDOW,
        )
    )
    return (tries or 0) >= limit


def count_address(purpose: str, address: str) -> None:
    """Count one try from a network address; last in a request, for its row is held until the end.

    Counted before `release()`, it would be lost.
    """
    keys = {"purpose": purpose, "address_digest": _digest(address)}
    insert_once(AddressCounter, **keys, window_start=now(), count=0)
    row = db.session.scalars(select(AddressCounter).filter_by(**keys).with_for_update()).one()
    if row.window_start < now() - ADDRESS_WINDOW:
        row.window_start, row.count = now(), 0
    row.count += 1


def _count_stranger(identifier: str) -> None:
    row = _row(identifier, STRANGERS)
    if row.last_at < now() - timedelta(hours=1):
        row.failures = 0
    row.failures += 1
    row.last_at = now()
    beyond = row.failures - STRANGERS_TRIES
    if beyond >= 0:
        row.locked_until = now() + min(LOCK, STRANGERS_FIRST_LOCK * 2 ** min(beyond, 5))


def _forget_old(row: SignInFailure) -> None:
    if row.last_at < now() - LOCK:
        row.failures = 0


def _row(identifier: str, device: str) -> SignInFailure:
    keys = {"identifier_digest": _digest(identifier), "device_digest": _digest(device)}
    insert_once(SignInFailure, **keys, failures=0, last_at=now())
    # Locked: twenty tries at once are counted as twenty.
    return db.session.scalars(
        select(SignInFailure)
        .filter_by(**keys)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def forget_old() -> None:
    """Drop counters that nothing depends on any more."""
    before = now() - FORGOTTEN
    db.session.execute(delete(SignInFailure).where(SignInFailure.last_at < before))
    db.session.execute(delete(AddressCounter).where(AddressCounter.window_start < before))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
