"""Choosing a place in steps, province → district → sub-district, without any script."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import or_, select

from lms.db import db
from lms.people.models import OrgUnit, UnitKind

ANYWHERE = ("/",)  # the area of whoever may choose every unit

_FIRST = (UnitKind.PROVINCE, UnitKind.ABROAD, UnitKind.AGENCY, UnitKind.ORGANISATION)
_ORDER = (
    UnitKind.COUNTRY,
    UnitKind.PROVINCE,
    UnitKind.ABROAD,
    UnitKind.AGENCY,
    UnitKind.ORGANISATION,
)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """What may be chosen at each step, and what is chosen so far."""

    first: list[OrgUnit] = field(default_factory=list)
    districts: list[OrgUnit] = field(default_factory=list)
    subdistricts: list[OrgUnit] = field(default_factory=list)
    chosen: OrgUnit | None = None  # the deepest one chosen, inside the areas


def choice(
    areas: tuple[str, ...], steps: tuple[int | None, int | None, int | None], *, country: bool
) -> UnitChoice:
    """The lists of each step for the ids chosen so far; one query.

    Only what lies inside `areas` (paths) or leads to them is offered; `country` offers the
    whole country as the first step too, for staff of the centre.
    """
    kinds = (*_FIRST, UnitKind.COUNTRY) if country else _FIRST
    parents = [step for step in steps[:2] if step]
    rows = db.session.scalars(
        select(OrgUnit)
        .where(or_(OrgUnit.kind.in_(kinds), OrgUnit.parent_id.in_(parents)))
        .order_by(OrgUnit.sort_key, OrgUnit.id)
    ).all()
    offered = [unit for unit in rows if _leads(unit, areas)]
    first = sorted((u for u in offered if u.kind in kinds), key=lambda u: _ORDER.index(u.kind))
    districts = [u for u in offered if u.kind == UnitKind.DISTRICT and u.parent_id == steps[0]]
    below = [u for u in offered if u.kind == UnitKind.SUBDISTRICT and u.parent_id == steps[1]]
    if all(district.id != steps[1] for district in districts):
        below = []
    chosen = None
    for step, rung in zip(steps, (first, districts, below), strict=True):
        found = next((unit for unit in rung if unit.id == step), None)
        if found is None:
            break
        chosen = found
    inside = chosen if chosen and _inside(chosen.path, areas) else None
    return UnitChoice(first, districts, below, inside)


def steps_to(unit: OrgUnit) -> tuple[int | None, int | None, int | None]:
    """The ids chosen at each step to come to a unit."""
    ids = [int(part) for part in unit.path.strip("/").split("/")]
    if unit.kind == UnitKind.SUBDISTRICT:
        return ids[-3], ids[-2], ids[-1]
    if unit.kind == UnitKind.DISTRICT:
        return ids[-2], ids[-1], None
    return unit.id, None, None


def _inside(path: str, areas: tuple[str, ...]) -> bool:
    return any(path.startswith(area) for area in areas)


def _leads(unit: OrgUnit, areas: tuple[str, ...]) -> bool:
    """Inside, or on the way; the country is on every way, and so is offered only as an end."""
    on_the_way = unit.kind != UnitKind.COUNTRY and any(a.startswith(unit.path) for a in areas)
    return on_the_way or _inside(unit.path, areas)
