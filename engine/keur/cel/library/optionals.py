"""Values that may be absent."""

from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.types import BOOL, Type, list_of, optional_of, param
from keur.cel.values import NONE, CelError, CelMap, Optional, UInt, no_overload
from keur.model.quantities import Duration, Period, Timestamp

_MEASURED = frozenset({str, bytes, list, tuple, dict, CelMap})
_ZEROS: dict[type[Any], Any] = {bool: False, int: 0, UInt: 0, float: 0.0}
_ZERO_QUANTITIES = (Duration(0), Timestamp(0), Period(0))


def is_zero(value: Any) -> bool:
    """Whether the value is its type's zero: false, 0, empty, null, an empty optional, 0 seconds, the epoch."""
    kind = type(value)
    if kind in _MEASURED:
        return not value
    if kind in _ZEROS:
        return bool(value == _ZEROS[kind])
    if kind is Optional:
        return not value.present
    return value is None or value in _ZERO_QUANTITIES


def of_non_zero(value: Any) -> Optional:
    """An optional that holds the value unless it is zero."""
    return NONE if is_zero(value) else Optional(True, value)


def has_value(value: Any) -> bool:
    """Whether there is a value."""
    if type(value) is Optional:
        return value.present
    raise no_overload("hasValue", value)


def value_of(value: Any) -> Any:
    """The value; CelError when there is none."""
    if type(value) is not Optional:
        raise no_overload("value", value)
    if value.present:
        return value.value
    raise CelError("no_such_element", "the optional holds no value")


def otherwise(value: Any, other: Any) -> Optional:
    """The first of two optionals that holds a value, else an empty one."""
    if type(value) is Optional and type(other) is Optional:
        return value if value.present else other
    raise no_overload("or", value, other)


def value_or(value: Any, other: Any) -> Any:
    """The value, or the other value when there is none."""
    if type(value) is Optional:
        return value.value if value.present else other
    raise no_overload("orValue", value, other)


def values_of(values: Any) -> list[Any]:
    """The values that a list of optionals holds, in order."""
    if type(values) not in (list, tuple):
        raise no_overload("optional.unwrap", values)
    for value in values:
        if type(value) is not Optional:
            raise no_overload("optional.unwrap of a list with an element", value)
    return [value.value for value in values if value.present]


def first(values: Any) -> Optional:
    """The first element of a list, if it has one."""
    if type(values) in (list, tuple):
        return Optional(True, values[0]) if values else NONE
    raise no_overload("first", values)


def last(values: Any) -> Optional:
    """The last element of a list, if it has one."""
    if type(values) in (list, tuple):
        return Optional(True, values[-1]) if values else NONE
    raise no_overload("last", values)


def _length(values: Any) -> int:
    return len(values) if type(values) in (list, tuple) else 0


_A = param("A")
_MAYBE, _MANY = optional_of(_A), list_of(_A)


def _one(name: str, params: tuple[Type, ...], result: Type, member: bool = True) -> tuple[Overload, ...]:
    return (Overload(name, params, result, member=member),)


FUNCTIONS: Library = (
    Function("optional.of", _one("optional.of", (_A,), _MAYBE, member=False), Optional.of),
    Function("optional.none", _one("optional.none", (), _MAYBE, member=False), Optional.none),
    Function("optional.ofNonZeroValue", _one("optional.ofNonZeroValue", (_A,), _MAYBE, member=False), of_non_zero),
    Function(
        "optional.unwrap", _one("optional.unwrap", (list_of(_MAYBE),), _MANY, member=False), values_of, cost=_length
    ),
    Function("unwrapOpt", _one("unwrapOpt", (list_of(_MAYBE),), _MANY), values_of, cost=_length),
    Function("hasValue", _one("hasValue", (_MAYBE,), BOOL), has_value),
    Function("value", _one("value", (_MAYBE,), _A), value_of),
    Function("or", _one("or", (_MAYBE, _MAYBE), _MAYBE), otherwise),
    Function("orValue", _one("orValue", (_MAYBE, _A), _A), value_or),
    Function("first", _one("first", (_MANY,), _MAYBE), first),
    Function("last", _one("last", (_MANY,), _MAYBE), last),
)
