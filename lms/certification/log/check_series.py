"""Re-check the number series: one that was set back would give a number's place away twice.

The place of a certificate in the list of revocations follows from its sequence, so two of one
sequence would be taken back together, whatever their random characters are.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from lms.certification.log.faults import Fault
from lms.certification.models import Certificate, NumberSeries
from lms.db import db

_TAIL = len("-0000001-ABCD-E")  # what follows prefix and year


def check_series() -> Iterator[Fault]:
    """That each series stands at or after the last number that was issued from it."""
    start = func.substr(Certificate.number, 1, func.length(Certificate.number) - _TAIL)
    newest = select(start, func.max(Certificate.number)).group_by(start).order_by(start)
    rows = db.session.execute(select(NumberSeries.prefix, NumberSeries.year_be, NumberSeries.last))
    stands = {f"{row.prefix}-{row.year_be}": row.last for row in rows}
    for series, number in db.session.execute(newest):
        sequence = number.split("-")[2:3]
        if sequence and sequence[0].isdigit() and int(sequence[0]) <= stands.get(series, 0):
            continue
        yield Fault(
            "series.behind",
            f"ชุดเลขที่ {series}: อยู่ที่ {stands.get(series, 0)} แต่ออกไปแล้วถึง {number}",
            f"series {series}: stands at {stands.get(series, 0)}, though {number} was issued",
        )
