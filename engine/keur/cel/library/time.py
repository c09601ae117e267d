"""Fields of timestamps, durations and dates.

A timestamp is read in UTC, or on the clock of a time zone: an IANA name (`Europe/Amsterdam`) or an offset (`+02:00`).
Months and days of the year count from 0, and so does `getDayOfMonth`; `getDate` counts from 1; Sunday is day 0.
"""

from collections.abc import Callable
from typing import Any, Final

from keur.cel.functions import Function, Library, Overload
from keur.cel.types import DATE, DURATION, INT, STRING, TIMESTAMP
from keur.cel.values import CelError, no_overload
from keur.model.quantities import Day, Duration, Fields, Timestamp, fields_of

_DAY_FIELDS: Final[dict[str, Callable[[Day], int]]] = {
    "getFullYear": lambda day: day.date.year,
    "getMonth": lambda day: day.date.month - 1,
    "getDate": lambda day: day.date.day,
    "getDayOfMonth": lambda day: day.date.day - 1,
    "getDayOfWeek": lambda day: day.ordinal % 7,
    "getDayOfYear": lambda day: day.date.timetuple().tm_yday - 1,
}
_CLOCK_FIELDS: Final[dict[str, Callable[[Fields], int]]] = {
    "getHours": lambda local: local.hour,
    "getMinutes": lambda local: local.minute,
    "getSeconds": lambda local: local.second,
    "getMilliseconds": lambda local: local.nanosecond // 1_000_000,
}
_LENGTHS: Final[dict[str, Callable[[int], int]]] = {
    "getHours": lambda ns: _towards_zero(ns, 3_600_000_000_000),
    "getMinutes": lambda ns: _towards_zero(ns, 60_000_000_000),
    "getSeconds": lambda ns: _towards_zero(ns, 1_000_000_000),
    "getMilliseconds": lambda ns: _towards_zero(ns - _towards_zero(ns, 1_000_000_000) * 1_000_000_000, 1_000_000),
}
"""Of a duration: all of it in whole hours, minutes or seconds; of its milliseconds what the seconds leave over."""


def _towards_zero(number: int, unit: int) -> int:
    return number // unit if number >= 0 else -(-number // unit)


def local_fields(instant: Timestamp, zone: str) -> Fields:
    """The instant on the clock of this time zone; CelError when there is no such zone or no such local date."""
    try:
        return fields_of(instant, zone)
    except ValueError as error:
        raise CelError("invalid_argument", str(error)) from None
    except OverflowError as error:
        raise CelError("overflow", str(error)) from None


def _of_day(name: str) -> Function:
    read = _DAY_FIELDS[name]

    def call(value: Any, zone: Any = "UTC") -> int:
        if type(value) is Timestamp and type(zone) is str:
            return read(local_fields(value, zone).day)
        if isinstance(value, Day):
            return read(value)
        raise no_overload(name, value, zone)

    return Function(name, (*_of_timestamp(name), Overload(name, (DATE,), INT, member=True)), call)


def _of_clock(name: str) -> Function:
    read, measure = _CLOCK_FIELDS[name], _LENGTHS[name]

    def call(value: Any, zone: Any = "UTC") -> int:
        if type(value) is Timestamp and type(zone) is str:
            return read(local_fields(value, zone))
        if type(value) is Duration:
            return measure(value.ns)
        raise no_overload(name, value, zone)

    return Function(name, (*_of_timestamp(name), Overload(name, (DURATION,), INT, member=True)), call)


def _of_timestamp(name: str) -> tuple[Overload, ...]:
    return (
        Overload(name, (TIMESTAMP,), INT, member=True),
        Overload(name, (TIMESTAMP, STRING), INT, member=True),
    )


FUNCTIONS: Library = (*map(_of_day, _DAY_FIELDS), *map(_of_clock, _CLOCK_FIELDS))
