"""The old register, found through the right: an officer sees what lies in their area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access import Actor, Permission
from lms.certification.earlier.holders import holder_key
from lms.certification.earlier.models import (
    EarlierCertificate,
    EarlierImport,
    EarlierRow,
    EarlierScan,
    EarlierStrike,
    ScanBundle,
    Stage,
)
from lms.certification.earlier.numbering import number_key, same_number
from lms.db import db, like_literal
from lms.errors import NotFound
from lms.people import units
from lms.people.models import OrgUnit, UnitKind

SEE, KEEP = Permission.SEE_CERTIFICATES, Permission.KEEP_EARLIER
_CANDIDATES = 500  # papers of all offices with one number
KINDS = (
    UnitKind.COUNTRY,
    UnitKind.PROVINCE,
    UnitKind.AGENCY,
    UnitKind.ORGANISATION,
    UnitKind.ABROAD,
)


def certificates(actor: Actor, words: str = "") -> Select[EarlierCertificate]:
    """Certificates of the actor's area, struck ones too; narrowed by name or number."""
    query = (
        select(EarlierCertificate)
        .join(EarlierCertificate.unit)
        .options(contains_eager(EarlierCertificate.unit))
        .where(units.below(actor, SEE))
        .order_by(EarlierCertificate.id.desc())
    )
    return query.where(or_(*_ways(words))) if words.strip() else query


def _ways(words: str) -> list[ColumnElement[bool]]:
    name = like_literal(holder_key(words))
    ways: list[ColumnElement[bool]] = [
        EarlierCertificate.holder_fold.like(f"%{name}%", escape="\\")
    ]
    if any(c.isdecimal() for c in number_key(words)):
        ways.append(EarlierCertificate.number_key == number_key(words))
    return ways


def certificate(actor: Actor, permission: Permission, certificate_id: int) -> EarlierCertificate:
    """One of the actor's area with all that its page shows; a stranger's is not found."""
    found = db.session.scalar(
        select(EarlierCertificate)
        .join(EarlierCertificate.unit)
        .options(
            contains_eager(EarlierCertificate.unit),
            joinedload(EarlierCertificate.of_import).options(
                joinedload(EarlierImport.confirmer),
                joinedload(EarlierImport.strike).joinedload(EarlierStrike.striker),
            ),
            joinedload(EarlierCertificate.strike).joinedload(EarlierStrike.striker),
            selectinload(EarlierCertificate.scans),
        )
        .where(EarlierCertificate.id == certificate_id, units.below(actor, permission))
    )
    if found is None:
        raise NotFound
    return found


def scan(actor: Actor, scan_id: int) -> EarlierScan:
    """A scan of a certificate of the actor's area."""
    found = db.session.scalar(
        select(EarlierScan)
        .join(EarlierScan.certificate)
        .join(EarlierCertificate.unit)
        .where(EarlierScan.id == scan_id, units.below(actor, SEE))
    )
    if found is None:
        raise NotFound
    return found


def imports(actor: Actor) -> Select[EarlierImport]:
    """Imports of the actor's area, newest first."""
    return (
        select(EarlierImport)
        .join(EarlierImport.unit)
        .options(
            contains_eager(EarlierImport.unit),
            joinedload(EarlierImport.starter),
            joinedload(EarlierImport.strike),
        )
        .where(units.below(actor, SEE))
        .order_by(EarlierImport.id.desc())
    )


def one_import(
    actor: Actor, import_id: int, permission: Permission = SEE, *, to_change: bool = False
) -> EarlierImport:
    """One import of the actor's area; `to_change`: nobody else changes it meanwhile."""
    query = (
        select(EarlierImport)
        .join(EarlierImport.unit)
        .options(contains_eager(EarlierImport.unit))
        .where(EarlierImport.id == import_id, units.below(actor, permission))
        .execution_options(populate_existing=True)
    )
    query = query.with_for_update(of=EarlierImport) if to_change else query.options(*_WHOLE)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


_WHOLE = (
    joinedload(EarlierImport.starter),
    joinedload(EarlierImport.confirmer),
    joinedload(EarlierImport.strike).joinedload(EarlierStrike.striker),
)


