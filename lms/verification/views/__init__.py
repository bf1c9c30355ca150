"""Pages of this part."""

from lms.verification.views import desk, file, keys, number, status
from lms.verification.views.blueprint import blueprint

__all__ = ["blueprint", "desk", "file", "keys", "number", "status"]
