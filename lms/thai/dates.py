"""Days and times as Thai readers read them: พ.ศ., the month by name, 13.00 น."""

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Literal

from lms.thai.text import thai_digits

Digits = Literal["arabic", "thai"]

# Thailand has kept +07:00 without summer time since 1920, so no zone database is needed for it.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
BE_OFFSET = 543
MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
_OCTOBER = 10


def local_day(moment: date, zone: tzinfo = BANGKOK) -> date:
    """The calendar day of a date or of an aware moment as it is called in `zone`."""
    if not isinstance(moment, datetime):
        return moment
    return _local(moment, zone).date()


def be_year(day: date) -> int:
    return local_day(day).year + BE_OFFSET


def be_date(
    day: date, digits: Digits = "arabic", *, era: bool = False, zone: tzinfo = BANGKOK
) -> str:
    """ "29 กุมภาพันธ์ 2567"; with `era`, "29 กุมภาพันธ์ พ.ศ. 2567" (no break before the year)."""
    day = local_day(day, zone)
    year = f"พ.ศ.\u00a0{be_year(day)}" if era else str(be_year(day))
    return _in_digits(f"{day.day} {MONTHS[day.month - 1]} {year}", digits)


def be_date_short(day: date, digits: Digits = "arabic", *, zone: tzinfo = BANGKOK) -> str:
    """ "29 ก.พ. 2567"; the year in full, since "67" is read as either era."""
    day = local_day(day, zone)
    return _in_digits(f"{day.day} {SHORT_MONTHS[day.month - 1]} {be_year(day)}", digits)


def be_time(moment: datetime, digits: Digits = "arabic", *, zone: tzinfo = BANGKOK) -> str:
    """ "13.00 น."."""
    local = _local(moment, zone)
    return _in_digits(f"{local:%H.%M}\u00a0น.", digits)


def be_datetime(
    moment: datetime,
    digits: Digits = "arabic",
    *,
    zone: tzinfo = BANGKOK,
    short: bool = False,
) -> str:
    """ "29 กุมภาพันธ์ 2567 เวลา 13.00 น."; short: "29 ก.พ. 2567 13.00 น."."""
    time = be_time(moment, digits, zone=zone)
    if short:
        return f"{be_date_short(moment, digits, zone=zone)} {time}"
    return f"{be_date(moment, digits, zone=zone)} เวลา {time}"


def fiscal_year(day: date) -> int:
    """ปีงบประมาณ in พ.ศ.: 1 October to 30 September, called by the year in which it ends."""
    day = local_day(day)
    return day.year + BE_OFFSET + (1 if day.month >= _OCTOBER else 0)


def fiscal_year_span(year: int) -> tuple[date, date]:
    """First and last day of the ปีงบประมาณ `year` (พ.ศ.)."""
    ends_in = year - BE_OFFSET
    return date(ends_in - 1, _OCTOBER, 1), date(ends_in, _OCTOBER - 1, 30)


def _local(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be put into words")
    return moment.astimezone(zone)


def _in_digits(text: str, digits: Digits) -> str:
    return thai_digits(text) if digits == "thai" else text