def rows(found: EarlierImport, outcome: int | None = None) -> Select[EarlierRow]:
    """The sheet's rows with what becomes of them: what is wrong first."""
    query = (
        select(EarlierRow)
        .where(EarlierRow.import_id == found.id)
        .where(EarlierRow.outcome.is_not(None))
        .order_by(EarlierRow.outcome, EarlierRow.position)
    )
    return query.where(EarlierRow.outcome == outcome) if outcome else query


def all_rows(found: EarlierImport, outcome: int, most: int) -> list[EarlierRow]:
    """The same, without pages."""
    return list(db.session.scalars(rows(found, outcome).limit(most)))


def first_rows(import_id: int, most: int = 25) -> list[EarlierRow]:
    """The top of the sheet as it was sent."""
    query = select(EarlierRow).where(EarlierRow.import_id == import_id)
    return list(db.session.scalars(query.order_by(EarlierRow.position).limit(most)))


def bundles(import_id: int) -> list[ScanBundle]:
    """Zips of scans sent for an import, newest first."""
    query = select(ScanBundle).where(ScanBundle.import_id == import_id)
    return list(db.session.scalars(query.order_by(ScanBundle.id.desc()).limit(50)))


def with_scans(import_id: int) -> int:
    """How many of its certificates have a scan."""
    query = (
        select(func.count(EarlierScan.certificate_id.distinct()))
        .join(EarlierScan.certificate)
        .where(EarlierCertificate.import_id == import_id)
    )
    return db.session.scalar(query) or 0


def earlier_of_same_file(found: EarlierImport) -> int | None:
    """The import that took in the very same file for the same unit before, and still counts."""
    struck = select(EarlierStrike.id).where(EarlierStrike.import_id == EarlierImport.id)
    return db.session.scalar(
        select(func.max(EarlierImport.id)).where(
            EarlierImport.file_sha256 == found.file_sha256,
            EarlierImport.unit_id == found.unit_id,
            EarlierImport.stage == Stage.DONE,
            EarlierImport.id < found.id,
            ~struck.exists(),
        )
    )


def units_of(actor: Actor) -> list[OrgUnit]:
    """Units whose old register the actor may import: in Thai order, the country first."""
    areas = actor.areas(KEEP)
    found = db.session.scalars(
        select(OrgUnit)
        .where(or_(OrgUnit.path.in_(areas), OrgUnit.kind.in_(KINDS)), units.below(actor, KEEP))
        .order_by(OrgUnit.sort_key, OrgUnit.id)
    )
    return sorted(found, key=lambda unit: unit.kind != UnitKind.COUNTRY)


def of_number(typed: str) -> list[EarlierCertificate]:
    """Every paper of that number that still counts, whatever office issued it.

    For verification, which says how much of it may be told to whom.
    """
    return of_numbers([typed], _CANDIDATES)[typed]


def of_numbers(typed: Sequence[str], most: int = 20_000) -> dict[str, list[EarlierCertificate]]:
    """The same for several, in one query."""
    keys = {key for key in map(number_key, typed) if any(c.isdecimal() for c in key)}
    by_key: dict[str, list[EarlierCertificate]] = {}
    query = (
        select(EarlierCertificate)
        .options(joinedload(EarlierCertificate.unit), joinedload(EarlierCertificate.of_import))
        .where(EarlierCertificate.number_key.in_(keys), EarlierCertificate.live_key.is_not(None))
        .order_by(EarlierCertificate.id)
        .limit(most)
    )
    for one in db.session.scalars(query) if keys else ():
        by_key.setdefault(one.number_key, []).append(one)
    return {
        number: [
            one for one in by_key.get(number_key(number), ()) if same_number(number, one.number)
        ]
        for number in typed
    }


def live(keys: list[str]) -> dict[str, Any]:
    """What counts already of these keys: curriculum and day by key."""
    held = EarlierCertificate.live_key
    query = select(held, EarlierCertificate.curriculum, EarlierCertificate.issued_on)
    return {row.live_key: row for row in db.session.execute(query.where(held.in_(keys)))}
