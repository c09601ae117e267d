"""What a calendar says of days: hours, working days, and the instants at which it opens and closes."""

from typing import Any

import pytest

from keur.calendar import Calendar, always, calendar
from keur.calendar.hours import hours, week
from keur.model.holidays import holidays_of, is_holidays
from keur.model.quantities import Day, parse_date, show_date_time

AMSTERDAM = "Europe/Amsterdam"
OFFICE = {"open": {"mon-fri": "07:00-19:00"}, "holidays": "nl", "timeZone": AMSTERDAM}


def made(**spec: Any) -> Calendar:
    return calendar({"holidays": "none", **spec}, AMSTERDAM)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("always", ((0, 1440),)),
        ("closed", ()),
        ("07:00-19:00", ((420, 1140),)),
        ("08:00-12:00, 13:00-18:00", ((480, 720), (780, 1080))),
        ("13:00-18:00,08:00-12:00", ((480, 720), (780, 1080))),
        ("08:00-12:00,11:00-13:00", ((480, 780),)),
        ("08:00-12:00,12:00-13:00", ((480, 780),)),
        ("22:00-24:00", ((1320, 1440),)),
        ("22:00-06:00", ((1320, 1800),)),
        ("08:00-08:00", ((480, 1920),)),
    ],
)
def test_hours_as_people_write_them(text: str, expected: tuple[tuple[int, int], ...]) -> None:
    assert hours(text) == expected


EIGHT, SIX, NIGHT = hours("08:00-18:00"), hours("10:00-16:00"), hours("22:00-06:00")


@pytest.mark.parametrize(
    ("open", "expected"),
    [
        ({}, [(), (), (), (), (), (), ()]),
        ({"daily": "08:00-18:00"}, [EIGHT] * 7),
        ({"mon-fri": "08:00-18:00"}, [*[EIGHT] * 5, (), ()]),
        ({"mon-fri": "08:00-18:00", "fri": "10:00-16:00"}, [*[EIGHT] * 4, SIX, (), ()]),
        ({"fri": "10:00-16:00", "mon-fri": "08:00-18:00"}, [*[EIGHT] * 4, SIX, (), ()]),
        ({"daily": "08:00-18:00", "sat-sun": "closed"}, [*[EIGHT] * 5, (), ()]),
        ({"sun-mon": "22:00-06:00"}, [NIGHT, (), (), (), (), (), NIGHT]),
        ({"mon-tue": "08:00-18:00", "tue-wed": "22:00-06:00"}, [EIGHT, (*EIGHT, *NIGHT), NIGHT, (), (), (), ()]),
        ({"mon-sun": "08:00-18:00", "daily": "10:00-16:00"}, [EIGHT] * 7),
    ],
)
def test_the_narrower_day_counts(open: dict[str, str], expected: list[Any]) -> None:
    assert list(week(open)) == expected


@pytest.mark.parametrize(
    ("spec", "day", "works"),
    [
        (OFFICE, "2027-03-26", False),  # Good Friday, which the Dutch list has
        (OFFICE, "2027-03-27", False),  # Saturday
        (OFFICE, "2027-03-28", False),  # Easter Sunday
        (OFFICE, "2027-03-29", False),  # Easter Monday, a holiday on a Monday
        (OFFICE, "2027-03-30", True),
        ({**OFFICE, "holidays": "none"}, "2027-03-29", True),
        ({**OFFICE, "except": {"2027-03-29": "10:00-12:00"}}, "2027-03-29", True),
        ({**OFFICE, "except": {"2027-03-28": "always"}}, "2027-03-28", True),
        ({**OFFICE, "except": {"2027-03-30": "closed"}}, "2027-03-30", False),
        ({**OFFICE, "plus": [{"on": parse_date("2027-05-05")}]}, "2027-05-05", False),
        (
            {**OFFICE, "plus": [{"on": parse_date("2027-05-05")}], "except": {"2027-05-05": "always"}},
            "2027-05-05",
            True,
        ),
        ({"open": {"daily": "always"}, "holidays": "nl"}, "2027-03-29", False),
        ({**OFFICE, "holidays": "de-BY"}, "2027-05-27", False),  # Fronleichnam
        ({**OFFICE, "holidays": "de-BE"}, "2027-05-27", True),
        ({"holidays": "nl"}, "2027-03-30", False),
    ],
)
def test_whether_a_day_is_a_working_day(spec: dict[str, Any], day: str, works: bool) -> None:
    assert made(**spec).works(parse_date(day)) is works


