"""Arithmetic: exact within 64 bits, an error beyond; doubles by IEEE 754; dates, durations and periods.

The functions that name one type (`add_int`, `divide_uint`) take values of that type only and do not look: they are
for compiled code whose types the checker knows. The operators (`add`, `divide`) look at the values themselves.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.types import (
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    INT,
    PERIOD,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    list_of,
    param,
)
from keur.cel.values import CelError, UInt, no_overload
from keur.model.quantities import Day, Duration, Period, Timestamp

INT_MIN, INT_MAX = -(2**63), 2**63 - 1
UINT_MAX = 2**64 - 1


def _overflow(what: str) -> CelError:
    return CelError("overflow", f"{what} is out of the range of 64-bit integers")


def add_int(a: int, b: int) -> int:
    """a + b."""
    result = a + b
    if INT_MIN <= result <= INT_MAX:
        return result
    raise _overflow(f"{a} + {b}")


def subtract_int(a: int, b: int) -> int:
    """a - b."""
    result = a - b
    if INT_MIN <= result <= INT_MAX:
        return result
    raise _overflow(f"{a} - {b}")


def multiply_int(a: int, b: int) -> int:
    """a * b."""
    result = a * b
    if INT_MIN <= result <= INT_MAX:
        return result
    raise _overflow(f"{a} * {b}")


def divide_int(a: int, b: int) -> int:
    """a / b, rounded towards zero."""
    if b == 0:
        raise CelError("divide_by_zero", f"{a} / 0: division by zero")
    result = a // b if (a >= 0) == (b > 0) else -(-a // b)
    if result > INT_MAX:
        raise _overflow(f"{a} / {b}")
    return result


def modulo_int(a: int, b: int) -> int:
    """a % b, with the sign of a."""
    if b == 0:
        raise CelError("divide_by_zero", f"{a} % 0: division by zero")
    if b == -1 and a == INT_MIN:
        raise _overflow(f"{a} % {b}")
    rest = abs(a) % abs(b)
    return rest if a >= 0 else -rest


def negate_int(a: int) -> int:
    """-a."""
    if a == INT_MIN:
        raise _overflow(f"-({a})")
    return -a


def add_uint(a: int, b: int) -> UInt:
    """a + b."""
    return _uint(a + b, "+", a, b)


def subtract_uint(a: int, b: int) -> UInt:
    """a - b."""
    return _uint(int(a) - int(b), "-", a, b)


def multiply_uint(a: int, b: int) -> UInt:
    """a * b."""
    return _uint(a * b, "*", a, b)


def divide_uint(a: int, b: int) -> UInt:
    """a / b, rounded down."""
    if b == 0:
        raise CelError("divide_by_zero", f"{a!r} / 0u: division by zero")
    return UInt(a // b)


def modulo_uint(a: int, b: int) -> UInt:
    """a % b."""
    if b == 0:
        raise CelError("divide_by_zero", f"{a!r} % 0u: division by zero")
    return UInt(a % b)


def _uint(result: int, sign: str, a: int, b: int) -> UInt:
    if 0 <= result <= UINT_MAX:
        return UInt(result)
    raise CelError("overflow", f"{a!r} {sign} {b!r} is out of the range of unsigned 64-bit integers")


def divide_double(a: float, b: float) -> float:
    """a / b; by zero an infinity, or NaN."""
    if b:
        return a / b
    if a == 0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


_Table = dict[tuple[type[Any], type[Any]], Type]
_SUMS: _Table = {
    (Duration, Duration): DURATION,
    (Timestamp, Duration): TIMESTAMP,
    (Duration, Timestamp): TIMESTAMP,
    (Day, Duration): DATE,
    (Duration, Day): DATE,
    (Day, Period): DATE,
    (Period, Day): DATE,
    (Period, Period): PERIOD,
}
_DIFFERENCES: _Table = {
    (Duration, Duration): DURATION,
    (Timestamp, Duration): TIMESTAMP,
    (Timestamp, Timestamp): DURATION,
    (Day, Duration): DATE,
    (Day, Day): DURATION,
    (Day, Period): DATE,
    (Period, Period): PERIOD,
}


def _of_quantities(name: str, table: _Table, apply: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    kinds = tuple(Day if isinstance(value, Day) else type(value) for value in (a, b))
    if kinds not in table:
        raise no_overload(name, a, b)
    try:
        return apply(a, b)
    except ArithmeticError as error:
        raise CelError("overflow", str(error)) from None


def add(a: Any, b: Any) -> Any:
    """CEL's `+`."""
    kind = type(a)
    if kind is type(b):
        if kind is int:
            return add_int(a, b)
        if kind is float or kind is str or kind is bytes or kind is list:
            return a + b
        if kind is UInt:
            return add_uint(a, b)
    if kind in (list, tuple) and type(b) in (list, tuple):
        return [*a, *b]
    return _of_quantities("+", _SUMS, operator.add, a, b)


