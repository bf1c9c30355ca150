"""Re-check the documents themselves: their bytes in the store, and their signatures.

Opening a hundred thousand PDFs takes minutes, so it is done by as many processes as there are
cores; each is given names of files and answers with what is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context

from lms.certification.log.faults import Fault
from lms.storage import Missing, Store

_AT_ONCE = 32  # files handed to a process at a time


@dataclass(frozen=True, slots=True)
class Expected:
    """A document as its row describes it."""

    number: str
    level: str
    key: str
    sha256: str
    size: int
    key_id: str


Tick = Callable[[int], object]


def check_files(
    documents: Sequence[Expected], url: str, trusted: Sequence[str], processes: int, tick: Tick
) -> Iterator[Fault]:
    """Open every document; `trusted` are the certificates of all keys that ever signed here."""
    batches = (documents[start : start + _AT_ONCE] for start in range(0, len(documents), _AT_ONCE))
    check = partial(check_some, url, tuple(trusted))
    if processes == 1 or len(documents) <= _AT_ONCE:
        for batch in batches:
            yield from check(batch)
            tick(len(batch))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        hands: dict[Future[list[Fault]], int] = {
            pool.submit(check, batch): len(batch) for batch in islice(batches, 2 * processes)
        }
        while hands:
            done, _ = wait(hands, return_when=FIRST_COMPLETED)
            for future in done:
                tick(hands.pop(future))
                yield from future.result()
                for batch in islice(batches, 1):
                    hands[pool.submit(check, batch)] = len(batch)


def check_some(url: str, trusted: Sequence[str], documents: Sequence[Expected]) -> list[Fault]:
    """In a process of its own: what is wrong with these."""
    store = _open(url)
    return [fault for one in documents for fault in _check(store, trusted, one)]


_stores: dict[str, Store] = {}


def _open(url: str) -> Store:
    if url not in _stores:
        _stores[url] = Store(url)
    return _stores[url]


def _check(store: Store, trusted: Sequence[str], one: Expected) -> Iterator[Fault]:
    name = f"{one.number} {one.level} {one.key}"
    try:
        content = store.get(one.key)
    except Missing:
        yield Fault("file.missing", f"{name}: ไฟล์หายไป", f"{name}: the file is missing")
        return
    except (ValueError, OSError) as fault:
        yield Fault("file.unreadable", f"{name}: อ่านไฟล์ไม่ได้", f"{name}: cannot be read: {fault}")
        return
    if hashlib.sha256(content).hexdigest() != one.sha256 or len(content) != one.size:
        yield Fault(
            "file.altered",
            f"{name}: ไฟล์ถูกแก้ไข ไม่ตรงกับ SHA-256 หรือขนาดในทะเบียน",
            f"{name}: the file was altered: not the SHA-256 or size of the register",
        )
    if why := _why_not_ours(content, trusted, one.key_id):
        yield Fault(
            "file.signature",
            f"{name}: ลายมือชื่อในไฟล์ไม่ถูกต้อง: {why}",
            f"{name}: its signature does not hold: {why}",
        )


def _why_not_ours(content: bytes, trusted: Sequence[str], key_id: str) -> str:
    from lms.certification.signing import UnreadablePdf, inspect

    try:
        found = inspect(content, trusted)
    except UnreadablePdf as fault:
        return f"unreadable ({fault})"
    if not found.signed:
        return "not signed"
    said = {
        "altered after signing": found.intact,
        "does not cover the whole file": found.whole_file,
        "unknown key": found.known_key,
        "another key than the register says": found.key_id == key_id,
    }
    return ", ".join(why for why, right in said.items() if not right)
