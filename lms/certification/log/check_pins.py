"""Re-check the rows that the log holds fast beside the certificates themselves."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select

from lms.certification.earlier.models import EarlierCertificate, EarlierStrike
from lms.certification.log.check_tree import Told, name_of
from lms.certification.log.faults import Fault
from lms.certification.log.leaves import Kind, commit_content
from lms.certification.log.models import LogLeaf, LogPin
from lms.certification.log.pinned import PINNED, Pinned
from lms.certification.log.pinning import LEAF, floor_of, is_pinned
from lms.db import db

Tick = Callable[[int], object]
_NEVER = (-1, -1)
_OVERLAP = timedelta(hours=1)  # no transaction and no sweep takes as long


class PinCheck:
    """Every leaf that holds rows against these rows, and both ways."""

    def __init__(self, told: Told, tick: Tick) -> None:
        self.rows = 0  # that were held fast and were there
        self._told, self._tick = told, tick
        self._sweeps: list[datetime] = []

    def faults(self) -> Iterator[Fault]:
        """What is not as it was logged, named."""
        for leaf in self._leaves():
            for name, hashes in leaf.content["rows"].items():
                if name in PINNED:
                    yield from self._of_leaf(leaf, PINNED[name], hashes)
            insort(self._sweeps, leaf.logged_at)  # in order, though a clock was set back
        for table in PINNED.values():
            yield from _never_logged(table)
        if self.rows != db.session.scalar(select(func.count()).select_from(LogPin)):
            yield from self._of_no_leaf()
        yield from check_strikes()

    def _leaves(self) -> Iterator[Any]:
        """Those that hold rows, unless their content is known to be another than was logged."""
        query = (
            select(LogLeaf.log_id, LogLeaf.position, LogLeaf.logged_at, LogLeaf.content)
            .where(LogLeaf.kind == Kind.PINNED)
            .order_by(LogLeaf.log_id, LogLeaf.position)
            .execution_options(yield_per=20)
        )
        for leaf in db.session.execute(query):
            if (leaf.log_id, leaf.position) not in self._told.altered:
                yield leaf

    def _of_leaf(self, leaf: Any, table: Pinned, hashes: Mapping[str, str]) -> Iterator[Fault]:
        ids = [int(one) for one in hashes]
        pins = {
            pin.row_id: pin
            for pin in db.session.execute(
                select(LogPin.row_id, LogPin.log_id, LogPin.position, LogPin.salt).where(
                    LogPin.table_name == table.name, LogPin.row_id.in_(ids)
                )
            )
        }
        found = db.session.execute(select(*table.columns).where(table.model.id.in_(ids)))
        rows = {row.id: row for row in found}
        released = self._told.released.get(table.name, {})
        for row_id in ids:
            pin, row = pins.get(row_id), rows.get(row_id)
            here = pin is not None and (pin.log_id, pin.position) == (leaf.log_id, leaf.position)
            self.rows += here
            if here and row is not None:
                yield from self._compare(leaf, table, row, pin, hashes[str(row_id)])
            elif here or released.get(row_id, _NEVER) < (leaf.log_id, leaf.position):
                yield _gone(leaf, table, row_id, there=row is not None)
        self._tick(len(ids))

    def _of_no_leaf(self) -> Iterator[Fault]:
        """Salts of rows that no leaf has: somebody put them there."""
        listed = {
            (name, int(row_id), leaf.log_id, leaf.position)
            for leaf in self._leaves()
            for name, hashes in leaf.content["rows"].items()
            for row_id in hashes
        }
        query = select(LogPin.table_name, LogPin.row_id, LogPin.log_id, LogPin.position)
        for pin in db.session.execute(query.order_by(LogPin.table_name, LogPin.row_id)):
            known = (pin.log_id, pin.position) in self._told.altered  # and told already
            if tuple(pin) not in listed and not known:
                name = f"{pin.table_name} {pin.row_id}"
                where = f"log {pin.log_id} leaf {pin.position}"
                yield Fault(
                    "pinned.unlisted",
                    f"{name}: มีค่าสุ่ม แต่ {where} ไม่มีแถวนี้",
                    f"{name}: has a salt, but {where} does not have this row",
                )

    def _compare(
        self, leaf: Any, table: Pinned, row: Any, pin: Any, logged: str
    ) -> Iterator[Fault]:
        if commit_content(pin.salt, table.record(row)).hex() != logged:
            yield Fault(
                "pinned.altered",
                f"{_thai(table, row.id)}: ไม่ตรงกับที่ลงบันทึก ({name_of(leaf)})",
                f"{_english(table, row.id)}: differs from {name_of(leaf)}",
            )
        elif self._is_backdated(leaf, table, row):
            yield Fault(
                "pinned.late",
                f"{_thai(table, row.id)}: อ้างเวลาก่อนที่จะมีจริง ({name_of(leaf)})",
                f"{_english(table, row.id)}: claims to be older than it is ({name_of(leaf)})",
            )

    def _is_backdated(self, leaf: Any, table: Pinned, row: Any) -> bool:
        """Whether a sweep went by at which this row should have been there, and was not."""
        if row.id <= self._told.pinning.get(table.name, 0):
            return False  # older than all of this
        if row.id in self._told.released.get(table.name, ()):
            return False  # logged anew
        before = bisect_right(self._sweeps, leaf.logged_at - _OVERLAP)
        since: datetime | None = getattr(row, table.moment)
        return bool(before and since and since < self._sweeps[before - 1] - _OVERLAP)


def _gone(leaf: Any, table: Pinned, row_id: int, *, there: bool) -> Fault:
    if there:
        return Fault(
            "pinned.salt",
            f"{_thai(table, row_id)}: ค่าสุ่มสำหรับเปิดดูที่ลงบันทึกไว้หายไป ({name_of(leaf)})",
            f"{_english(table, row_id)}: the salt that opens {name_of(leaf)} is gone",
        )
    return Fault(
        "pinned.missing",
        f"{_thai(table, row_id)}: ลงบันทึกไว้แต่หายไป ({name_of(leaf)})",
        f"{_english(table, row_id)}: was logged and is gone ({name_of(leaf)})",
    )


def _never_logged(table: Pinned) -> Iterator[Fault]:
    query = select(table.model.id).where(table.model.id <= floor_of(table), ~is_pinned(table))
    for row_id in db.session.scalars(query.order_by(table.model.id).limit(LEAF)):
        yield Fault(
            "pinned.none",
            f"{_thai(table, row_id)}: มีอยู่แต่ไม่เคยลงบันทึก",
            f"{_english(table, row_id)}: is there and was never logged",
        )


def check_strikes() -> Iterator[Fault]:
    """That of the old register what was struck counts no more, and nothing else."""
    struck = or_(
        exists().where(EarlierStrike.certificate_id == EarlierCertificate.id),
        exists().where(EarlierStrike.import_id == EarlierCertificate.import_id),
    )
    query = select(EarlierCertificate.id).where(EarlierCertificate.live_key.is_(None) != struck)
    table = PINNED[EarlierCertificate.__tablename__]
    for row_id in db.session.scalars(query.order_by(EarlierCertificate.id).limit(LEAF)):
        yield Fault(
            "pinned.struck",
            f"{_thai(table, row_id)}: นับหรือไม่นับ ไม่ตรงกับการขีดออก",
            f"{_english(table, row_id)}: counts, or does not, against what was struck",
        )


def _thai(table: Pinned, row_id: int) -> str:
    return f"{table.thai} ({table.name} {row_id})"


def _english(table: Pinned, row_id: int) -> str:
    return f"{table.name} {row_id}"
