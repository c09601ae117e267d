"""A calendar: at any instant open or closed, by what the local clock shows.

An instant is open when the clock of the calendar's time zone shows a date and a time within the hours of that date.
So an hour that the clock skips never counts, and one that it shows twice counts twice: time is what elapses.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from keur.calendar.hours import ALL_DAY, DAYS, MINUTES, Hours, hours, joined, week
from keur.model.holidays import NONE, holidays_of
from keur.model.quantities import Day, Timestamp, offset_at, parse_date
from keur.model.quantities.amounts import DAY_SECONDS, EPOCH_ORDINAL, FIRST_SECOND, LAST_ORDINAL, LAST_SECOND, NANOS


@dataclass(frozen=True)
class Calendar:
    """When something is open.

    zone: the clock that the hours are read on. week: the hours of Monday to Sunday.
    holidays: the national list whose days are closed. closed: ordinals of days that are closed besides.
    exceptions: (ordinal, hours) of days on which other hours hold, whatever week and holidays say.
    """

    zone: str
    week: tuple[Hours, ...]
    holidays: str = NONE
    closed: frozenset[int] = frozenset()
    exceptions: tuple[tuple[int, Hours], ...] = ()

    @cached_property
    def _excepted(self) -> Mapping[int, Hours]:
        return dict(self.exceptions)

    @cached_property
    def round_the_clock(self) -> bool:
        """Whether it never closes."""
        plain = self.holidays == NONE and not self.closed and not self.exceptions
        return plain and all(one == ALL_DAY for one in self.week)

    def hours(self, day: Day) -> Hours:
        """The hours that begin on a day."""
        ordinal = day.ordinal
        excepted = self._excepted.get(ordinal)
        if excepted is not None:
            return excepted
        there = self.week[(ordinal - 1) % len(DAYS)]
        if there and (ordinal in self.closed or ordinal in holidays_of(self.holidays, day.date.year)):
            return ()
        return there

    def works(self, day: Day) -> bool:
        """Whether a day is a working day: hours begin on it."""
        return bool(self.hours(day))

    def open_on(self, day: Day) -> Hours:
        """What the local clock shows while it is open on a day, with what runs past midnight from the day before."""
        here = self.hours(day)
        before = self.hours(Day(day.ordinal - 1)) if day.ordinal > 1 else ()
        spilt = tuple((0, end - MINUTES) for _, end in before if end > MINUTES)
        if not spilt and (not here or here[-1][1] <= MINUTES):
            return here
        return joined((begin, min(end, MINUTES)) for begin, end in (*spilt, *here))

    def opening(self, day: Day) -> tuple[tuple[Timestamp, Timestamp], ...]:
        """The stretches of time of a day in which it is open."""
        midnight = (day.ordinal - EPOCH_ORDINAL) * DAY_SECONDS
        found = self.stretches(midnight - DAY_SECONDS, midnight + 2 * DAY_SECONDS)
        spans = joined((begin, end) for ordinal, begin, end in found if ordinal == day.ordinal)
        return tuple((Timestamp(begin * NANOS), Timestamp(end * NANOS)) for begin, end in spans)

    def stretches(self, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The open stretches between two instants in seconds, in order, as (ordinal of the local day, from, to).

        Two may touch; each lies within one local day.
        """
        for start, stop, ahead in _even(self.zone, max(begin, FIRST_SECOND), min(end, LAST_SECOND)):
            for number in range((start + ahead) // DAY_SECONDS, (stop + ahead - 1) // DAY_SECONDS + 1):
                ordinal = number + EPOCH_ORDINAL
                if not 1 <= ordinal <= LAST_ORDINAL:
                    continue
                midnight = number * DAY_SECONDS - ahead
                for first, last in self.open_on(Day(ordinal)):
                    opens, closes = max(start, midnight + first * 60), min(stop, midnight + last * 60)
                    if opens < closes:
                        yield ordinal, opens, closes


def calendar(spec: Mapping[str, Any], zone: str) -> Calendar:
    """The calendar that an intact Calendar entity says.

    spec: as admitted. zone: the time zone of keur.yaml, for one that names none.
    """
    closed = frozenset(day["on"].ordinal for day in spec.get("plus", ()))
    exceptions = {parse_date(day).ordinal: hours(text) for day, text in spec.get("except", {}).items()}
    return Calendar(
        zone=spec.get("timeZone", zone),
        week=week(spec.get("open", {})),
        holidays=spec["holidays"],
        closed=closed,
        exceptions=tuple(sorted(exceptions.items())),
    )


def always(zone: str) -> Calendar:
    """Round the clock."""
    return Calendar(zone, (ALL_DAY,) * len(DAYS))


def _even(zone: str, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Pieces of at most a day in which the clock runs evenly, as (from, to, seconds ahead of UTC)."""
    here = _ahead(zone, begin)
    while begin < end:
        stop = min(begin + DAY_SECONDS, end)
        there = _ahead(zone, stop)
        if there != here:
            stop = _change(zone, begin, stop, here)
            there = _ahead(zone, stop)
        yield begin, stop, here
        begin, here = stop, there


def _change(zone: str, even: int, uneven: int, here: int) -> int:
    """The second at which the clock is first set, between one at which it stands as here and one at which not."""
    while uneven - even > 1:
        middle = (even + uneven) // 2
        if _ahead(zone, middle) == here:
            even = middle
        else:
            uneven = middle
    return uneven


def _ahead(zone: str, second: int) -> int:
    return offset_at(Timestamp(second * NANOS), zone)
