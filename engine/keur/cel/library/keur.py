"""What rules say about time and figures: constructors for the quantities, and readers of what people write."""

import math
from collections.abc import Callable
from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.library.conversions import to_double
from keur.cel.library.time import local_fields
from keur.cel.types import DATE, DOUBLE, DURATION, INT, PERIOD, STRING, TIMESTAMP, Type
from keur.cel.values import CelError, UInt, no_overload
from keur.model.quantities import Day, Duration, Period, Timestamp, parse_date, parse_duration, parse_percentage


def _counting(name: str, result: Type, make: Callable[[int], Any]) -> Function:
    def call(count: Any) -> Any:
        if type(count) is not int:
            raise no_overload(name, count)
        try:
            return make(count)
        except OverflowError as error:
            raise CelError("overflow", f"{name}({count}): {error}") from None

    return Function(name, (Overload(name, (INT,), result),), call)


def _reading(name: str, result: Type, parse: Callable[[str], Any]) -> Function:
    def call(text: Any) -> Any:
        if type(text) is not str:
            raise no_overload(name, text)
        try:
            return parse(text)
        except ValueError as error:
            raise CelError("invalid_argument", str(error)) from None

    return Function(name, (Overload(name, (STRING,), result),), call)


def percent(value: Any) -> float:
    """`percent(99.95)` is `99.95%`: the double nearest to the decimal fraction, as if it had been written so."""
    kind = type(value)
    if kind is float and not math.isfinite(value):
        return float(value)
    if kind is float or kind is int or kind is UInt:
        digits, _, exponent = repr(float(value)).partition("e")
        return float(f"{digits}e{int(exponent or 0) - 2}")
    raise no_overload("percent", value)


def number(value: Any) -> float:
    """`number("42")`: a finite number in text."""
    if type(value) is not str:
        raise no_overload("number", value)
    result = to_double(value)
    if math.isfinite(result):
        return result
    raise CelError("invalid_argument", f"{value!r} is not a number; write digits, such as 42 or 0.5")


def day(instant: Any, zone: Any) -> Day:
    """The date that the calendar of this time zone shows at this instant."""
    if type(instant) is Timestamp and type(zone) is str:
        return local_fields(instant, zone).day
    raise no_overload("day", instant, zone)


_PERCENTAGE = DOUBLE.formatted("percentage")
FUNCTIONS: Library = (
    _counting("weeks", DURATION, lambda count: Duration.of(days=7 * count)),
    _counting("days", DURATION, lambda count: Duration.of(days=count)),
    _counting("hours", DURATION, lambda count: Duration.of(hours=count)),
    _counting("minutes", DURATION, lambda count: Duration.of(minutes=count)),
    _counting("months", PERIOD, Period),
    _counting("years", PERIOD, lambda count: Period(12 * count)),
    _reading("date", DATE, parse_date),
    _reading("span", DURATION, parse_duration),
    _reading("ratio", _PERCENTAGE, parse_percentage),
    Function("number", (Overload("number", (STRING,), DOUBLE),), number),
    Function("percent", tuple(Overload("percent", (kind,), _PERCENTAGE) for kind in (DOUBLE, INT)), percent),
    Function("day", (Overload("day", (TIMESTAMP, STRING), DATE),), day),
)
