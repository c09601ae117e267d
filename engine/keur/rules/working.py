"""What a rule may ask of calendars: which day is so many working days after another."""

from typing import Any

from keur.calendar import Calendar, add_working_days, calendar
from keur.cel.functions import Function, Library, Overload
from keur.cel.types import BOOL, DATE, INT, Type, optional_of
from keur.cel.values import Optional, no_overload
from keur.model import Entity
from keur.model.quantities import Day

_SPEC = (("spec",),)
_MOST = 100_000
"""What counting costs at most: so many days are no deadline, and the years run out."""
_WEEK = {"open": {"mon-fri": "00:00-24:00"}, "holidays": "none"}


def library(a_calendar: Type) -> Library:
    """`calendar.workday(day, 2)`, `workday(day, 2)` for Monday to Friday, and `calendar.roundTheClock()`.

    a_calendar: the type of a Calendar.
    """
    return (
        Function(
            "workday",
            (
                Overload("workday", (a_calendar, DATE, INT), optional_of(DATE), member=True),
                Overload("workday", (DATE, INT), optional_of(DATE)),
            ),
            workday,
            cost=_days,
            reads=_SPEC,
        ),
        Function(
            "roundTheClock",
            (Overload("roundTheClock", (a_calendar,), BOOL, member=True),),
            round_the_clock,
            reads=_SPEC,
        ),
    )


def workday(*given: Any) -> Optional:
    """The working day so many after a day, or before it for a negative count, on a calendar or in any week.

    Nothing where there are not so many: a calendar may say that it never opens.
    """
    if not 2 <= len(given) <= 3 or not isinstance(given[-2], Day) or type(given[-1]) is not int:
        raise no_overload("workday", *given)
    found = add_working_days(_read(given[0]) if len(given) == 3 else calendar(_WEEK, "UTC"), given[-2], given[-1])
    return Optional.none() if found is None else Optional.of(found)


def round_the_clock(entity: Any) -> bool:
    """Whether the calendar never closes."""
    return _read(entity).round_the_clock


def _read(entity: Any) -> Calendar:
    """Whether a day is a working day hangs on the local date alone, so any clock will do where none is named."""
    if isinstance(entity, Entity) and entity.kind == "Calendar":
        return calendar(entity.spec, "UTC")
    raise no_overload("a calendar", entity)


def _days(*given: Any) -> int:
    return min(abs(given[-1]), _MOST) if given and type(given[-1]) is int else 0
