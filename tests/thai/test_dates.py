from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.thai import (
    be_date,
    be_date_short,
    be_datetime,
    be_time,
    fiscal_year,
    fiscal_year_span,
    local_day,
    parse_be_date,
)

LEAP_DAY = date(2024, 2, 29)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31))


def test_a_day_is_written_in_the_buddhist_era_with_its_month_by_name() -> None:
    assert be_date(LEAP_DAY) == "29 กุมภาพันธ์ 2567"
    assert be_date(LEAP_DAY, digits="thai") == "๒๙ กุมภาพันธ์ ๒๕๖๗"
    assert be_date(LEAP_DAY, "thai", era=True) == "๒๙ กุมภาพันธ์ พ.ศ.\u00a0๒๕๖๗"
    assert be_date_short(LEAP_DAY) == "29 ก.พ. 2567"


def test_a_moment_is_written_as_the_clock_on_a_thai_wall_shows_it() -> None:
    evening_in_utc = datetime(2024, 2, 29, 18, 5, tzinfo=UTC)
    assert be_datetime(evening_in_utc) == "1 มีนาคม 2567 เวลา 01.05\u00a0น."
    assert be_datetime(evening_in_utc, short=True) == "1 มี.ค. 2567 01.05\u00a0น."
    assert be_time(datetime(2024, 2, 29, 6, 0, tzinfo=UTC), "thai") == "๑๓.๐๐\u00a0น."


def test_a_reader_abroad_may_have_the_clock_of_another_zone() -> None:
    berlin_in_winter = timezone(timedelta(hours=1))
    moment = datetime(2024, 2, 29, 18, 5, tzinfo=UTC)
    assert be_datetime(moment, zone=berlin_in_winter) == "29 กุมภาพันธ์ 2567 เวลา 19.05\u00a0น."


def test_a_moment_given_for_a_day_is_the_day_in_thailand() -> None:
    assert be_date(datetime(2024, 2, 29, 18, 5, tzinfo=UTC)) == "1 มีนาคม 2567"
    assert local_day(datetime(2024, 9, 30, 17, 0, tzinfo=UTC)) == date(2024, 10, 1)
    assert fiscal_year(datetime(2024, 9, 30, 17, 0, tzinfo=UTC)) == 2568


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        be_datetime(datetime(2024, 2, 29))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    "text",
    [
        "29 ก.พ. 2567",
        "29 กพ 2567",
        "29ก.พ.2567",
        "29 กุมภาพันธ์ 2567",
        "29 กุมภา 2567",
        "วันที่ 29 เดือนกุมภาพันธ์ พ.ศ. ๒๕๖๗",
        "๒๙ ก.พ. ๒๕๖๗",
        "29/2/2567",
        "29/02/2567",
        "29-2-2567",
        "29.2.2567",
        " 29 / 2 / 2567 ",
        "2567-02-29",
        "2024-02-29",
        "29/2/2024",
        "29 ก.พ. ค.ศ. 2024",
        "29 February 2024",
        "29 Feb 2567",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_be_date(text) == LEAP_DAY


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        ("29/2/2566", "2566 is no leap year"),
        ("31 เม.ย. 2567", "April has 30 days"),
        ("13/13/2567", "no such month"),
        ("29/2/67", "two digits may be either era"),
        ("29/2/1500", "neither era"),
        ("29 ก.พ. พ.ศ. 2024", "a Christian year called Buddhist"),
        ("29 ก.พ. ค.ศ. 2567", "a Buddhist year called Christian"),
        ("112/2567", "where does the day end?"),
        ("29 กา 2567", "no such month"),
        ("29/2/" + "9" * 5000, "a number that Python will not read"),
    ],
)
def test_what_is_not_surely_a_day_is_refused(text: str, why: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reasons are several, the type is the promise
        parse_be_date(text)


def test_two_digits_are_the_last_year_that_fits() -> None:
    today = date(2026, 11, 1)
    assert parse_be_date("29/2/67", not_after=today) == date(2024, 2, 29)
    assert parse_be_date("1/11/69", not_after=today) == date(2026, 11, 1)
    assert parse_be_date("2/11/69", not_after=today) == date(1926, 11, 2)
    assert parse_be_date("5 ธ.ค. 08", not_after=today) == date(1965, 12, 5)
    with pytest.raises(ValueError, match="year"):
        parse_be_date("5 ธ.ค. ค.ศ. 08", not_after=today)


@given(days, st.sampled_from(["arabic", "thai"]), st.booleans())
def test_every_day_we_write_we_can_read(day: date, digits: str, era: bool) -> None:
    assert parse_be_date(be_date(day, digits, era=era)) == day  # type: ignore[arg-type]
    assert parse_be_date(be_date_short(day, digits)) == day  # type: ignore[arg-type]
    assert parse_be_date(day.isoformat()) == day


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_be_date(text, not_after=LEAP_DAY)
    except ValueError:
        return


def test_the_fiscal_year_begins_in_october() -> None:
    assert fiscal_year(date(2020, 9, 30)) == 2563
    assert fiscal_year(date(2020, 10, 1)) == 2564  # a report of Nov 2563 calls it ปีงบประมาณ 2564
    assert fiscal_year_span(2564) == (date(2020, 10, 1), date(2021, 9, 30))


@given(days)
def test_every_day_lies_in_its_fiscal_year(day: date) -> None:
    first, last = fiscal_year_span(fiscal_year(day))
    assert first <= day <= last
