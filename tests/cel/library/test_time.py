"""Fields of timestamps, durations and dates, against datetime and zoneinfo."""

from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keur.cel.functions import merge
from keur.cel.library import LIBRARIES
from keur.model.quantities import Day, Duration, Timestamp

FUNCTIONS = merge(LIBRARIES)
FRIDAY = Timestamp(1234567890_123456789)
"""2009-02-13T23:31:30.123456789Z"""


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("getFullYear", (FRIDAY,), 2009),
        ("getMonth", (FRIDAY,), 1),
        ("getDate", (FRIDAY,), 13),
        ("getDayOfMonth", (FRIDAY,), 12),
        ("getDayOfWeek", (FRIDAY,), 5),
        ("getDayOfYear", (FRIDAY,), 43),
        ("getHours", (FRIDAY,), 23),
        ("getMinutes", (FRIDAY,), 31),
        ("getSeconds", (FRIDAY,), 30),
        ("getMilliseconds", (FRIDAY,), 123),
        ("getDate", (FRIDAY, "Australia/Sydney"), 14),
        ("getDayOfMonth", (FRIDAY, "+11:00"), 13),
        ("getDayOfMonth", (Timestamp(1234490400 * 10**9), "-02:30"), 11),
        ("getHours", (FRIDAY, "02:00"), 1),
        ("getMinutes", (FRIDAY, "Asia/Kathmandu"), 16),
        ("getSeconds", (FRIDAY, "-00:00"), 30),
        ("getHours", (Duration(10_000 * 10**9),), 2),
        ("getMinutes", (Duration(-90 * 10**9),), -1),
        ("getSeconds", (Duration(3730 * 10**9),), 3730),
        ("getSeconds", (Duration(-1_500_000_000),), -1),
        ("getMilliseconds", (Duration(123_321_456_789),), 321),
        ("getMilliseconds", (Duration(-1_500_000_000),), -500),
        ("getFullYear", (Day.of(2027, 3, 28),), 2027),
        ("getMonth", (Day.of(2027, 3, 28),), 2),
        ("getDate", (Day.of(2027, 3, 28),), 28),
        ("getDayOfMonth", (Day.of(2027, 3, 28),), 27),
        ("getDayOfWeek", (Day.of(2027, 3, 28),), 0),
        ("getDayOfYear", (Day.of(2027, 3, 28),), 86),
    ],
)
def test_field(gives: Any, name: str, args: tuple[Any, ...], expected: int) -> None:
    gives(expected, name, *args)


@pytest.mark.parametrize(
    ("kind", "name", "args"),
    [
        ("invalid_argument", "getHours", (FRIDAY, "Nowhere/Else")),
        ("invalid_argument", "getHours", (FRIDAY, "")),
        ("invalid_argument", "getHours", (FRIDAY, "\x1b" * 100)),
        ("overflow", "getDate", (Timestamp(253402300799 * 10**9), "+01:00")),
        ("no_such_overload", "getHours", (FRIDAY, 1)),
        ("no_such_overload", "getHours", (Day(1),)),
        ("no_such_overload", "getDate", (Duration(1),)),
        ("no_such_overload", "getDate", ("2009-02-13",)),
    ],
)
def test_no_field(refuse: Any, kind: str, name: str, args: tuple[Any, ...]) -> None:
    refuse(kind, name, *args)


ZONES = ["UTC", "Europe/Amsterdam", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "+05:45", "-09:30"]


def _clock(name: str) -> Any:
    if name[0] in "+-":
        ahead = timedelta(hours=int(name[1:3]), minutes=int(name[4:]))
        return timezone(ahead if name[0] == "+" else -ahead)
    # the machine's own data may be older, or know more of the years before 1970
    with files("tzdata").joinpath("zoneinfo", name).open("rb") as data:
        return ZoneInfo.from_file(data)


@given(st.integers(-60_000_000_000, 250_000_000_000), st.sampled_from(ZONES))
def test_fields_against_datetime(seconds: int, zone: str) -> None:
    there = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(_clock(zone))
    expected = {
        "getFullYear": there.year,
        "getMonth": there.month - 1,
        "getDate": there.day,
        "getDayOfMonth": there.day - 1,
        "getDayOfWeek": there.isoweekday() % 7,
        "getDayOfYear": (there.date() - date(there.year, 1, 1)).days,
        "getHours": there.hour,
        "getMinutes": there.minute,
        "getSeconds": there.second,
    }
    for name, value in expected.items():
        (function,) = FUNCTIONS[name]
        assert function.call(Timestamp(seconds * 10**9), zone) == value


@given(st.dates())
def test_fields_of_a_date(day: date) -> None:
    for name, value in (
        ("getFullYear", day.year),
        ("getDayOfWeek", day.isoweekday() % 7),
        ("getDayOfYear", (day - date(day.year, 1, 1)).days),
    ):
        (function,) = FUNCTIONS[name]
        assert function.call(Day(day.toordinal())) == value
