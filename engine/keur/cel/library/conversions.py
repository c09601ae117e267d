"""Conversions between types.

Every conversion is exact or an error, save that doubles lose their fraction (`int(-7.9)` is -7) and big integers their
last digits (`double(x)` is the nearest one).
"""

import math
import re
from collections.abc import Callable
from typing import Any, Final

from keur.cel.functions import Function, Library, Overload
from keur.cel.library.arithmetic import INT_MAX, INT_MIN, UINT_MAX
from keur.cel.library.text import show_double, text_of
from keur.cel.types import (
    BOOL,
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    DYN,
    INT,
    PERIOD,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    param,
)
from keur.cel.types import (
    type_of as type_type,
)
from keur.cel.values import CelError, UInt, no_overload, type_of
from keur.model.quantities import Duration, Timestamp, parse_date_time

NANOS: Final = 1_000_000_000
_LONGEST: Final = 400
"""Characters of a number; no double needs more."""
_INTEGER = re.compile(r"[+-]?[0-9]{1,30}")
_UNSIGNED = re.compile(r"\+?[0-9]{1,30}")
_DOUBLE = re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)")
_SPECIAL = re.compile(r"[+-]?(?:inf|infinity|nan)", re.IGNORECASE)
_DURATION = re.compile(r"([+-]?)(?=[0-9.])((?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)")
_DURATION_PART = re.compile(r"([0-9]*)\.?([0-9]*)(ns|us|µs|μs|ms|s|m|h)")
_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": NANOS,
    "m": 60 * NANOS,
    "h": 3600 * NANOS,
}
_BOOLS = dict.fromkeys(("1", "t", "T", "true", "TRUE", "True"), True) | dict.fromkeys(
    ("0", "f", "F", "false", "FALSE", "False"), False
)


def _refused(text: str, what: str) -> CelError:
    shown = text if len(text) <= 60 else text[:57] + "..."
    return CelError("invalid_argument", f"{shown!r} is not {what}")


def _in_range(number: int, low: int, high: int, name: str) -> int:
    if low <= number <= high:
        return number
    raise CelError("overflow", f"{number} is out of the range of {name}")


