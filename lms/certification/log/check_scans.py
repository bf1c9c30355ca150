"""Re-check the scans of earlier paper certificates: each is kept under the hash of its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import func, select

from lms.certification.earlier.models import EarlierScan
from lms.certification.earlier.scanning import scan_key
from lms.certification.log.faults import Fault
from lms.db import db
from lms.storage import Missing, store, store_faults


def check_scans() -> Iterator[Fault | None]:
    """Read every scan again: what is wrong with it, or None."""
    query = select(EarlierScan.sha256, func.min(EarlierScan.id)).group_by(EarlierScan.sha256)
    scans = db.session.execute(query.order_by(EarlierScan.sha256)).all()
    db.session.rollback()  # reading takes a while; nobody waits for our transaction
    for digest, scan_id in scans:
        yield _fault(digest, scan_id)


def _fault(digest: str, scan_id: int) -> Fault | None:
    name = f"earlier_scans {scan_id} ({scan_key(digest)})"
    try:
        with store().opened(scan_key(digest)) as file:
            right = hashlib.file_digest(file, "sha256").hexdigest() == digest
    except Missing:
        return Fault("scan.missing", f"{name}: ไฟล์หายไป", f"{name}: the file is gone")
    except (ValueError, OSError, store_faults()) as fault:
        said = " ".join(str(fault).split()) or type(fault).__name__
        return Fault(
            "scan.unreadable", f"{name}: อ่านไม่ได้ ({said})", f"{name}: cannot be read ({said})"
        )
    if right:
        return None
    return Fault(
        "scan.altered",
        f"{name}: ไบต์ของไฟล์ไม่ตรงกับที่ลงทะเบียน",
        f"{name}: its bytes are not those that were registered",
    )
