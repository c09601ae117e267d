"""Of the lists extension `distinct`, and `sum` as the lists library of Kubernetes has it."""

from typing import Any

from keur.cel.cost import weight
from keur.cel.functions import Const, Function, Library, Overload
from keur.cel.library.arithmetic import add
from keur.cel.types import DOUBLE, DURATION, INT, UINT, Type, list_of, param
from keur.cel.values import UInt, lookup_key, no_overload
from keur.model.quantities import Duration

_LISTS = (list, tuple)
_ZEROS: dict[type, Any] = {int: 0, UInt: UInt(0), float: 0.0, Duration: Duration(0)}


def total(values: Any, zero: Any = 0) -> Any:
    """The sum of a list of numbers, or of durations, in its order; the zero where the list is empty."""
    if type(values) not in _LISTS or type(zero) not in _ZEROS:
        raise no_overload("sum", values)
    if not values:
        return zero
    if type(values[0]) not in _ZEROS:
        raise no_overload("sum of a list with an element", values[0])
    found = values[0]
    for value in values[1:]:
        found = add(found, value)
    return found


def distinct(values: Any) -> list[Any]:
    """The elements, each where it first stands; numbers of different types that are equal are one."""
    if type(values) not in _LISTS:
        raise no_overload("distinct", values)
    found: dict[Any, Any] = {}
    for value in values:
        found.setdefault(lookup_key(value), value)
    return list(found.values())


def _length(values: Any, zero: Any = None) -> int:
    return len(values) if type(values) in _LISTS else 0


def _weight(values: Any) -> int:
    return weight(values) if type(values) in _LISTS else 0


def _element(_: tuple[Const | None, ...], types: tuple[Type, ...]) -> Type | None:
    """A sum of percentages is one."""
    return types[0].element if types[0].kind == "list" and types[0].element.format else None


_A = param("A")
_SUMMED = ((INT, 0), (UINT, UInt(0)), (DOUBLE, 0.0), (DURATION, Duration(0)))

FUNCTIONS: Library = (
    Function("distinct", (Overload("distinct", (list_of(_A),), list_of(_A), member=True),), distinct, cost=_weight),
    Function(
        "sum",
        tuple(
            Overload("sum", (list_of(kind),), kind, member=True, result_of=_element, zero=zero)
            for kind, zero in _SUMMED
        ),
        total,
        cost=_length,
    ),
)
