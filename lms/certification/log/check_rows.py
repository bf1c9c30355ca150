"""Re-check what the log tells of: certificates, their documents and revocations, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from lms.audit import AuditEntry
from lms.certification.lineage.models import Replacement
from lms.certification.log.check_links import check_links
from lms.certification.log.check_links import links as links_of
from lms.certification.log.check_tree import Told, name_of
from lms.certification.log.entries import LOGGED, record_of, shown
from lms.certification.log.faults import Fault
from lms.certification.log.leaves import (
    Kind,
    commit_actor,
    commit_content,
    commit_record,
    plain,
)
from lms.certification.log.models import LogLeaf
from lms.certification.models import Certificate, CertificateDocument, Revocation
from lms.db import db

SPAN = 500  # certificates at a time
_OWN = frozenset({Kind.ISSUED, Kind.DOCUMENT, Kind.REVOKED})


@dataclass(slots=True)
class Case:
    """All that is stored of one certificate."""

    id: int
    certificate: Any = None
    documents: list[Any] = field(default_factory=list)
    revocations: list[Any] = field(default_factory=list)
    leaves: list[Any] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)  # to the one in whose place it stands

    @property
    def name(self) -> str:
        """Its number; where that is gone, what the record of acts or its files still say."""
        if self.certificate is not None:
            number, fact = str(self.certificate.number), self.certificate.facts.get("number")
            return number if number == fact else f"{fact} (number: {number})"
        noted = db.session.scalar(
            select(AuditEntry.detail).where(
                AuditEntry.subject_type == "certificate",
                AuditEntry.subject_id == self.id,
                AuditEntry.act == "certificate_issued",
            )
        )
        return noted["number"] if noted and "number" in noted else f"certificate {self.id}"


def cases() -> Iterator[Case]:
    """Every certificate of which anything is stored, in the order of their ids."""
    columns = (
        Certificate.id,
        CertificateDocument.certificate_id,
        Revocation.certificate_id,
        LogLeaf.certificate_id,
        Replacement.new_id,
    )
    ends = [db.session.execute(select(func.min(one), func.max(one))).one() for one in columns]
    if all(first is None for first, _ in ends):
        return
    first = min(low for low, _ in ends if low is not None)
    last = max(high for _, high in ends if high is not None)
    for start in range(first, last + 1, SPAN):
        yield from _span(start, min(start + SPAN, last + 1))


def _span(start: int, end: int) -> Iterator[Case]:
    found: dict[int, Case] = {}

    def case(certificate_id: int) -> Case:
        return found.setdefault(certificate_id, Case(certificate_id))

    def rows(model: Any, key: Any, *order: Any) -> Iterable[Any]:
        query = select(*model.__table__.columns).where(key >= start, key < end).order_by(*order)
        return db.session.execute(query)

    for row in rows(Certificate, Certificate.id, Certificate.id):
        case(row.id).certificate = row
    for row in rows(
        CertificateDocument, CertificateDocument.certificate_id, CertificateDocument.id
    ):
        case(row.certificate_id).documents.append(row)
    for row in rows(Revocation, Revocation.certificate_id, Revocation.id):
        case(row.certificate_id).revocations.append(row)
    for row in rows(LogLeaf, LogLeaf.certificate_id, LogLeaf.log_id, LogLeaf.position):
        case(row.certificate_id).leaves.append(row)
    for new_id, links in links_of(start, end).items():
        case(new_id).links = links
    yield from (found[one] for one in sorted(found))


def check_case(case: Case, told: Told) -> Iterator[Fault]:
    """One certificate against its leaves, both ways."""
    leaves: dict[tuple[str, int | None], list[Any]] = defaultdict(list)
    for leaf in case.leaves:
        if leaf.kind in _OWN:
            leaves[leaf.kind, leaf.row_id].append(leaf)
    if case.certificate is None:
        yield from _of_nobody(case, told)
        return
    if case.id not in told.erased:
        yield from _without_salt(case)
    yield from _of_row(case, leaves, Kind.ISSUED, None, case.certificate, told)
    for row in case.documents:
        yield from _of_row(case, leaves, Kind.DOCUMENT, row.id, row, told)
    for row in case.revocations:
        yield from _of_row(case, leaves, Kind.REVOKED, row.id, row, told)
    yield from check_links(case.name, case.certificate, case.links)
    for (kind, row_id), left in leaves.items():
        for leaf in left:
            yield Fault(
                "row.missing",
                f"{case.name}: {_THAI[kind]}ที่ลงบันทึกไว้ ({name_of(leaf)}) หายไปจากทะเบียน",
                f"{case.name}: {kind} {row_id or ''} of {name_of(leaf)} is gone from the register",
            )


def _of_nobody(case: Case, told: Told) -> Iterator[Fault]:
    if case.id not in told.erased or case.documents or case.revocations or case.links:
        where = ", ".join(name_of(leaf) for leaf in case.leaves[:3]) or "–"
        yield Fault(
            "certificate.missing",
            f"{case.name}: วุฒิบัตรที่ลงบันทึกไว้หายไปจากทะเบียน ({where})",
            f"{case.name}: the certificate is gone from the register ({where})",
        )


def _without_salt(case: Case) -> Iterator[Fault]:
    for leaf in case.leaves:
        if leaf.salt is None and leaf.kind not in (Kind.ERASED, Kind.ANONYMISED):
            yield Fault(
                "leaf.salt",
                f"{case.name}: {name_of(leaf)} ไม่มีค่าสุ่มสำหรับเปิดดู ทั้งที่วุฒิบัตรยังอยู่",
                f"{case.name}: {name_of(leaf)} has lost its salt, though the certificate is there",
            )


def _of_row(
    case: Case, leaves: dict[Any, list[Any]], kind: Kind, row_id: int | None, row: Any, told: Told
) -> Iterator[Fault]:
    found = leaves.pop((kind, row_id), [])
    what = f"{kind} {row_id}" if row_id else kind.value
    if not found:
        yield Fault(
            "leaf.none",
            f"{case.name}: {_THAI[kind]}{_at(row_id)} อยู่ในทะเบียนแต่ไม่เคยลงบันทึก",
            f"{case.name}: {what} is in the register but was never logged",
        )
    for extra in found[1:]:
        yield Fault(
            "leaf.twice",
            f"{case.name}: {_THAI[kind]}{_at(row_id)} ลงบันทึกซ้ำ ({name_of(extra)})",
            f"{case.name}: {what} is logged twice ({name_of(extra)})",
        )
    for leaf in found[:1]:
        if leaf.salt is not None:
            yield from _compare(case, kind, row, leaf, told)


def _compare(case: Case, kind: Kind, row: Any, leaf: Any, told: Told) -> Iterator[Fault]:
    content = _content(case, kind, row)
    wrong = list(_contradictions(kind, row))
    if commit_content(leaf.salt, content) != leaf.content_hash:
        names = ", ".join(wrong or content)
        yield _altered(case, kind, leaf, f"content ({names})")
    elif commit_record(leaf.salt, record_of(_TABLES[kind], row)) != leaf.record_hash:
        names = ", ".join(wrong or _rest(kind, content))
        yield _altered(case, kind, leaf, f"row ({names})")
    if kind == Kind.REVOKED:
        yield from _compare_actor(case, row, leaf, told)


def _compare_actor(case: Case, row: Any, leaf: Any, told: Told) -> Iterator[Fault]:
    if row.revoked_by is None:
        right = leaf.actor_hash is None or row.id in told.anonymised
    else:
        right = commit_actor(leaf.salt, row.revoked_by) == leaf.actor_hash
    if not right:
        yield _altered(case, Kind.REVOKED, leaf, "row (revoked_by)")


def _altered(case: Case, kind: Kind, leaf: Any, what: str) -> Fault:
    return Fault(
        f"{kind}.altered",
        f"{case.name}: {_THAI[kind]}{_at(leaf.row_id)} ไม่ตรงกับที่ลงบันทึก ({name_of(leaf)}): {what}",
        f"{case.name}: {kind} {leaf.row_id or ''} differs from {name_of(leaf)}: {what}",
    )


def _content(case: Case, kind: Kind, row: Any) -> Mapping[str, Any]:
    if kind == Kind.ISSUED:
        return shown(row.facts)
    if kind == Kind.DOCUMENT:
        return {"sha256": row.sha256, "level": row.level}
    return {
        "number": case.certificate.number,
        "revocation_class": str(row.revocation_class),
        "effective_on": row.effective_on,
    }


def _contradictions(kind: Kind, row: Any) -> Iterator[str]:
    """Which columns of a certificate disagree with its own facts: one of the two was edited."""
    if kind != Kind.ISSUED:
        return
    for name in ("number", "holder", "issued_on", "expires_on"):
        if plain(getattr(row, name)) != row.facts.get(name):
            yield name


def _rest(kind: Kind, content: Mapping[str, Any]) -> list[str]:
    return [name for name in LOGGED[_TABLES[kind]] if name not in content]


def _at(row_id: int | None) -> str:
    return f" {row_id}" if row_id else ""


Tick = Callable[[int], object]
_TABLES: dict[str, str] = {
    Kind.ISSUED: "certificates",
    Kind.DOCUMENT: "certificate_documents",
    Kind.REVOKED: "revocations",
}
_THAI: dict[str, str] = {
    Kind.ISSUED: "การออกวุฒิบัตร",
    Kind.DOCUMENT: "เอกสาร",
    Kind.REVOKED: "การเพิกถอน",
}
