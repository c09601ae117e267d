"""How values are written as text: by `string()`, and by the clause %s of `format`."""

import math
from collections.abc import Callable
from typing import Any, Final

from keur.cel.values import UInt
from keur.model.quantities import Day, Duration, Period, Timestamp, fields_of, show_date, show_period

NANOS: Final = 1_000_000_000


def show_double(value: float) -> str:
    """The shortest decimal number that is read back as this double, without a fraction where it has none."""
    if value != value:
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value.is_integer() and abs(value) < 1e16:
        return repr(value)[:-2]
    return repr(value)


def _fraction(nanos: int) -> str:
    """A fraction of a second in 3, 6 or 9 digits, as the JSON form of these types has it."""
    if nanos == 0:
        return ""
    digits = f"{nanos:09d}"
    while digits.endswith("000"):
        digits = digits[:-3]
    return "." + digits


def show_elapsed(value: Duration) -> str:
    """A duration in seconds: `3600s`, `-0.500s`."""
    seconds, nanos = divmod(abs(value.ns), NANOS)
    return f"{'-' if value.ns < 0 else ''}{seconds}{_fraction(nanos)}s"


def show_instant(value: Timestamp) -> str:
    """A timestamp by RFC 3339, in UTC."""
    day, hour, minute, second, nanos = fields_of(value)
    return f"{show_date(day)}T{hour:02d}:{minute:02d}:{second:02d}{_fraction(nanos)}Z"


def text_of(value: Any) -> str | None:
    """What `string()` gives for a value that it takes, else None."""
    show = _TEXTS.get(type(value))
    if show is not None:
        return show(value)
    return show_date(value) if isinstance(value, Day) else None


_TEXTS: Final[dict[type, Callable[[Any], str]]] = {
    str: str,
    bool: lambda value: "true" if value else "false",
    int: int.__repr__,
    UInt: int.__repr__,
    float: show_double,
    Duration: show_elapsed,
    Timestamp: show_instant,
    Day: show_date,
    Period: show_period,
}
