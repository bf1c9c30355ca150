"""Work in the background: sign the log's head when it has moved."""

from __future__ import annotations

from lms.certification.log import models

__all__ = ["models"]
