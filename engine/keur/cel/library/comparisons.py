"""Equality, order and membership."""

import operator
from collections.abc import Callable
from typing import Any

from keur.cel.cost import weight
from keur.cel.functions import Function, Library, Overload
from keur.cel.types import (
    BOOL,
    BYTES,
    DATE,
    DOUBLE,
    DURATION,
    INT,
    PERIOD,
    STRING,
    TIMESTAMP,
    UINT,
    list_of,
    map_of,
    param,
)
from keur.cel.values import CelMap, Optional, comparable, equals, map_has, no_overload

_CONTAINERS = frozenset({list, tuple, dict, CelMap, Optional})
_DIRECT = frozenset({int, float, str})
"""The common types that Python orders and equates as CEL does."""


def differs(a: Any, b: Any) -> bool:
    """CEL's `!=`."""
    return not equals(a, b)


def _ordering(apply: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def ordered(a: Any, b: Any) -> bool:
        kind = type(a)
        if kind is type(b) and kind in _DIRECT:
            return apply(a, b)
        return bool(apply(*comparable(a, b)))

    return ordered


less = _ordering(operator.lt)
less_or_equal = _ordering(operator.le)
greater = _ordering(operator.gt)
greater_or_equal = _ordering(operator.ge)


def contains(value: Any, container: Any) -> bool:
    """CEL's `in`: an element of a list, or a key of a map."""
    kind = type(container)
    if kind is list or kind is tuple:
        if type(value) is str:
            return value in container
        return any(equals(value, element) for element in container)
    if kind is dict or kind is CelMap:
        return map_has(container, value)
    raise no_overload("in", value, container)


def _equality_cost(a: Any, b: Any) -> int:
    kind = type(a)
    if kind is str or kind is bytes:
        return min(len(a), len(b)) >> 4 if type(b) is kind else 0
    if kind not in _CONTAINERS or type(b) not in _CONTAINERS:
        return 0
    return min(weight(a), weight(b))


def _membership_cost(value: Any, container: Any) -> int:
    kind = type(container)
    if kind is not list and kind is not tuple:
        return 0
    if type(value) not in _CONTAINERS:
        return len(container) * (1 + (len(value) >> 4) if type(value) in (str, bytes) else 1)
    return len(container) + min(weight(value) * len(container), weight(container))


_NUMBERS = (INT, UINT, DOUBLE)
_MIXED = tuple((a, b) for a in _NUMBERS for b in _NUMBERS if a is not b)
_ORDERED = (BOOL, *_NUMBERS, STRING, BYTES, TIMESTAMP, DURATION, DATE, PERIOD)
_A, _B = param("A"), param("B")


def _equality(name: str) -> tuple[Overload, ...]:
    return tuple(Overload(name, pair, BOOL) for pair in ((_A, _A), *_MIXED))


def _order(name: str) -> tuple[Overload, ...]:
    return tuple(Overload(name, pair, BOOL) for pair in (*((kind, kind) for kind in _ORDERED), *_MIXED))


FUNCTIONS: Library = (
    Function("_==_", _equality("_==_"), equals, cost=_equality_cost),
    Function("_!=_", _equality("_!=_"), differs, cost=_equality_cost),
    Function("_<_", _order("_<_"), less, cost=_equality_cost),
    Function("_<=_", _order("_<=_"), less_or_equal, cost=_equality_cost),
    Function("_>_", _order("_>_"), greater, cost=_equality_cost),
    Function("_>=_", _order("_>=_"), greater_or_equal, cost=_equality_cost),
    Function(
        "@in",
        (Overload("@in", (_A, list_of(_A)), BOOL), Overload("@in", (_A, map_of(_A, _B)), BOOL)),
        contains,
        cost=_membership_cost,
    ),
)
