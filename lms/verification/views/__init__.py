"""Pages of this part."""

from lms.verification.views import (
    credential,
    desk,
    earlier,
    file,
    history,
    keys,
    log,
    number,
    offline,
    status,
)
from lms.verification.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "credential",
    "desk",
    "earlier",
    "file",
    "history",
    "keys",
    "log",
    "number",
    "offline",
    "status",
]
