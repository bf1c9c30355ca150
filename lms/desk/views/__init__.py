"""Pages that span parts: the home of everybody, the record of acts."""

from lms.desk.views import audit, home, requests, roles
from lms.desk.views.blueprint import blueprint

__all__ = ["audit", "blueprint", "home", "requests", "roles"]
