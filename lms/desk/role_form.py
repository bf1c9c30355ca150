"""The form of a role to give."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from lms.access import Role
from lms.curricula.outline import published
from lms.people.register_forms import PlaceFields
from lms.people.words import ROLES


class RoleForm(PlaceFields):
    """Which role, for which unit, and for a trainer which curriculum."""

    role = SelectField(_l("บทบาท"))
    curriculum = SelectField(_l("หลักสูตร (เฉพาะวิทยากร)"))

    def offer_choices(self) -> None:
        """Every role; every curriculum that is published."""
        self.role.choices = [SelectChoice(role.value, str(ROLES[role])) for role in Role]
        self.curriculum.choices = [
            SelectChoice("", "—"),
            *(SelectChoice(edition.slug, edition.name_th) for edition in published()),
        ]
