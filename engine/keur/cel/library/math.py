"""The math extension."""

import math
from collections.abc import Callable
from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.library.arithmetic import UINT_MAX, negate_int
from keur.cel.library.comparisons import greater, less
from keur.cel.types import BOOL, DOUBLE, DYN, INT, UINT, Type, list_of
from keur.cel.values import CelError, UInt, no_overload

_NUMBERS = frozenset({int, UInt, float})


def _extreme(name: str, better: Callable[[Any, Any], bool]) -> Function:
    def call(first: Any, *others: Any) -> Any:
        values = (first, *others)
        if not others and type(first) in (list, tuple):
            values = tuple(first)
            if not values:
                raise CelError("invalid_argument", f"{name}: the list is empty")
        for value in values:
            if type(value) not in _NUMBERS:
                raise no_overload(name, value)
        best = values[0]
        for value in values[1:]:
            if better(value, best):
                best = value
        return best

    def cost(first: Any, *others: Any) -> int:
        return len(first) if type(first) in (list, tuple) else 0

    kinds = (INT, UINT, DOUBLE, DYN)
    overloads = [Overload(name, (kind,), kind, variadic=True) for kind in kinds]
    overloads += [Overload(name, (list_of(kind),), kind) for kind in kinds]
    # lists first: the variadic overload for dyn would take a list too
    return Function(name, (*overloads[4:], *overloads[:4]), call, cost=cost)


def _rounded(value: float) -> float:
    if not math.isfinite(value):
        return value
    whole = float(math.floor(abs(value)))
    return math.copysign(whole + 1 if abs(value) - whole >= 0.5 else whole, value)


def _whole(apply: Callable[[float], int]) -> Callable[[float], float]:
    # the sign of a zero outlives rounding, and what has no whole part stays as it is
    return lambda value: math.copysign(float(apply(value)), value) if math.isfinite(value) else value


def _sign(value: float) -> float:
    return math.copysign(1.0, value) if value > 0 or value < 0 else value


def _root(value: float) -> float:
    return math.sqrt(value) if value >= 0 else math.nan


def absolute(value: Any) -> Any:
    """The magnitude."""
    if type(value) is int:
        return value if value >= 0 else negate_int(value)
    if type(value) is float:
        return abs(value)
    if type(value) is UInt:
        return value
    raise no_overload("math.abs", value)


def sign(value: Any) -> Any:
    """-1, 0 or 1, in the value's own type."""
    if type(value) is int:
        return (value > 0) - (value < 0)
    if type(value) is float:
        return _sign(value)
    if type(value) is UInt:
        return UInt(value > 0)
    raise no_overload("math.sign", value)


def root(value: Any) -> float:
    """The square root; NaN of a negative number."""
    if type(value) in _NUMBERS:
        return _root(float(value))
    raise no_overload("math.sqrt", value)


def _of_double(name: str, result: Type, apply: Callable[[float], Any]) -> Function:
    def call(value: Any) -> Any:
        if type(value) is float:
            return apply(value)
        raise no_overload(name, value)

    return Function(name, (Overload(name, (DOUBLE,), result),), call)


def _bits(name: str, apply: Callable[[int, int], int]) -> Function:
    def call(a: Any, b: Any) -> int:
        kind = type(a)
        if kind is type(b):
            if kind is int:
                return apply(a, b)
            if kind is UInt:
                return UInt(apply(int(a), int(b)))
        raise no_overload(name, a, b)

    return Function(name, (Overload(name, (INT, INT), INT), Overload(name, (UINT, UINT), UINT)), call)


def bit_not(value: Any) -> int:
    """Every bit turned over."""
    if type(value) is int:
        return ~value
    if type(value) is UInt:
        return UInt(UINT_MAX - value)
    raise no_overload("math.bitNot", value)


def _shift(name: str, apply: Callable[[int, int], int]) -> Function:
    """A shift of the 64 bits, not of the number: bits that leave are lost, zeros come in at either end."""

    def call(value: Any, count: Any) -> int:
        kind = type(value)
        if type(count) is not int or (kind is not int and kind is not UInt):
            raise no_overload(name, value, count)
        if count < 0:
            raise CelError("invalid_argument", f"{name}: the count is {count}, below zero")
        bits = apply(value & UINT_MAX, count) & UINT_MAX if count < 64 else 0
        if kind is UInt:
            return UInt(bits)
        return bits - 2**64 if bits >= 2**63 else bits

    return Function(name, (Overload(name, (INT, INT), INT), Overload(name, (UINT, INT), UINT)), call)


def _of_number(name: str, call: Callable[[Any], Any], result: Type | None = None) -> Function:
    return Function(name, tuple(Overload(name, (kind,), result or kind) for kind in (INT, UINT, DOUBLE)), call)


FUNCTIONS: Library = (
    _extreme("math.greatest", greater),
    _extreme("math.least", less),
    _of_double("math.ceil", DOUBLE, _whole(math.ceil)),
    _of_double("math.floor", DOUBLE, _whole(math.floor)),
    _of_double("math.round", DOUBLE, _rounded),
    _of_double("math.trunc", DOUBLE, _whole(math.trunc)),
    _of_double("math.isNaN", BOOL, math.isnan),
    _of_double("math.isInf", BOOL, math.isinf),
    _of_double("math.isFinite", BOOL, math.isfinite),
    _of_number("math.abs", absolute),
    _of_number("math.sign", sign),
    _of_number("math.sqrt", root, DOUBLE),
    _bits("math.bitAnd", lambda a, b: a & b),
    _bits("math.bitOr", lambda a, b: a | b),
    _bits("math.bitXor", lambda a, b: a ^ b),
    Function("math.bitNot", (Overload("math.bitNot", (INT,), INT), Overload("math.bitNot", (UINT,), UINT)), bit_not),
    _shift("math.bitShiftLeft", lambda bits, count: bits << count),
    _shift("math.bitShiftRight", lambda bits, count: bits >> count),
)
