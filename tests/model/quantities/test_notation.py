"""What people write for a quantity is read as what it means, refused with one sentence, and shown as it is read."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from keur.model.quantities import (
    Day,
    Duration,
    Period,
    Timestamp,
    fields_of,
    is_zone,
    local_day,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_moment,
    parse_percentage,
    parse_period,
    show_date,
    show_date_time,
    show_duration,
    show_percentage,
    show_period,
)
from keur.model.quantities.zones import zone

AMSTERDAM = "Europe/Amsterdam"


@cache
def city(name: str) -> ZoneInfo:
    """The time zone by the same data: those of the machine may be older, or know more of the years before 1970."""
    with files("tzdata").joinpath("zoneinfo", name).open("rb") as data:
        return ZoneInfo.from_file(data)


def of(**parts: int) -> Duration:
    return Duration.of(**parts)


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("90s", of(seconds=90), "1m30s"),
        ("30m", of(minutes=30), "30m"),
        ("4h", of(hours=4), "4h"),
        ("7d", of(days=7), "7d"),
        ("2w", of(days=14), "14d"),
        ("1h30m", of(minutes=90), "1h30m"),
        ("36h", of(hours=36), "36h"),
        ("24h", of(hours=24), "1d"),
        ("1w2d3h4m5.25s", Duration(788645_250_000_000), "219h4m5.25s"),
        ("0s", Duration(0), "0s"),
        ("0.000000001s", Duration(1), "0.000000001s"),
        ("PT4H30M", of(minutes=270), "4h30m"),
        ("P7D", of(days=7), "7d"),
        ("P2W", of(days=14), "14d"),
        ("P1DT12H", of(hours=36), "36h"),
        ("PT0.5S", Duration(500_000_000), "0.5s"),
    ],
)
def test_duration(text: str, expected: Duration, shown: str) -> None:
    assert parse_duration(text) == expected
    assert show_duration(expected) == shown
    assert parse_duration(shown) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "4h"),
        ("4", "4h"),
        ("h", "4h"),
        ("4 h", "4h"),
        ("4h ", "4h"),
        ("-4h", "4h"),
        ("4H", "4h"),
        ("1m1h", "4h"),
        ("1h1h", "4h"),
        ("1.5h", "4h"),
        ("P", "4h"),
        ("PT", "4h"),
        ("P1DT", "4h"),
        ("٤h", "4h"),
        ("4h\n", "4h"),
        ("6 months", "30d"),
        ("1y", "30d"),
        ("P6M", "30d"),
        ("P1Y", "30d"),
        ("1mo", "30d"),
        ("9" * 5000 + "h", "4h"),
        ("99999999999999h", "292 years"),
    ],
)
def test_no_duration(text: str, hint: str) -> None:
    refused(parse_duration, text, hint)


def refused(parse: Callable[..., Any], text: str, hint: str, *more: Any) -> None:
    with pytest.raises(ValueError, match=r"^\".*\"") as caught:
        parse(text, *more)
    message = str(caught.value)
    assert hint in message
    assert len(message) < 300
    assert message.isprintable()


@pytest.mark.parametrize(
    ("ns", "shown"),
    [(-3_600_000_000_000, "-1h"), (-(2**63), "-9223372036.854775808s"), (2**63 - 1, "2562047h47m16.854775807s")],
)
def test_durations_that_are_computed_are_shown_too(ns: int, shown: str) -> None:
    assert show_duration(Duration(ns)) == shown


@given(st.one_of(st.integers(0, 2**63 - 1), st.integers(0, 10**6).map(lambda s: s * 10**9)))
def test_duration_round_trip(ns: int) -> None:
    assert parse_duration(show_duration(Duration(ns))) == Duration(ns)


@pytest.mark.parametrize(
    ("text", "expected", "shown"),
    [
        ("6 months", Period(6), "6 months"),
        ("1 year", Period(12), "1 year"),
        ("1 month", Period(1), "1 month"),
        ("2 years 3 months", Period(27), "2 years 3 months"),
        ("18 months", Period(18), "1 year 6 months"),
        ("30 days", Period(0, 30), "30 days"),
        ("1 day", Period(0, 1), "1 day"),
        ("2 weeks", Period(0, 14), "14 days"),
        ("0 days", Period(0), "0 days"),
        ("P6M", Period(6), "6 months"),
        ("P1Y2M3D", Period(14, 3), "1 year 2 months 3 days"),
        ("P2W", Period(0, 14), "14 days"),
    ],
)
def test_period(text: str, expected: Period, shown: str) -> None:
    assert parse_period(text) == expected
    assert show_period(expected) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "months",
        " 6 months",
        "6 months ",
        "6months",
        "3 months 2 years",
        "1 year2 months",
        "P",
        "PT4H",
        "4h",
        "6  months",
        "-1 year",
        "999999 years",
        "half a year",
        "6 Months",
    ],
)
def test_no_period(text: str) -> None:
    refused(parse_period, text, "is not a period")


@given(st.integers(0, 100_000), st.integers(0, 10_000))
def test_period_round_trip(months: int, days: int) -> None:
    assert parse_period(show_period(Period(months, days))) == Period(months, days)


def test_negative_period_is_shown() -> None:
    assert show_period(Period(-6)) == "-6 months"
    assert show_period(Period(0, -1)) == "-1 day"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99.95%", 0.9995),
        ("100%", 1.0),
        ("0%", 0.0),
        ("99.999%", 0.99999),
        ("0.1%", 0.001),
        ("-5%", -0.05),
        ("120%", 1.2),
    ],
)
def test_percentage(text: str, expected: float) -> None:
    assert parse_percentage(text) == expected
    assert show_percentage(expected) == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("99,95%", "write 99.95%"),
        ("99.95 %", "write 99.95%"),
        ("99,95 %", "write 99.95%"),
        ("5 %", "write 5%"),
        ("99.95", "such as 99.95%"),
        ("", "99.95%"),
        ("%", "99.95%"),
        ("1e2%", "99.95%"),
        (".5%", "99.95%"),
        ("5.%", "99.95%"),
        ("inf%", "99.95%"),
        ("1_0%", "99.95%"),
        ("9" * 400 + "%", "99.95%"),
        ("\x1b[31m5%", "99.95%"),
    ],
)
def test_no_percentage(text: str, hint: str) -> None:
    refused(parse_percentage, text, hint)


@given(st.integers(0, 10**6), st.text("0123456789", max_size=18))
def test_percentage_is_the_double_nearest_to_the_decimal_fraction(whole: int, decimals: str) -> None:
    text = f"{whole}.{decimals}%" if decimals else f"{whole}%"
    exact = Fraction(Decimal(text[:-1])) / 100
    assert parse_percentage(text) == float(exact)


@given(st.floats(0, 1e9, allow_subnormal=False))
def test_percentage_round_trip(value: float) -> None:
    assume(len(show_percentage(value)) <= 60)
    assert parse_percentage(show_percentage(value)) == value


def test_percentages_that_are_no_number() -> None:
    assert show_percentage(float("nan")) == "nan%"
    assert show_percentage(float("inf")) == "inf%"


@given(st.dates())
def test_date_round_trip(day: date) -> None:
    assert parse_date(day.isoformat()) == Day(day.toordinal())
    assert show_date(Day(day.toordinal())) == day.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29",
        "2025-13-01",
        "0000-01-01",
        "20250630",
        "2025-W01-1",
        "30-06-2025",
        "2025-6-3",
        "",
        "2025-06-30T00:00",
    ],
)
def test_no_date(text: str) -> None:
    refused(parse_date, text, "is not a date")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2027-03-20T20:00", "2027-03-20T19:00:00Z"),
        ("2027-07-20T20:00:30", "2027-07-20T18:00:30Z"),
        ("2027-03-20T20:00Z", "2027-03-20T20:00:00Z"),
        ("2027-03-20t20:00:00.5z", "2027-03-20T20:00:00.5Z"),
        ("2027-03-20T20:00-02:30", "2027-03-20T22:30:00Z"),
        ("2027-03-20T20:00:00.000000001+02:00", "2027-03-20T18:00:00.000000001Z"),
        ("2027-03-28T01:59", "2027-03-28T00:59:00Z"),
        ("2027-03-28T03:00", "2027-03-28T01:00:00Z"),
        ("2027-10-31T01:59", "2027-10-30T23:59:00Z"),
        ("2027-10-31T03:00", "2027-10-31T02:00:00Z"),
        ("2027-10-31T02:30+02:00", "2027-10-31T00:30:00Z"),
    ],
)
def test_date_time(text: str, utc: str) -> None:
    assert show_date_time(parse_date_time(text, AMSTERDAM)) == utc


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2027-03-28T02:30", "skips"),
        ("2027-10-31T02:30", "happens twice"),
        ("2027-02-29T00:00", "no such day"),
        ("2027-03-28T24:00", "no such hour"),
        ("2027-03-28T12:60", "no such hour"),
        ("2027-03-28T12:00:60Z", "no such"),
        ("2027-03-28T12:00+24:00", "no such hour"),
        ("2027-03-28", "write"),
        ("2027-03-28 12:00", "write"),
        ("2027-03-28T12", "write"),
        ("2027-03-28T12:00:00.0000000001Z", "write"),
        ("0001-01-01T00:00+01:00", "years"),
        ("9999-12-31T23:59-01:00", "years"),
    ],
)
def test_no_date_time(text: str, hint: str) -> None:
    refused(parse_date_time, text, hint, AMSTERDAM)


@pytest.mark.parametrize("text", ["2027-03-28T12:00Z", "2027-03-28T12:00:00", "2027-03-28T12:00"])
def test_without_a_time_zone_seconds_and_offset_must_be_there(text: str) -> None:
    refused(parse_date_time, text, "2027-03-20T20:00:00Z", None)


CITIES = [AMSTERDAM, "UTC", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
ZONES = [*CITIES, "+11:00", "-02:30"]


@given(st.integers(-(10**18), 10**19), st.sampled_from(ZONES))
def test_date_time_round_trip(ns: int, zone: str) -> None:
    assert parse_date_time(show_date_time(Timestamp(ns), zone), "Asia/Tokyo") == Timestamp(ns)


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2040, 1, 1)), st.sampled_from(["Europe/Amsterdam", "Australia/Sydney"])
)
def test_local_times_are_read_as_zoneinfo_has_them(local: datetime, name: str) -> None:
    text = local.isoformat()[:19]
    local = local.replace(microsecond=0)
    zone = city(name)
    instants = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    shown = {at for at in instants if at.astimezone(zone).replace(tzinfo=None) == local}
    if len(shown) == 1:
        (at,) = shown
        assert parse_date_time(text, name) == Timestamp(int(at.timestamp()) * 10**9)
    else:
        refused(parse_date_time, text, "twice" if shown else "skips", name)


@given(st.integers(-62135510400, 253402214400), st.integers(0, 10**9 - 1), st.sampled_from(CITIES))
def test_fields_are_those_of_zoneinfo(seconds: int, nanos: int, name: str) -> None:
    there = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(city(name))
    fields = fields_of(Timestamp(seconds * 10**9 + nanos), name)
    assert fields == (Day(there.toordinal()), there.hour, there.minute, there.second, nanos)


def test_moment() -> None:
    assert parse_moment("2025-06-30", AMSTERDAM) == Day.of(2025, 6, 30)
    assert parse_moment("2025-06-30T23:30Z", AMSTERDAM) == Day.of(2025, 7, 1)
    assert parse_moment("2025-06-30T23:30", AMSTERDAM) == Day.of(2025, 6, 30)
    assert local_day(Timestamp(0), "America/New_York") == Day.of(1969, 12, 31)
    refused(parse_moment, "June 30", "is not a date", AMSTERDAM)
    refused(parse_moment, "2027-03-28T02:30", "skips", AMSTERDAM)


@pytest.mark.parametrize(
    "name",
    [
        "Europe",
        "Nowhere/Else",
        "../../etc/passwd",
        "/etc/passwd",
        "",
        "a\0b",
        "zone.tab",
        "+25:00",
        "\ud800",
        "x" * 5000,
    ],
)
def test_no_zone(name: str) -> None:
    assert not is_zone(name)
    refused(lambda text: fields_of(Timestamp(0), text), name, "not a time zone")


def test_zones_do_not_come_from_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    zone.cache_clear()
    assert fields_of(Timestamp(0), AMSTERDAM).hour == 1
    assert is_zone("US/Central")
    assert is_zone("Etc/GMT+5")


def test_the_ends_of_time_have_no_local_date_beyond_them() -> None:
    first, last = Timestamp(-62135596800 * 10**9), Timestamp(253402300800 * 10**9 - 1)
    assert fields_of(first, AMSTERDAM).day == Day(1)
    with pytest.raises(OverflowError):
        fields_of(first, "America/New_York")
    with pytest.raises(OverflowError):
        fields_of(last, AMSTERDAM)
    assert show_date_time(last, AMSTERDAM) == "9999-12-31T23:59:59.999999999Z"
