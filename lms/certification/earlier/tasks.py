"""Work in the background: read sheets, judge their rows, add them, and take in scans."""

from __future__ import annotations

from lms.certification.earlier import models

__all__ = ["models"]