def opening(one: Calendar, day: str) -> list[tuple[str, str]]:
    return [
        (show_date_time(a, one.zone)[:22], show_date_time(b, one.zone)[:22]) for a, b in one.opening(parse_date(day))
    ]


@pytest.mark.parametrize(
    ("spec", "day", "expected"),
    [
        (OFFICE, "2027-03-30", [("2027-03-30T07:00:00+02", "2027-03-30T19:00:00+02")]),
        (OFFICE, "2027-03-29", []),
        # the clock goes from 02:00 to 03:00
        ({"open": {"sun": "always"}}, "2027-03-28", [("2027-03-28T00:00:00+01", "2027-03-29T00:00:00+02")]),
        ({"open": {"sun": "01:00-04:00"}}, "2027-03-28", [("2027-03-28T01:00:00+01", "2027-03-28T04:00:00+02")]),
        ({"open": {"sun": "02:15-02:45"}}, "2027-03-28", []),
        # and on 31 October from 03:00 back to 02:00
        (
            {"open": {"sun": "02:15-02:45"}},
            "2027-10-31",
            [("2027-10-31T02:15:00+02", "2027-10-31T02:45:00+02"), ("2027-10-31T02:15:00+01", "2027-10-31T02:45:00+01")],
        ),
        (
            {"open": {"sat": "22:00-06:00"}},
            "2027-03-27",
            [("2027-03-27T22:00:00+01", "2027-03-28T00:00:00+01")],
        ),
        (
            {"open": {"sat": "22:00-06:00"}},
            "2027-03-28",
            [("2027-03-28T00:00:00+01", "2027-03-28T06:00:00+02")],
        ),
    ],
)  # fmt: skip
def test_the_instants_of_a_day(spec: dict[str, Any], day: str, expected: list[tuple[str, str]]) -> None:
    assert opening(made(**spec), day) == expected


def test_the_first_and_the_last_day_of_all_have_hours() -> None:
    for zone in ("UTC", "+11:00", "-11:00"):
        for day in (Day.of(1, 1, 2), Day.of(9999, 12, 30)):
            ((begin, end),) = always(zone).opening(day)
            assert (end - begin).whole_days == 1
            assert always(zone).works(day)


def test_round_the_clock_is_told_from_hours_that_only_look_like_it() -> None:
    assert always("UTC").round_the_clock
    assert made(open={"daily": "always"}).round_the_clock
    assert not made(open={"daily": "always"}, holidays="nl").round_the_clock
    assert not made(open={"mon-sat": "always"}).round_the_clock
    assert not made(open={"daily": "always"}, **{"except": {"2027-01-01": "closed"}}).round_the_clock


@pytest.mark.parametrize(
    ("name", "there"),
    [("nl", True), ("de-BY", True), ("us-CA", True), ("none", True), ("xx", False), ("de-XX", False), ("NL", False),
     ("nld", False), ("nl-", False), ("", False), ("nl-by", False)],
)  # fmt: skip
def test_which_lists_of_holidays_there_are(name: str, there: bool) -> None:
    assert is_holidays(name) is there


def test_the_dutch_list_is_that_of_the_law() -> None:
    days = ["01-01", "03-26", "03-28", "03-29", "04-27", "05-06", "05-16", "05-17", "12-25", "12-26"]
    assert holidays_of("nl", 2027) == {parse_date(f"2027-{day}").ordinal for day in days}
    assert holidays_of("none", 2027) == frozenset()


def test_what_is_written_on_one_day_is_the_same_calendar() -> None:
    """A calendar is a value: equal ones are one key."""
    assert made(**OFFICE) == made(**OFFICE)
    assert len({made(**OFFICE), made(**OFFICE), always(AMSTERDAM)}) == 2
    assert made(open={"mon": "08:00-09:00"}).zone == AMSTERDAM
