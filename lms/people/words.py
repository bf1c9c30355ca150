"""The names of roles, as people read them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.access import Role

ROLES = {
    Role.VOLUNTEER: _l("อาสาสมัคร (อพม.)"),
    Role.TRAINER: _l("วิทยากร"),
    Role.PROVINCIAL_OFFICER: _l("เจ้าหน้าที่ พมจ."),
    Role.CENTRAL_OFFICER: _l("เจ้าหน้าที่ส่วนกลาง (พส.)"),
    Role.AUDITOR: _l("ผู้ตรวจสอบ"),
    Role.ADMINISTRATOR: _l("ผู้ดูแลระบบ"),
}
