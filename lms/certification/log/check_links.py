"""Re-check which certificate stands in whose place.

What such a row says follows, before any sweep has seen it, from what other leaves hold fast: the
new certificate's facts name the old one, and whether it renews it; a corrected one was taken back
as superseded, one that was given back after an appeal was not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import exists, select

from lms.certification.lineage.models import CertificateCase, Replacement, ReplacementKind
from lms.certification.log.faults import Fault
from lms.certification.models import Certificate, Revocation, RevocationClass
from lms.db import db


def links(start: int, end: int) -> dict[int, list[Any]]:
    """The rows of replacements by which certificates [start, end) are the new ones."""
    superseded = exists().where(
        Revocation.certificate_id == Replacement.old_id,
        Revocation.revocation_class == RevocationClass.SUPERSEDED,
    )
    rows = db.session.execute(
        select(
            *Replacement.__table__.columns,
            superseded.label("superseded"),
            Certificate.number.label("old_number"),
            Certificate.enrolment_id.label("old_enrolment_id"),
            CertificateCase.certificate_id.label("case_certificate_id"),
            CertificateCase.kind.label("case_kind"),
        )
        .outerjoin(Certificate, Certificate.id == Replacement.old_id)
        .outerjoin(CertificateCase, CertificateCase.id == Replacement.case_id)
        .where(Replacement.new_id >= start, Replacement.new_id < end)
        .order_by(Replacement.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.new_id].append(row)
    return found


def check_links(name: str, certificate: Any, rows: Sequence[Any]) -> Iterator[Fault]:
    """That a certificate stands in the place of the one that its facts name, and of no other."""
    replaced = certificate.facts.get("replaces")
    if replaced and not rows:
        yield Fault(
            "replacement.missing",
            f"{name}: ออกแทน {replaced} แต่แถวที่เชื่อมสองฉบับหายไป",
            f"{name}: was issued in place of {replaced}, and the row that says so is gone",
        )
    for row in rows:
        if wrong := ", ".join(_wrong(certificate, row)):
            yield Fault(
                "replacement.altered",
                f"{name}: แถวที่เชื่อมกับฉบับเดิม ({row.id}) ไม่ตรงกับที่ลงบันทึก: {wrong}",
                f"{name}: replacement {row.id} differs from what was logged: {wrong}",
            )


def _wrong(certificate: Any, row: Any) -> Iterator[str]:
    """Which columns of such a row cannot be."""
    if row.old_number is None or row.old_number != certificate.facts.get("replaces"):
        yield "old_id"
    if row.kind != _kind(certificate, row):
        yield "kind"
    if row.case_id is None:
        learned_again = row.old_enrolment_id != certificate.enrolment_id
        right = learned_again and row.kind == ReplacementKind.RENEWAL
    else:
        right = (row.case_certificate_id, row.case_kind) == (row.old_id, row.kind)
    if not right:
        yield "case_id"


def _kind(certificate: Any, row: Any) -> ReplacementKind:
    if certificate.facts.get("renewal"):
        return ReplacementKind.RENEWAL
    return ReplacementKind.CORRECTION if row.superseded else ReplacementKind.REINSTATEMENT
