"""Agreed time, held against counting minute by minute on the clock of the standard library."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keur.calendar import (
    Calendar,
    add_time,
    add_working_days,
    agreed_between,
    agreed_in,
    allowance,
    always,
    bounds,
    calendar,
    covers,
)
from keur.model.quantities import Day, Duration, Timestamp, parse_date, parse_date_time, show_date_time
from keur.model.quantities.amounts import NANOS

AMSTERDAM = "Europe/Amsterdam"
OFFICE = calendar({"open": {"mon-fri": "07:00-19:00"}, "holidays": "nl", "timeZone": AMSTERDAM}, "UTC")
CLOCK = always(AMSTERDAM)
MINUTE = 60 * NANOS
HOUR = 60 * MINUTE


def moment(text: str) -> Timestamp:
    return parse_date_time(text, AMSTERDAM)


@pytest.mark.parametrize(
    ("one", "day", "hours"),
    [
        (CLOCK, "2027-03-27", 24),
        (CLOCK, "2027-03-28", 23),  # summer time begins
        (CLOCK, "2027-10-31", 25),  # and ends
        (OFFICE, "2027-03-29", 0),  # Easter Monday
        (OFFICE, "2027-03-30", 12),
    ],
)
def test_a_day_has_the_hours_that_elapse(one: Calendar, day: str, hours: int) -> None:
    assert agreed_in(one, parse_date(day), parse_date(day)) == Duration.of(hours=hours)


@pytest.mark.parametrize(
    ("day", "per", "first", "last", "office", "clock"),
    [
        ("2027-03-28", "month", "2027-03-01", "2027-03-31", 21 * 12, 31 * 24 - 1),
        ("2027-02-01", "month", "2027-02-01", "2027-02-28", 20 * 12, 28 * 24),
        ("2028-02-29", "month", "2028-02-01", "2028-02-29", 21 * 12, 29 * 24),
        ("2027-03-28", "quarter", "2027-01-01", "2027-03-31", 61 * 12, 90 * 24 - 1),
        ("2027-12-31", "quarter", "2027-10-01", "2027-12-31", 66 * 12, 92 * 24 + 1),
        ("2027-03-28", "year", "2027-01-01", "2027-12-31", 255 * 12, 365 * 24),
    ],
)
def test_a_month_a_quarter_and_a_year(day: str, per: Any, first: str, last: str, office: int, clock: int) -> None:
    found = bounds(parse_date(day), per)
    assert found == (parse_date(first), parse_date(last))
    assert agreed_in(OFFICE, *found) == Duration.of(hours=office)
    assert agreed_in(CLOCK, *found) == Duration.of(hours=clock)


@pytest.mark.parametrize(
    ("one", "share", "per", "minutes"),
    [
        (OFFICE, 0.998, "month", 30.6),  # the 31 minutes a month of the design
        (CLOCK, 0.998, "month", 87.6),  # and its 88
        (OFFICE, 0.998, "quarter", 91.8),
        (OFFICE, 0.998, "year", 367.2),
        (CLOCK, 0.9995, "month", 21.9),
        (CLOCK, 1.0, "year", 0),
        (CLOCK, 1.2, "year", 0),
        (CLOCK, 0.0, "year", 525_600),
    ],
)
def test_what_a_share_allows_on_average_over_a_year(one: Calendar, share: float, per: Any, minutes: float) -> None:
    assert allowance(one, share, per, 2027).ns == round(minutes * MINUTE)


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("2027-03-25T18:00", "2027-03-30T08:00", 120),  # from Thursday evening, over Easter
        ("2027-03-28T00:00", "2027-03-29T23:00", 0),
        ("2027-03-30T07:00", "2027-03-30T07:01", 1),
        ("2027-03-30T12:00", "2027-03-30T12:00", 0),
        ("2027-03-30T13:00", "2027-03-30T12:00", 0),
    ],
)
def test_agreed_time_between_two_moments(begin: str, end: str, minutes: int) -> None:
    assert agreed_between(OFFICE, moment(begin), moment(end)) == Duration.of(minutes=minutes)


def test_parts_of_seconds_count() -> None:
    begin = moment("2027-03-30T06:59:59.5")
    assert agreed_between(OFFICE, begin, Timestamp(begin.ns + NANOS)).ns == NANOS // 2
    assert agreed_between(CLOCK, begin, Timestamp(begin.ns + 7)).ns == 7


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2027-03-25", 1, "2027-03-30"),  # over Good Friday, the weekend and Easter Monday
        ("2027-03-25", 2, "2027-03-31"),
        ("2027-03-27", 1, "2027-03-30"),
        ("2027-03-30", -1, "2027-03-25"),
        ("2027-03-28", 0, "2027-03-28"),
    ],
)
def test_working_days_after_a_day(day: str, count: int, expected: str) -> None:
    assert add_working_days(OFFICE, parse_date(day), count) == parse_date(expected)


@pytest.mark.parametrize(
    ("begin", "minutes", "expected"),
    [
        ("2027-03-25T18:00", 60, "2027-03-25T19:00:00+01:00"),
        ("2027-03-25T18:00", 61, "2027-03-30T07:01:00+02:00"),
        ("2027-03-28T03:20", 240, "2027-03-30T11:00:00+02:00"),
        ("2027-03-30T06:00", 0, "2027-03-30T06:00:00+02:00"),
        ("2027-03-30T06:00", 24 * 60, "2027-03-31T19:00:00+02:00"),
    ],
)
def test_the_moment_after_so_much_agreed_time(begin: str, minutes: int, expected: str) -> None:
    after = add_time(OFFICE, moment(begin), Duration.of(minutes=minutes))
    assert after is not None
    assert show_date_time(after, AMSTERDAM) == expected


@pytest.mark.parametrize(
    "spec",
    [{}, {"open": {"daily": "closed"}}, {"except": {"2027-04-01": "always"}}, {"except": {"2028-12-01": "always"}}],
)
def test_a_calendar_that_stays_closed_has_no_deadline(spec: dict[str, Any]) -> None:
    shut = calendar({"holidays": "none", **spec}, AMSTERDAM)
    once = len(spec.get("except", ()))
    assert (add_working_days(shut, parse_date("2027-03-28"), 1) is not None) == bool(once)
    assert add_working_days(shut, parse_date("2027-03-28"), 2) is None
    assert add_working_days(shut, parse_date("2027-03-28"), -1) is None
    assert (add_time(shut, moment("2027-03-28T12:00"), Duration.of(hours=24)) is not None) == bool(once)
    assert add_time(shut, moment("2027-03-28T12:00"), Duration.of(hours=25)) is None


def test_the_years_run_out_without_a_noise() -> None:
    assert add_working_days(OFFICE, Day.of(9999, 12, 30), 9) is None
    assert add_working_days(OFFICE, Day.of(1, 1, 2), -9) is None
    assert add_working_days(OFFICE, Day.of(2027, 3, 28), 10**18) is None
    assert add_time(CLOCK, parse_date_time("9999-12-31T00:00Z", "UTC"), Duration.of(days=9)) is None
    assert agreed_in(CLOCK, Day.of(9999, 12, 1), Day.of(9999, 12, 31)).ns > Duration.of(days=30).ns


SHOP = calendar({"open": {"tue-sat": "09:00-17:00"}, "holidays": "nl", "timeZone": AMSTERDAM}, "UTC")
LUNCH = {"open": {"mon-fri": "12:00-13:00"}, "timeZone": AMSTERDAM}


def lunch(**more: Any) -> Calendar:
    return calendar({**LUNCH, "holidays": "none", **more}, "UTC")


@pytest.mark.parametrize(
    ("one", "other", "year", "expected"),
    [
        (OFFICE, OFFICE, 2027, True),
        (CLOCK, OFFICE, 2027, True),
        (always("UTC"), CLOCK, 2027, True),
        (OFFICE, CLOCK, 2027, False),
        (OFFICE, SHOP, 2027, False),  # Saturdays
        (OFFICE, lunch(), 2027, False),  # holidays
        (OFFICE, lunch(), 2021, False),
        (OFFICE, lunch(holidays="nl"), 2027, True),
        (OFFICE, lunch(holidays="nl", **{"except": {"2027-03-28": "12:00-13:00"}}), 2027, False),
        (OFFICE, lunch(holidays="nl", **{"except": {"2027-03-28": "12:00-13:00"}}), 2028, True),
        (lunch(), lunch(timeZone="UTC"), 2027, False),
        (OFFICE, lunch(timeZone="UTC", holidays="nl"), 2027, True),
        (OFFICE, lunch(timeZone="America/New_York", holidays="nl"), 2027, True),
        # For two weeks in March it is only five hours later in Amsterdam.
        (lunch(open={"mon-fri": "18:00-19:00"}), lunch(timeZone="America/New_York"), 2027, False),
        (lunch(open={"mon-fri": "17:00-19:00"}), lunch(timeZone="America/New_York"), 2027, True),
        (calendar({"open": {"daily": "20:00-24:00"}, "holidays": "none"}, AMSTERDAM), lunch(), 2027, False),
        (lunch(), calendar({"holidays": "none"}, AMSTERDAM), 2027, True),  # that never opens
        (calendar({"holidays": "none"}, AMSTERDAM), lunch(), 2027, False),
        (
            calendar({"open": {"daily": "00:00-12:00, 12:00-24:00"}, "holidays": "none"}, "UTC"),
            calendar({"open": {"daily": "22:00-06:00"}, "holidays": "none"}, AMSTERDAM),
            2027,
            True,
        ),
    ],
)
def test_a_calendar_covers_another(one: Calendar, other: Calendar, year: int, expected: bool) -> None:
    assert covers(one, other, year) is expected


@pytest.mark.parametrize("year", [1, 9999])
def test_a_calendar_covers_another_in_the_first_and_the_last_year(year: int) -> None:
    assert covers(OFFICE, lunch(holidays="nl"), year)
    assert not covers(lunch(holidays="nl"), OFFICE, year)


# An oracle that was written apart: every minute is looked up on the clock of the standard library.

ZONES = ["Europe/Amsterdam", "UTC", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu"]
ABOUT = ["2027-03-28", "2027-10-31", "2027-03-14", "2027-11-07", "2027-04-04", "2026-12-31", "2027-06-16"]
NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DUTCH = {(1, 1), (3, 26), (3, 28), (3, 29), (4, 27), (5, 6), (5, 16), (5, 17), (12, 25), (12, 26)}


@st.composite
def clock_times(draw: st.DrawFn) -> str:
    """One to three stretches, which may overlap, touch, or run past midnight."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(["always", "closed"]))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        begin, end = draw(st.integers(0, 95)), draw(st.integers(0, 96))
        parts.append(f"{begin // 4:02}:{begin % 4 * 15:02}-{end // 4:02}:{end % 4 * 15:02}")
    return ", ".join(parts)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    near = [date.fromisoformat(day) + timedelta(step) for day in ABOUT for step in (-1, 0, 1)]
    days = st.sampled_from(near)
    return {
        "timeZone": draw(st.sampled_from(ZONES)),
        "open": draw(st.dictionaries(st.sampled_from(NAMES), clock_times(), max_size=7)),
        "holidays": draw(st.sampled_from(["none", "nl"])),
        "except": {
            day.isoformat(): text for day, text in draw(st.dictionaries(days, clock_times(), max_size=3)).items()
        },
        "plus": [{"on": Day(day.toordinal())} for day in draw(st.lists(days, max_size=2))],
    }


