"""Pages of this part."""

from lms.verification.views import credential, desk, file, history, keys, number, status
from lms.verification.views.blueprint import blueprint

__all__ = ["blueprint", "credential", "desk", "file", "history", "keys", "number", "status"]
