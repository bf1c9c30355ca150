"""Hours of the day as pages say them."""

from __future__ import annotations

from datetime import datetime

from flask_babel import get_locale

from lms.web import reader_zone


def hour(moment: datetime) -> str:
    """10.04 น., in the reader's zone."""
    local = moment.astimezone(reader_zone())
    return f"{local:%H:%M}" if str(get_locale()) == "en" else f"{local:%H.%M} น."
