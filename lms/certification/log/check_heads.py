"""Re-check signed heads: our own, those that others published, and where a log goes on from."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence

from lms.certification.log.check_tree import Told
from lms.certification.log.faults import Fault
from lms.certification.log.heads import said_of
from lms.certification.log.models import Log, LogCheckpoint
from lms.certification.log.notes import Head, read, signers_of


def check_heads(
    log: Log, checkpoints: Sequence[LogCheckpoint], keys: set[bytes], told: Told
) -> Iterator[Fault]:
    """Each head of one log, in the order of their sizes."""
    good = 0
    for one in sorted(checkpoints, key=lambda each: each.size):
        name = f"log {log.id} checkpoint {one.size}"
        if not _says(one, log.origin):
            yield Fault(
                "head.row",
                f"{name}: ข้อความที่ลงลายมือชื่อไม่ตรงกับแถวข้อมูล",
                f"{name}: the signed text differs from its row",
            )
        elif not signers_of(one.note, log.origin, keys):
            yield Fault(
                "head.signature",
                f"{name}: ลายมือชื่อไม่ถูกต้อง หรือไม่ใช่กุญแจของบันทึกนี้",
                f"{name}: not signed by a key of this log",
            )
        root = told.roots.get((log.id, one.size))
        if root is None:
            yield Fault(
                "head.beyond",
                f"{name}: เกินจำนวนรายการที่มีอยู่ ({told.sizes.get(log.id, 0)})",
                f"{name}: beyond the leaves that are there ({told.sizes.get(log.id, 0)})",
            )
        elif root != one.root:
            span = f"{good}-{one.size - 1}"
            yield Fault(
                "head.root",
                f"{name}: รากไม่ตรงกับรายการที่เก็บไว้ รายการที่ต่างอยู่ในช่วง {span}",
                f"{name}: its root is not that of the leaves; what differs is among {span}",
            )
        else:
            good = one.size
    yield from _taken_away(log, checkpoints, told)


def _taken_away(log: Log, checkpoints: Sequence[LogCheckpoint], told: Told) -> Iterator[Fault]:
    """Heads that the log says were signed, and that are not there as they were."""
    held = [said_of(one) for one in checkpoints]
    if not held and log.id in told.printed:
        yield Fault(
            "head.none",
            f"log {log.id}: พิมพ์เอกสารแล้ว แต่ไม่มีหัวบันทึกที่ลงลายมือชื่อ",
            f"log {log.id}: documents were printed, but there is no signed head",
        )
    for log_id, said in told.heads:
        if log_id == log.id and said not in held:
            name = f"log {log.id} checkpoint {said.get('size')}"
            yield Fault(
                "head.missing",
                f"{name}: เคยลงลายมือชื่อไว้ แต่หายไปหรือถูกแก้",
                f"{name}: was signed, and is gone or was changed",
            )


def _says(one: LogCheckpoint, origin: str) -> bool:
    try:
        head = read(one.note)
    except ValueError:
        return False
    return (head.origin, head.size, head.root) == (origin, one.size, one.root)


def check_succession(logs: Sequence[Log], told: Told) -> Iterator[Fault]:
    """That each log begins where the one before it was closed, and that one alone is open."""
    for place, log in enumerate(logs):
        opened, before = told.opened.get(log.id, {}), logs[place - 1] if place else None
        head = None
        if before is not None:
            root = told.roots.get((before.id, before.size), b"")
            head = {
                "origin": before.origin,
                "size": before.size,
                "root": b64encode(root).decode(),
            }
        if opened.get("origin") != log.origin or opened.get("previous") != head:
            yield Fault(
                "log.opening",
                f"log {log.id}: รายการแรกไม่ตรงกับชื่อบันทึกหรือกับหัวของบันทึกก่อนหน้า",
                f"log {log.id}: its first leaf does not name it, or the head of the log before it",
            )
        if log.id != place + 1 or (log.closed_at is None) != (log is logs[-1]):
            yield Fault(
                "log.order",
                f"log {log.id}: ลำดับหรือการเปิดปิดของบันทึกผิด",
                f"log {log.id}: the logs' order, or which of them is open, is wrong",
            )


def check_witnessed(
    heads: Sequence[Head], logs: Sequence[Log], keys: set[bytes], told: Told
) -> Iterator[Fault]:
    """That today's log goes on from every head that was published."""
    by_origin = {log.origin: log for log in logs}
    for head in heads:
        name = f"{head.origin} {head.size}"
        log = by_origin.get(head.origin)
        if log is None:
            yield Fault(
                "witness.log",
                f"หัวบันทึกที่เผยแพร่แล้ว {name}: ไม่มีบันทึกนี้ในระบบ",
                f"published head {name}: there is no such log here",
            )
            continue
        yield from _of_published(head, log, name, told)
        if not signers_of(head.note, head.origin, keys):
            yield Fault(
                "witness.signature",
                f"หัวบันทึกที่เผยแพร่แล้ว {name}: กุญแจที่ลงลายมือชื่อไม่อยู่ในทะเบียนของระบบ",
                f"published head {name}: signed by no key that is known here",
            )


def _of_published(head: Head, log: Log, name: str, told: Told) -> Iterator[Fault]:
    root, size = told.roots.get((log.id, head.size)), told.sizes.get(log.id, 0)
    if head.size > size:
        closed = log.closed_at is not None
        why = " (บันทึกนี้ถูกปิดเพราะกู้คืนข้อมูลสำรอง)" if closed else ""
        because = " (this log was closed: an older backup was restored)" if closed else ""
        yield Fault(
            "witness.lost",
            f"หัวบันทึกที่เผยแพร่แล้ว {name}: รายการ {size}-{head.size - 1} หายไป{why}",
            f"published head {name}: leaves {size}-{head.size - 1} are lost{because}",
        )
    elif root != head.root:
        yield Fault(
            "witness.root",
            f"หัวบันทึกที่เผยแพร่แล้ว {name}: บันทึกปัจจุบันไม่ได้ต่อจากหัวนี้ ประวัติถูกเขียนใหม่",
            f"published head {name}: today's log does not go on from it; history was rewritten",
        )
