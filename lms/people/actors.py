"""Whoever is signed in: plain values, read once a request, that every part may ask."""

from __future__ import annotations

from dataclasses import dataclass

from lms.access import Permission, Role, allows
from lms.web import Contact

STAFF = frozenset(Role) - {Role.VOLUNTEER}


@dataclass(frozen=True, slots=True)
class HeldGrant:
    """A role of somebody, where it holds, and for which curriculum (None: all)."""

    role: Role
    unit_path: str
    curriculum: str | None


@dataclass(frozen=True, slots=True)
class AccountActor:
    """A signed-in person, as Flask-Login and lms.access.Actor want one."""

    token: str  # the cookie's secret; its digest names the row
    device_id: int  # of the row of signed_in_devices
    account_id: int
    person_id: int
    display_name: str
    first_name: str
    unit_id: int
    unit_path: str
    language: str | None
    text_size: str | None
    timezone: str | None
    contact: Contact
    grants: tuple[HeldGrant, ...]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie."""
        return self.token

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Whether any role is more than a volunteer's."""
        return bool(self.roles & STAFF)

    def may(self, permission: Permission) -> bool:
        """Whether any grant carries the permission, wherever it holds."""
        return any(allows(grant.role, permission) for grant in self.grants)

    def areas(self, permission: Permission) -> tuple[str, ...]:
        """Paths of the units below which the permission holds."""
        return tuple(
            sorted({grant.unit_path for grant in self.grants if allows(grant.role, permission)})
        )

    def curricula(self, permission: Permission) -> frozenset[str] | None:
        """Slugs for which it holds; None means every curriculum."""
        held = [grant.curriculum for grant in self.grants if allows(grant.role, permission)]
        return None if None in held else frozenset(slug for slug in held if slug)
