"""Thai text, names and พ.ศ. dates: what neither Unicode nor Babel does for us (no library)."""

from lms.thai.collation import sort_key
from lms.thai.dates import (
    BANGKOK,
    be_date,
    be_date_short,
    be_datetime,
    be_time,
    be_year,
    fiscal_year,
    fiscal_year_span,
    local_day,
)
from lms.thai.hours import hours_in_english
from lms.thai.names import display_name, full_name
from lms.thai.reading import parse_be_date
from lms.thai.text import arabic_digits, fold, held, normalise, one_line, thai_digits

__all__ = [
    "BANGKOK",
    "arabic_digits",
    "be_date",
    "be_date_short",
    "be_datetime",
    "be_time",
    "be_year",
    "display_name",
    "fiscal_year",
    "fiscal_year_span",
    "fold",
    "full_name",
    "held",
    "hours_in_english",
    "local_day",
    "normalise",
    "one_line",
    "parse_be_date",
    "sort_key",
    "thai_digits",
]