def subtract(a: Any, b: Any) -> Any:
    """CEL's `-` between two values."""
    kind = type(a)
    if kind is type(b):
        if kind is int:
            return subtract_int(a, b)
        if kind is float:
            return a - b
        if kind is UInt:
            return subtract_uint(a, b)
    return _of_quantities("-", _DIFFERENCES, operator.sub, a, b)


def _numeric(
    name: str,
    of_int: Callable[[int, int], int],
    of_uint: Callable[[int, int], UInt],
    of_double: Callable[[float, float], float] | None,
) -> Callable[[Any, Any], Any]:
    def apply(a: Any, b: Any) -> Any:
        kind = type(a)
        if kind is type(b):
            if kind is int:
                return of_int(a, b)
            if kind is float and of_double is not None:
                return of_double(a, b)
            if kind is UInt:
                return of_uint(a, b)
        raise no_overload(name, a, b)

    return apply


multiply = _numeric("*", multiply_int, multiply_uint, operator.mul)
divide = _numeric("/", divide_int, divide_uint, divide_double)
modulo = _numeric("%", modulo_int, modulo_uint, None)


def negate(a: Any) -> Any:
    """CEL's `-` before a value."""
    if type(a) is int:
        return negate_int(a)
    if type(a) is float:
        return -a
    raise no_overload("-", a)


def _sum_cost(a: Any, b: Any) -> int:
    kind = type(a)
    if kind is str or kind is bytes:
        return (len(a) + len(b)) >> 4 if type(b) is kind else 0
    if kind is list or kind is tuple:
        return len(a) + len(b) if type(b) in (list, tuple) else 0
    return 0


_PLAIN: dict[type[Any], Type] = {Duration: DURATION, Timestamp: TIMESTAMP, Day: DATE, Period: PERIOD}
_A = param("A")


def _overloads(name: str, kinds: tuple[Type, ...], table: _Table) -> tuple[Overload, ...]:
    same = tuple(Overload(name, (kind, kind), kind) for kind in kinds)
    return same + tuple(Overload(name, (_PLAIN[a], _PLAIN[b]), result) for (a, b), result in table.items())


FUNCTIONS: Library = (
    Function("_+_", _overloads("_+_", (INT, UINT, DOUBLE, STRING, BYTES, list_of(_A)), _SUMS), add, cost=_sum_cost),
    Function("_-_", _overloads("_-_", (INT, UINT, DOUBLE), _DIFFERENCES), subtract),
    Function("_*_", _overloads("_*_", (INT, UINT, DOUBLE), {}), multiply),
    Function("_/_", _overloads("_/_", (INT, UINT, DOUBLE), {}), divide),
    Function("_%_", _overloads("_%_", (INT, UINT), {}), modulo),
    Function("-_", (Overload("-_", (INT,), INT), Overload("-_", (DOUBLE,), DOUBLE)), negate),
)