def shows(spec: dict[str, Any], day: date) -> list[tuple[int, int]]:
    """The hours that begin on a day, by the words of the schema."""
    text = spec["except"].get(day.isoformat())
    if text is None:
        holiday = spec["holidays"] == "nl" and (
            (day.month, day.day) in DUTCH if day.year == 2027 else day.month == 12 and day.day in (25, 26)
        )
        if holiday or any(one["on"].date == day for one in spec["plus"]):
            return []
        text = spec["open"].get(NAMES[day.weekday()], "closed")
    if text in ("always", "closed"):
        return [(0, 1440)] if text == "always" else []
    found = []
    for part in text.split(","):
        (a, b), (c, d) = (map(int, time.strip().split(":")) for time in part.split("-"))
        found.append((a * 60 + b, c * 60 + d if c * 60 + d > a * 60 + b else c * 60 + d + 1440))
    return found


def open_at(spec: dict[str, Any], instant: datetime) -> bool:
    local = instant.astimezone(ZoneInfo(spec["timeZone"]))
    minute = local.hour * 60 + local.minute
    here, before = shows(spec, local.date()), shows(spec, local.date() - timedelta(1))
    return any(a <= minute < b for a, b in here) or any(a <= minute + 1440 < b for a, b in before)


def minutes_from(begin: datetime) -> Iterator[datetime]:
    while True:
        yield begin
        begin += timedelta(minutes=1)


