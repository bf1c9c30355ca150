"""Pages of signing in, of one's own account, and of the register."""

from lms.people.views import account, join, names, register, setup, sign_in, slips
from lms.people.views.blueprint import blueprint

__all__ = ["account", "blueprint", "join", "names", "register", "setup", "sign_in", "slips"]
