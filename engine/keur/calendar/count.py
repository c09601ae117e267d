"""Measuring in agreed time: how much there is, how much of it a share allows to lose, and when a deadline falls."""

from calendar import monthrange
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from keur.calendar.calendar import Calendar
from keur.calendar.hours import joined
from keur.model.quantities import Day, Duration, Timestamp
from keur.model.quantities.amounts import DAY_SECONDS, EPOCH_ORDINAL, LAST_ORDINAL, LAST_SECOND, NANOS

Per = Literal["month", "quarter", "year"]
MONTHS: dict[Per, int] = {"month": 1, "quarter": 3, "year": 12}

PATIENCE = 400
"""A calendar that stays closed for so many days on end, and has no exception after them, never opens again."""


MOST_DAYS = 100_000
"""More working days than this are no deadline; they would take four centuries, and time to count."""


def bounds(day: Day, per: Per) -> tuple[Day, Day]:
    """The first and the last day of the calendar month, quarter or year that a day lies in."""
    months = MONTHS[per]
    date = day.date
    first = Day.of(date.year, (date.month - 1) // months * months + 1, 1)
    month = first.date.month + months - 1
    return first, Day.of(date.year, month, monthrange(date.year, month)[1])


@lru_cache(maxsize=4096)
def agreed_in(calendar: Calendar, first: Day, last: Day) -> Duration:
    """The agreed time from the first to the last day, both included."""
    begin = (first.ordinal - EPOCH_ORDINAL - 1) * DAY_SECONDS
    end = (last.ordinal - EPOCH_ORDINAL + 2) * DAY_SECONDS
    stretches = calendar.stretches(begin, end)
    return Duration(NANOS * sum(b - a for day, a, b in stretches if first.ordinal <= day <= last.ordinal))


def agreed_between(calendar: Calendar, begin: Timestamp, end: Timestamp) -> Duration:
    """The agreed time between two instants; none where the end is not after the begin."""
    total = 0
    for _, opens, closes in calendar.stretches(begin.ns // NANOS, -(-end.ns // NANOS)):
        total += max(0, min(closes * NANOS, end.ns) - max(opens * NANOS, begin.ns))
    return Duration(total)


@lru_cache(maxsize=4096)
def covers(one: Calendar, other: Calendar, year: int) -> bool:
    """Whether one calendar is open whenever the other is, all through a year as the clock of the other shows it."""
    if one.round_the_clock or one == other:
        return True
    first, last = Day.of(year, 1, 1).ordinal, Day.of(year, 12, 31).ordinal
    window = (first - EPOCH_ORDINAL - 1) * DAY_SECONDS, (last - EPOCH_ORDINAL + 2) * DAY_SECONDS
    # What lies against each other is one: a stretch of the other may run over the midnight of this one.
    there = iter(joined((begin, end) for _, begin, end in one.stretches(*window)))
    opens, closes = next(there, (0, 0))
    for day, begin, end in other.stretches(*window):
        if not first <= day <= last:
            continue
        while closes < end:
            following = next(there, None)
            if following is None:
                return False
            opens, closes = following
        if begin < opens:
            return False
    return True


def allowance(calendar: Calendar, share: float, per: Per, year: int) -> Duration:
    """How long something may be down when a share of the agreed time is promised, on average over the year.

    Of a share of one or more, no time at all.
    """
    total = agreed_in(calendar, Day.of(year, 1, 1), Day.of(year, 12, 31))
    # A percentage is the double nearest to a decimal fraction; its shortest notation is that fraction.
    lost = max(Fraction(0), 1 - Fraction(repr(share)))
    return Duration(round(total.ns * lost * MONTHS[per] / 12))


def add_working_days(calendar: Calendar, day: Day, count: int) -> Day | None:
    """The working day so many after a day, or before it for a negative count; for none, the day as it is.

    None where the calendar opens on too few days, or the years run out.
    """
    if abs(count) > MOST_DAYS:
        return None
    step = 1 if count > 0 else -1
    ordinal, left, idle = day.ordinal, abs(count), 0
    while left:
        ordinal += step
        idle += 1
        if not 1 <= ordinal <= LAST_ORDINAL or _gives_up(calendar, ordinal, idle, step):
            return None
        if calendar.works(Day(ordinal)):
            left, idle = left - 1, 0
    return Day(ordinal)


def add_time(calendar: Calendar, begin: Timestamp, time: Duration) -> Timestamp | None:
    """The instant at which so much agreed time has gone by; for none, the instant as it is.

    None where the calendar opens too little, or the years run out.
    """
    if time.ns <= 0:
        return begin
    left = time.ns
    second, idle = begin.ns // NANOS, 0
    while second < LAST_SECOND:
        until = min(second + DAY_SECONDS, LAST_SECOND)
        idle += 1
        for _, opens, closes in calendar.stretches(second, until):
            idle = 0
            start = max(opens * NANOS, begin.ns)
            if left <= closes * NANOS - start:
                return Timestamp(start + left)
            left -= max(0, closes * NANOS - start)
        if _gives_up(calendar, until // DAY_SECONDS + EPOCH_ORDINAL, idle, 1):
            return None
        second = until
    return None


def _gives_up(calendar: Calendar, ordinal: int, idle: int, step: int) -> bool:
    if idle <= PATIENCE:
        return False
    return all((day - ordinal) * step < 0 for day, _ in calendar.exceptions)