starts = st.builds(
    lambda day, minutes: datetime.fromisoformat(f"{day}T00:00+00:00") + timedelta(minutes=minutes),
    st.sampled_from(ABOUT),
    st.integers(-1500, 1500),
)


def stamp(instant: datetime) -> Timestamp:
    return Timestamp(int(instant.timestamp()) * NANOS)


@given(specs(), starts, st.integers(0, 3000))
@settings(max_examples=120, deadline=None)
def test_agreed_time_equals_counting_minutes(spec: dict[str, Any], begin: datetime, length: int) -> None:
    counted = sum(open_at(spec, begin + timedelta(minutes=step)) for step in range(length))
    one = calendar(spec, "UTC")
    assert agreed_between(one, stamp(begin), stamp(begin + timedelta(minutes=length))).ns == counted * MINUTE


@given(specs(), st.sampled_from(ABOUT), st.integers(-1, 1))
@settings(max_examples=60, deadline=None)
def test_a_local_day_equals_counting_its_minutes(spec: dict[str, Any], about: str, step: int) -> None:
    day = date.fromisoformat(about) + timedelta(step)
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    zone = ZoneInfo(spec["timeZone"])
    these = [
        one
        for one in (begin + timedelta(minutes=step) for step in range(3 * 1440))
        if one.astimezone(zone).date() == day
    ]
    one = calendar(spec, "UTC")
    counted = sum(open_at(spec, instant) for instant in these)
    ours = Day(day.toordinal())
    assert agreed_in(one, ours, ours).ns == counted * MINUTE
    assert sum((b - a).ns for a, b in one.opening(ours)) == counted * MINUTE


