"""The organisational tree: the country, 77 provinces and all below, and those abroad.

Place names and codes: GeoThai (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, insert, or_, select, text
from sqlalchemy.orm import joinedload

from lms.access import Actor, Permission
from lms.db import db, like_literal
from lms.errors import NotFound
from lms.people.models import OrgUnit, UnitKind
from lms.thai import sort_key
from lms.web import Contact

BANGKOK = "10"


def plant() -> int:
    """Plant the tree once; returns how many units were planted, 0 when it stands already."""
    if db.session.scalar(select(func.count()).select_from(OrgUnit)):
        return 0
    rows = list(_rows())
    db.session.execute(insert(OrgUnit), rows)
    if db.session.get_bind().dialect.name == "postgresql":  # it did not see our own numbers
        sequence = "pg_get_serial_sequence('org_units', 'id')"
        db.session.execute(text(f"SELECT setval({sequence}, :last)"), {"last": len(rows)})
    return len(rows)


def _rows() -> Iterator[dict[str, Any]]:
    """Parents before children, numbered as they come."""
    import geothai  # 6 MB that no web process needs once the tree stands

    count = 0

    def row(
        parent: dict[str, Any] | None, kind: UnitKind, code: str, th: str, en: str, **more: str
    ) -> dict[str, Any]:
        nonlocal count
        count += 1
        above = parent["path"] if parent else "/"
        return {
            "id": count,
            "parent_id": parent["id"] if parent else None,
            "path": f"{above}{count}/",
            "kind": kind,
            "code": code,
            "name_th": th,
            "name_en": en,
            "office_th": more.get("office_th"),
            "office_en": more.get("office_en"),
            "sort_key": sort_key(th)[:400],
        }

    country = row(None, UnitKind.COUNTRY, "TH", "ประเทศไทย", "Thailand")
    yield country
    for province in geothai.provinces():
        here = row(
            country,
            UnitKind.PROVINCE,
            province.code,
            province.name_th,
            province.name_en,
            **_office(province),
        )
        yield here
        for district in geothai.districts(province.code):
            there = row(here, UnitKind.DISTRICT, district.code, district.name_th, district.name_en)
            yield there
            for place in geothai.subdistricts(district.code):
                yield row(there, UnitKind.SUBDISTRICT, place.code, place.name_th, place.name_en)
    abroad = row(country, UnitKind.OVERSEAS, "OVERSEAS", "ต่างประเทศ", "Overseas")
    yield abroad
    yield row(abroad, UnitKind.ABROAD, "DE", "เยอรมนี", "Germany")


def _office(province: Any) -> dict[str, str]:
    if province.code == BANGKOK:  # has no provincial office of the ministry
        return {}
    return {
        "office_th": f"สำนักงาน พมจ.{province.name_th}",
        "office_en": f"{province.name_en} Provincial Social Development Office",
    }


def by_code(kind: UnitKind, code: str) -> OrgUnit:
    """A unit by its code; raises NotFound."""
    unit = db.session.scalar(select(OrgUnit).where(OrgUnit.kind == kind, OrgUnit.code == code))
    if unit is None:
        raise NotFound
    return unit


def root() -> OrgUnit:
    """The country."""
    return by_code(UnitKind.COUNTRY, "TH")


def provinces() -> list[OrgUnit]:
    """The 77 in Thai order, then those abroad: where a person may say they belong."""
    kinds = (UnitKind.PROVINCE, UnitKind.ABROAD)
    rows = db.session.scalars(
        select(OrgUnit)
        .where(OrgUnit.kind.in_(kinds))
        .order_by(OrgUnit.kind.desc(), OrgUnit.sort_key, OrgUnit.id)
    )
    return list(rows)


def below(actor: Actor, permission: Permission) -> Any:
    """The condition on OrgUnit.path that keeps a query inside the actor's areas."""
    areas = actor.areas(permission)
    return or_(False, *(OrgUnit.path.like(f"{like_literal(a)}%", escape="\\") for a in areas))


def everywhere(actor: Actor, permission: Permission) -> bool:
    """Whether the permission holds for the whole country, whose path is one number alone."""
    return any(area.strip("/").isdigit() for area in actor.areas(permission))


def contact_of(unit: OrgUnit) -> Contact:
    """Whom to call: the nearest unit above that can be called (its parents are loaded)."""
    chain = [unit]
    while (above := chain[-1].parent) is not None:
        chain.append(above)
    return contact_among(chain)


def contact_among(chain: Sequence[Any]) -> Contact:
    """The nearest that can be called, of units or rows of their columns, innermost first."""
    near = next((unit for unit in chain if unit.phone or unit.line_url), chain[0])
    return Contact(
        near.office_th or near.name_th,
        near.phone,
        near.hours,
        near.line_url,
        near.office_en or near.name_en,
    )


def nearest_contact(unit_id: int) -> Contact | None:
    """The same for somebody who is not signed in; None when nobody there can be called."""
    above = joinedload(OrgUnit.parent).joinedload(OrgUnit.parent).joinedload(OrgUnit.parent)
    unit = db.session.scalar(select(OrgUnit).options(above).where(OrgUnit.id == unit_id))
    found = contact_of(unit) if unit else None
    return found if found and (found.phone or found.line_url) else None


def offices() -> list[OrgUnit]:
    """Every province and country abroad that can be called, in Thai order."""
    return [unit for unit in provinces() if unit.phone or unit.line_url]
