"""A unit's place in words."""

from __future__ import annotations

from flask_babel import get_locale

from lms.people.models import OrgUnit, UnitKind

_NAMED = {UnitKind.SUBDISTRICT: "ต.", UnitKind.DISTRICT: "อ.", UnitKind.PROVINCE: "จ."}
_IN_BANGKOK = {UnitKind.SUBDISTRICT: "แขวง", UnitKind.DISTRICT: "", UnitKind.PROVINCE: ""}


def place_name(unit: OrgUnit) -> str:
    """ "ต.ศรีภูมิ อ.เมืองเชียงใหม่ จ.เชียงใหม่"; parents up to the province must be loaded."""
    chain = [unit]
    while chain[-1].kind in (UnitKind.SUBDISTRICT, UnitKind.DISTRICT) and chain[-1].parent:
        chain.append(chain[-1].parent)
    if str(get_locale()) == "en":
        return ", ".join(step.name_en for step in chain)
    words = _IN_BANGKOK if chain[-1].code == "10" else _NAMED
    return " ".join(words.get(UnitKind(step.kind), "") + step.name_th for step in chain)