def to_int(value: Any) -> int:
    """CEL's `int()`: whole part of a double, seconds since 1970 of a timestamp."""
    kind = type(value)
    if kind is int:
        return int(value)
    if kind is UInt:
        return _in_range(int(value), INT_MIN, INT_MAX, "int")
    if kind is float:
        # strict at both ends: whether a double of that size was meant to be the limit itself cannot be known
        if -(2.0**63) < value < 2.0**63:
            return int(value)
        raise CelError("overflow", f"{show_double(value)} is out of the range of int")
    if kind is str:
        if not _INTEGER.fullmatch(value):
            raise _refused(value, "an integer")
        return _in_range(int(value), INT_MIN, INT_MAX, "int")
    if kind is Timestamp:
        return int(value.ns // NANOS)
    raise no_overload("int", value)


def to_uint(value: Any) -> UInt:
    """CEL's `uint()`."""
    kind = type(value)
    if kind is UInt:
        return UInt(value)
    if kind is int:
        return UInt(_in_range(value, 0, UINT_MAX, "uint"))
    if kind is float:
        if 0 <= value < 2.0**64:
            return UInt(value)
        raise CelError("overflow", f"{show_double(value)} is out of the range of uint")
    if kind is str:
        if not _UNSIGNED.fullmatch(value):
            raise _refused(value, "an unsigned integer")
        return UInt(_in_range(int(value), 0, UINT_MAX, "uint"))
    raise no_overload("uint", value)


def to_double(value: Any) -> float:
    """CEL's `double()`: the nearest one."""
    kind = type(value)
    if kind is float or kind is int or kind is UInt:
        return float(value)
    if kind is str:
        if len(value) <= _LONGEST and _DOUBLE.fullmatch(value):
            number = float(value)
            if math.isfinite(number):
                return number
            raise CelError("overflow", f"{value[:60]} is out of the range of double")
        if _SPECIAL.fullmatch(value):
            return float(value)
        raise _refused(value, "a number")
    raise no_overload("double", value)


def to_string(value: Any) -> str:
    """CEL's `string()`."""
    if type(value) is bytes:
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise CelError("invalid_argument", "the bytes are not UTF-8 text") from None
    text = text_of(value)
    if text is None:
        raise no_overload("string", value)
    return text


def to_bytes(value: Any) -> bytes:
    """CEL's `bytes()`: the UTF-8 of a string."""
    if type(value) is bytes:
        return value
    if type(value) is str:
        try:
            return value.encode()
        except UnicodeEncodeError:
            raise CelError("invalid_argument", "the string holds a lone surrogate") from None
    raise no_overload("bytes", value)


def to_bool(value: Any) -> bool:
    """CEL's `bool()`."""
    if type(value) is bool:
        return value
    if type(value) is str:
        if value in _BOOLS:
            return _BOOLS[value]
        raise _refused(value, "a bool")
    raise no_overload("bool", value)


def to_duration(value: Any) -> Duration:
    """CEL's `duration()`: decimal numbers with the units h, m, s, ms, us and ns, such as `1h30m` or `-1.5s`."""
    if type(value) is Duration:
        return value
    if type(value) is not str:
        raise no_overload("duration", value)
    if value in ("0", "+0", "-0"):
        return Duration(0)
    match = _DURATION.fullmatch(value) if len(value) <= _LONGEST else None
    if match is None:
        raise _refused(value, "a duration such as 1h30m or 90s (days and weeks: span)")
    nanos = 0
    for whole, decimals, unit in _DURATION_PART.findall(match[2]):
        nanos += int(whole or 0) * _UNITS[unit] + int(decimals or 0) * _UNITS[unit] // 10 ** len(decimals)
    try:
        return Duration(-nanos if match[1] == "-" else nanos)
    except OverflowError as error:
        raise CelError("overflow", str(error)) from None


def to_timestamp(value: Any) -> Timestamp:
    """CEL's `timestamp()`: RFC 3339 text, or seconds since 1970."""
    kind = type(value)
    if kind is Timestamp:
        return value  # type: ignore[no-any-return]  # narrowed by `type(value) is`
    try:
        if kind is str:
            return parse_date_time(value, None)
        if kind is int:
            return Timestamp(value * NANOS)
    except ValueError as error:
        raise CelError("invalid_argument", str(error)) from None
    except OverflowError as error:
        raise CelError("overflow", str(error)) from None
    raise no_overload("timestamp", value)


def to_dyn(value: Any) -> Any:
    """CEL's `dyn()`: the value, whose type the checker no longer knows."""
    return value


def _text_cost(value: Any) -> int:
    kind = type(value)
    return len(value) >> 2 if kind is str or kind is bytes else 0


def _conversion(
    name: str,
    result: Type,
    sources: tuple[Type, ...],
    call: Callable[[Any], Any],
    cost: Callable[[Any], int] | None = None,
) -> Function:
    return Function(name, tuple(Overload(name, (source,), result) for source in sources), call, cost=cost)


_A = param("A")
FUNCTIONS: Library = (
    _conversion("int", INT, (INT, UINT, DOUBLE, STRING, TIMESTAMP), to_int),
    _conversion("uint", UINT, (UINT, INT, DOUBLE, STRING), to_uint),
    _conversion("double", DOUBLE, (DOUBLE, INT, UINT, STRING), to_double),
    _conversion(
        "string",
        STRING,
        (STRING, BOOL, INT, UINT, DOUBLE, BYTES, TIMESTAMP, DURATION, DATE, PERIOD),
        to_string,
        _text_cost,
    ),
    _conversion("bytes", BYTES, (BYTES, STRING), to_bytes, _text_cost),
    _conversion("bool", BOOL, (BOOL, STRING), to_bool),
    _conversion("duration", DURATION, (DURATION, STRING), to_duration),
    _conversion("timestamp", TIMESTAMP, (TIMESTAMP, STRING, INT), to_timestamp),
    _conversion("dyn", DYN, (_A,), to_dyn),
    _conversion("type", type_type(_A), (_A,), type_of),
)
