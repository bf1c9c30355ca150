"""Pages of signing in, of one's own account, and of the register."""

from lms.people.views import account, join, names, sign_in
from lms.people.views.blueprint import blueprint

__all__ = ["account", "blueprint", "join", "names", "sign_in"]
