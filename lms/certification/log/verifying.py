"""Re-check everything: the log by itself, what it tells of, and the files that go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from lms.certification.key_register import known_certificates
from lms.certification.log.check_files import Expected, check_files
from lms.certification.log.check_heads import check_heads, check_succession, check_witnessed
from lms.certification.log.check_pins import PinCheck
from lms.certification.log.check_rows import cases, check_case
from lms.certification.log.check_scans import check_scans
from lms.certification.log.check_series import check_series
from lms.certification.log.check_tree import Told, check_tree
from lms.certification.log.faults import Fault
from lms.certification.log.models import Log, LogCheckpoint, LogKey, LogLeaf, LogPin
from lms.certification.log.notes import Head
from lms.certification.models import Certificate
from lms.config import current_settings
from lms.db import db, one_moment

Tick = Callable[[int], object]


@dataclass(slots=True)
class Report:
    """How much was looked at."""

    leaves: int = 0
    heads: int = 0
    certificates: int = 0
    erased: int = 0  # with their holders
    rows: int = 0  # of other tables, that leaves hold fast
    released: int = 0  # of them, with people who were erased
    documents: list[Expected] = field(default_factory=list)
    files: int = 0
    scans: int = 0  # of earlier paper certificates
    origin: str = ""  # of the open log


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is to look at."""

    leaves: int
    certificates: int
    rows: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.leaves + self.certificates + self.rows


def sizes() -> Sizes:
    """For bars that fill."""
    tables = (LogLeaf, Certificate, LogPin)
    counts = [db.session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]
    return Sizes(*counts)


def check_register(
    report: Report, witnessed: Sequence[Head] = (), tick: Tick = lambda _count: None
) -> Iterator[Fault]:
    """All that the database holds, as it is at one moment; nobody waits for it."""
    with one_moment():
        told = Told()
        yield from _check_logs(report, witnessed, told, tick)
        yield from check_series()
        for case in cases():
            yield from check_case(case, told)
            if case.certificate is None:
                continue
            report.certificates += 1
            report.documents += [
                Expected(
                    case.certificate.number,
                    row.level,
                    row.storage_key,
                    row.sha256,
                    row.size,
                    row.key_id,
                )
                for row in case.documents
            ]
            tick(1)
        pins = PinCheck(told, tick)
        yield from pins.faults()
        report.rows = pins.rows


def _check_logs(
    report: Report, witnessed: Sequence[Head], told: Told, tick: Tick
) -> Iterator[Fault]:
    logs = list(db.session.scalars(select(Log).order_by(Log.id)))
    heads = list(db.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.id)))
    keys = set(db.session.scalars(select(LogKey.public_key)))
    for log in logs:
        own_sizes = [one.size for one in heads if one.log_id == log.id]
        published = [one.size for one in witnessed if one.origin == log.origin]
        yield from check_tree(log, own_sizes, published, told, tick)
    for log in logs:
        own = [one for one in heads if one.log_id == log.id]
        yield from check_heads(log, own, keys, told)
    yield from check_succession(logs, told)
    yield from _of_no_log({log.id for log in logs}, heads)
    yield from _check_keys(keys, told)
    yield from check_witnessed(witnessed, logs, keys, told)
    report.erased = len(told.erased)
    report.released = sum(map(len, told.released.values()))
    report.leaves, report.heads = sum(told.sizes.values()), len(heads)
    report.origin = logs[-1].origin if logs else ""


def _of_no_log(ids: set[int], heads: Sequence[LogCheckpoint]) -> Iterator[Fault]:
    found = {("checkpoint", one.log_id, one.size) for one in heads if one.log_id not in ids}
    leaves = select(LogLeaf.log_id, LogLeaf.position).where(LogLeaf.log_id.not_in(ids))
    found |= {("leaf", *row) for row in db.session.execute(leaves.limit(1000))}
    for what, log_id, number in sorted(found):
        name = f"log {log_id} {what} {number}"
        yield Fault("log.none", f"{name}: ไม่มีบันทึกนี้", f"{name}: there is no such log")


def _check_keys(keys: set[bytes], told: Told) -> Iterator[Fault]:
    for key in sorted(keys - told.keys):
        name = key.hex()[:16]
        yield Fault(
            "key.unlogged",
            f"กุญแจของบันทึก {name}: อยู่ในทะเบียนแต่ไม่เคยลงบันทึก",
            f"log key {name}: is in the register but was never logged",
        )
    for key in sorted(told.keys - keys):
        name = key.hex()[:16]
        yield Fault(
            "key.missing",
            f"กุญแจของบันทึก {name}: ลงบันทึกไว้แต่หายไปจากทะเบียน",
            f"log key {name}: was logged but is gone from the register",
        )


def check_documents(
    report: Report, processes: int, tick: Tick = lambda _count: None
) -> Iterator[Fault]:
    """Every file of the register that `check_register` has read."""
    trusted = known_certificates()
    rows = db.session.execute(
        select(Log.origin, LogCheckpoint.size, LogCheckpoint.root).join(
            Log, Log.id == LogCheckpoint.log_id
        )
    )
    known = {(origin, size, root) for origin, size, root in rows}
    db.session.rollback()  # opening files takes a while; nobody waits for our transaction
    report.files = len(report.documents)
    url = current_settings().store_url
    yield from check_files(report.documents, url, trusted, known, processes, tick)
    for fault in check_scans():
        report.scans += 1
        if fault is not None:
            yield fault
