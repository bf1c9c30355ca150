"""Work in the background: tell holders whose certificates end."""

from __future__ import annotations

from lms.certification.lineage import models  # noqa: F401
