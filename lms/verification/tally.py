"""What the public's checks leave behind: counts a day, and a brake on harvesting.

Kept in memory and written every few seconds beside the requests, so that counting never makes
a page wait or fail; a process that stops loses a few seconds' counts and nothing else.
Whoever asks for many numbers that do not exist is answered ยังตรวจไม่ได้ for a while: right
numbers too, or guessing would go on. Wrong numbers are counted by network address, at the
scale of an office that types from paper; officers who have signed in are never held up.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from threading import Lock, Thread
from time import monotonic
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from lms import clock
from lms.db import db
from lms.people.models import AddressCounter
from lms.verification.models import PublicCount

log = logging.getLogger(__name__)

EVERY = 3.0  # seconds between two writings
MISSES = 120  # wrong numbers from one address within WINDOW
WINDOW = timedelta(minutes=15)
ADDRESSES = 5000  # in memory at a time
_PURPOSE = "verify"


class Tally:
    """One process's counts since it last wrote them down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: Counter[tuple[date, str, str]] = Counter()
        self._misses: Counter[str] = Counter()
        self._stored: dict[str, int] = {}  # misses of the addresses near the limit
        self._written = monotonic()
        self._writing = Lock()

    def count(self, channel: str, answer: str) -> None:
        """One more public check."""
        with self._lock:
            self._counts[clock.today(), channel, answer] += 1

    def missed(self, address: str) -> None:
        """One more number that does not exist, from this network address."""
        key = _digest(address)
        with self._lock:
            if key in self._misses or len(self._misses) < ADDRESSES:
                self._misses[key] += 1

    def refuses(self, address: str) -> bool:
        """Whether too many wrong numbers came from this address."""
        key = _digest(address)
        known = (
            self._stored.get(key, 0) if monotonic() - self._written < WINDOW.total_seconds() else 0
        )
        return known + self._misses[key] > MISSES

    def write_when_due(self, app: Flask) -> None:
        """Write in a thread of its own, if it is time; the request does not wait for it."""
        if app.testing or monotonic() - self._written < EVERY or self._writing.locked():
            return
        self._written = monotonic()
        Thread(target=self._write_beside, args=(app,), daemon=True).start()

    def _write_beside(self, app: Flask) -> None:
        with self._writing, app.app_context():
            self.write()

    def write(self) -> None:
        """Add to what all processes have counted, and learn whom to refuse."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            misses, self._misses = self._misses, Counter()
        try:
            with db.engine.begin() as connection:
                _store(connection, counts, misses)
                self._stored = _near_the_limit(connection)
        except Exception:
            log.exception("public checks could not be counted; trying again")
            with self._lock:
                self._counts.update(counts)
                self._misses.update(misses)


def tally() -> Tally:
    """This process's."""
    kept: Tally = current_app.extensions.setdefault("verification_tally", Tally())
    return kept


def _store(
    connection: Connection, counts: Counter[tuple[date, str, str]], misses: Counter[str]
) -> None:
    moment = clock.now()
    for (day, channel, answer), number in sorted(counts.items()):
        keys = {"day": day, "channel": channel, "answer": answer}
        _add(connection, PublicCount, keys, number, {})
    connection.execute(_lapsed(moment))
    for digest, number in sorted(misses.items()):
        keys = {"purpose": _PURPOSE, "address_digest": digest}
        _add(connection, AddressCounter, keys, number, {"window_start": moment})


def _add(
    connection: Connection, model: Any, keys: dict[str, Any], number: int, first: dict[str, Any]
) -> None:
    postgresql = connection.dialect.name == "postgresql"
    insert = postgresql_insert if postgresql else sqlite_insert
    connection.execute(
        insert(model)
        .values(**keys, **first, count=number)
        .on_conflict_do_update(index_elements=list(keys), set_={"count": model.count + number})
    )


def _lapsed(moment: datetime) -> Any:
    old = AddressCounter.window_start < moment - WINDOW
    return delete(AddressCounter).where(AddressCounter.purpose == _PURPOSE, old)


def _near_the_limit(connection: Connection) -> dict[str, int]:
    rows = connection.execute(
        select(AddressCounter.address_digest, AddressCounter.count).where(
            AddressCounter.purpose == _PURPOSE, AddressCounter.count > MISSES // 2
        )
    )
    return {row.address_digest: row[1] for row in rows}


def _digest(address: str) -> str:
    """An IPv6 household or office holds a whole /64."""
    try:
        if ip_address(address).version == 6:
            address = str(ip_network(f"{address}/64", strict=False))
    except ValueError:
        pass
    return hashlib.sha256(address.encode()).hexdigest()
