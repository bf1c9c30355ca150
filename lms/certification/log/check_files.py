"""Re-check the documents themselves: their bytes in the store, and their signatures.

Opening a hundred thousand PDFs takes a while, so it is done by as many processes as there are
cores; each is given names of files and answers with what is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context

from cryptography import x509

from lms.certification.log.carried import NoProof, head_of, proof_in
from lms.certification.log.faults import Fault
from lms.certification.log.notes import Head
from lms.certification.log.sealed import sealed_by
from lms.certification.signing_key import key_id
from lms.storage import Missing, Store, store_faults

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
    documents: Sequence[Expected],
    url: str,
    trusted: Sequence[str],
    heads: Container[tuple[str, int, bytes]],
    processes: int,
    tick: Tick,
) -> Iterator[Fault]:
    """Open every document; `trusted` are the certificates of all keys that ever signed here, and
    `heads` those that the database holds: each document carries one of them."""
    check = partial(check_some, url, tuple(trusted))
    for found, count in _answers(documents, check, processes):
        yield from found.faults
        for head, name in found.heads.items():
            if (head.origin, head.size, head.root) not in heads:
                yield Fault(
                    "file.head",
                    f"{name}: หัวบันทึกในไฟล์ ({head.origin} {head.size}) ไม่มีในระบบ",
                    f"{name}: carries a signed head ({head.origin} {head.size}) unknown here",
                )
        tick(count)


@dataclass(slots=True)
class Found:
    """What some documents gave: faults, and the heads they carry, each with one that does."""

    faults: list[Fault] = field(default_factory=list)
    heads: dict[Head, str] = field(default_factory=dict)


def _answers(
    documents: Sequence[Expected], check: Callable[[Sequence[Expected]], Found], processes: int
) -> Iterator[tuple[Found, int]]:
    """Some at a time, in as many processes, never more ahead than keeps them busy."""
    batches = (documents[start : start + _AT_ONCE] for start in range(0, len(documents), _AT_ONCE))
    if processes == 1 or len(documents) <= _AT_ONCE:
        for batch in batches:
            yield check(batch), len(batch)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        hands: dict[Future[Found], int] = {
            pool.submit(check, batch): len(batch) for batch in islice(batches, 2 * processes)
        }
        while hands:
            done, _ = wait(hands, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result(), hands.pop(future)
                for batch in islice(batches, 1):
                    hands[pool.submit(check, batch)] = len(batch)


def check_some(url: str, trusted: Sequence[str], documents: Sequence[Expected]) -> Found:
    """In a process of its own: what is wrong with these."""
    store, found = _open(url), Found()
    for one in documents:
        found.faults += _check(store, trusted, one, found)
    return found


_stores: dict[str, Store] = {}


def _open(url: str) -> Store:
    if url not in _stores:
        _stores[url] = Store(url)
    return _stores[url]


def _check(store: Store, trusted: Sequence[str], one: Expected, found: Found) -> Iterator[Fault]:
    name = f"{one.number} {one.level} {one.key}"
    try:
        content = store.get(one.key)
    except Missing:
        yield Fault("file.missing", f"{name}: ไฟล์หายไป", f"{name}: the file is missing")
        return
    except (ValueError, OSError, store_faults()) as fault:
        told = (str(fault).strip() or type(fault).__name__).splitlines()[0]
        yield Fault("file.unreadable", f"{name}: อ่านไฟล์ไม่ได้", f"{name}: cannot be read: {told}")
        return
    altered = hashlib.sha256(content).hexdigest() != one.sha256 or len(content) != one.size
    if altered:
        yield Fault(
            "file.altered",
            f"{name}: ไฟล์ถูกแก้ไข ไม่ตรงกับ SHA-256 หรือขนาดในทะเบียน",
            f"{name}: the file was altered: not the SHA-256 or size of the register",
        )
    plain = not altered and _is_sealed(content, trusted, one.key_id)
    if why := None if plain else _why_not_ours(content, trusted, one.key_id):
        yield Fault(
            "file.signature",
            f"{name}: ลายมือชื่อในไฟล์ไม่ถูกต้อง: {why}",
            f"{name}: its signature does not hold: {why}",
        )
        return
    try:
        if proof := proof_in(content):
            found.heads.setdefault(replace(head_of(proof, one.number), note=""), name)
    except NoProof as fault:
        yield Fault(
            "file.proof",
            f"{name}: หลักฐานของบันทึกในไฟล์ใช้ไม่ได้: {fault}",
            f"{name}: its proof of the log does not hold: {fault}",
        )


def _is_sealed(content: bytes, trusted: Sequence[str], named: str) -> bool:
    certificate = _certificates(tuple(trusted)).get(named)
    return certificate is not None and sealed_by(certificate, content)


@lru_cache(maxsize=4)
def _certificates(trusted: tuple[str, ...]) -> dict[str, x509.Certificate]:
    """The certificates of our keys, by the key's id."""
    loaded = (x509.load_pem_x509_certificate(pem.encode()) for pem in trusted)
    return {key_id(one): one for one in loaded}


def _why_not_ours(content: bytes, trusted: Sequence[str], named: str) -> str:
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
        "another key than the register says": found.key_id == named,
    }
    return ", ".join(why for why, right in said.items() if not right)