@given(specs(), starts, st.integers(1, 900))
@settings(max_examples=80, deadline=None)
def test_a_deadline_is_where_the_last_minute_was_counted(spec: dict[str, Any], begin: datetime, wanted: int) -> None:
    after = add_time(calendar(spec, "UTC"), stamp(begin), Duration.of(minutes=wanted))
    counted = 0
    for instant in minutes_from(begin):
        if instant > begin + timedelta(days=4):
            assert after is None or after > stamp(instant)
            return
        if counted == wanted:
            assert after == stamp(instant)
            return
        counted += open_at(spec, instant)


@given(specs(), st.sampled_from(ABOUT), st.integers(-6, 6))
@settings(max_examples=80, deadline=None)
def test_working_days_equal_walking_them(spec: dict[str, Any], about: str, count: int) -> None:
    day, left = date.fromisoformat(about), abs(count)
    for _ in range(60):
        if not left:
            assert add_working_days(calendar(spec, "UTC"), parse_date(about), count) == Day(day.toordinal())
            return
        day += timedelta(1 if count > 0 else -1)
        left -= bool(shows(spec, day))
    found = add_working_days(calendar(spec, "UTC"), parse_date(about), count)
    assert found is None or abs(found.ordinal - parse_date(about).ordinal) > 60


SEEN = sorted(
    {date.fromisoformat(day) + timedelta(step) for day in ABOUT for step in range(-3, 4)}
    | {date(2027, month, day) + timedelta(step) for month, day in DUTCH for step in (-1, 0, 1)}
)
"""Days on which something is the matter, and whole weeks on which nothing is."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A calendar, and the same with less, with more, or on another clock."""
    one = draw(specs())
    days = st.dictionaries(st.sampled_from(NAMES), clock_times(), max_size=1)
    kept = {name: text for name, text in one["open"].items() if draw(st.integers(0, 3))}
    other = {
        **one,
        "open": kept if draw(st.integers(0, 2)) else {**kept, **draw(days)},
        "timeZone": one["timeZone"] if draw(st.integers(0, 3)) else draw(st.sampled_from(ZONES)),
        "holidays": draw(st.sampled_from([one["holidays"], "none", "nl"])),
        "except": one["except"] if draw(st.booleans()) else {},
    }
    return one, other


@given(pairs())
@settings(max_examples=60, deadline=None)
def test_covering_equals_looking_at_every_quarter_of_an_hour(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    one, other = pair
    zone = ZoneInfo(other["timeZone"])
    instants = (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=15 * step)
        for day in SEEN
        for step in range(96)
    )
    bare = any(
        open_at(other, instant) and not open_at(one, instant)
        for instant in instants
        if instant.astimezone(zone).year == 2027
    )
    assert covers(calendar(one, "UTC"), calendar(other, "UTC"), 2027) is not bare
