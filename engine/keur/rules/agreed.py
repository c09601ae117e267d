"""What a rule or a view may ask of agreed hours: whether some lie within others, and what a share allows to lose."""

from typing import Any

from keur.calendar import MONTHS, Calendar, allowance, always, calendar, covers, show_minutes
from keur.cel.functions import Function, Library, Overload
from keur.cel.types import BOOL, DATE, DOUBLE, DURATION, STRING, Type
from keur.cel.values import CelError, no_overload
from keur.model import Entity
from keur.model.quantities import Day, Duration

_SPEC = (("spec",),)
_YEAR = 366
"""What going through a year costs."""


def library(a_calendar: Type, zone: str) -> Library:
    """`calendar.covers(other, today)`, `calendar.downtime(0.998, "month", today)`, `downtime(...)`, `.inMinutes()`.

    a_calendar: the type of a Calendar. zone: the clock of a calendar that names none.
    """

    def read(entity: Any) -> Calendar:
        if isinstance(entity, Entity) and entity.kind == "Calendar":
            return calendar(entity.spec, zone)
        raise no_overload("a calendar", entity)

    def covered(one: Any, other: Any, day: Any) -> bool:
        return covers(read(one), read(other), _year("covers", day))

    def downtime(*given: Any) -> Duration:
        *whose, share, per, day = given if 3 <= len(given) <= 4 else (None, None, None)
        year = _year("downtime", day)
        if type(share) is not float or type(per) is not str:
            raise no_overload("downtime", *given)
        period = next((one for one in MONTHS if one == per), None)
        if period is None:
            raise CelError("invalid_argument", f"downtime() is a {', '.join(MONTHS)}, not {per!r}")
        return allowance(read(whose[0]) if whose else always(zone), share, period, year)

    return (
        Function(
            "covers",
            (Overload("covers", (a_calendar, a_calendar, DATE), BOOL, member=True),),
            covered,
            cost=lambda *_: 2 * _YEAR,
            reads=_SPEC,
        ),
        Function(
            "downtime",
            (
                Overload("downtime", (a_calendar, DOUBLE, STRING, DATE), DURATION, member=True),
                Overload("downtime", (DOUBLE, STRING, DATE), DURATION),
            ),
            downtime,
            cost=lambda *_: _YEAR,
            reads=_SPEC,
        ),
        Function("inMinutes", (Overload("inMinutes", (DURATION,), STRING, member=True),), in_minutes),
    )


def in_minutes(time: Any) -> str:
    """`31 minutes`: as exact as two promises need to be told apart."""
    if type(time) is not Duration:
        raise no_overload("inMinutes", time)
    return show_minutes(time)


def _year(function: str, day: Any) -> int:
    """The year of a day, found by comparing: so it is noted until when what follows from today holds."""
    if not isinstance(day, Day):
        raise no_overload(function, day)
    year = day.date.year
    return next(one for one in (year, year - 1) if Day.of(one, 1, 1) <= day <= Day.of(one, 12, 31))
