"""Negation, index, size, and what the standard library does with strings."""

from collections.abc import Callable
from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.library.regex import search
from keur.cel.types import BOOL, BYTES, INT, STRING, list_of, map_of, optional_of, param
from keur.cel.values import NONE, CelError, CelMap, Optional, UInt, map_has, no_overload, type_of

_LISTS = frozenset({list, tuple})
_MAPS = frozenset({dict, CelMap})
_SIZED = frozenset({str, bytes, *_LISTS, *_MAPS})


def negated(value: Any) -> bool:
    """CEL's `!`."""
    if type(value) is bool:
        return not value
    raise no_overload("!", value)


def index(container: Any, key: Any) -> Any:
    """CEL's `container[key]`. In an optional the result is an optional, and there is nothing in nothing."""
    kind = type(container)
    if kind is dict:
        if type(key) is str and key in container:
            return container[key]
        raise CelError("no_such_key", f"the map has no key {_shown(key)}")
    if kind in _LISTS:
        position = _position(key)
        if 0 <= position < len(container):
            return container[position]
        raise CelError("no_such_element", f"the list has {len(container)} elements and none at {position}")
    if kind is CelMap:
        if key in container:
            return container[key]
        raise CelError("no_such_key", f"the map has no key {_shown(key)}")
    if kind is Optional:
        return optional_index(container, key)
    raise no_overload("[]", container, key)


def optional_index(container: Any, key: Any) -> Optional:
    """CEL's `container[?key]`: an optional, empty where there is no such key or element."""
    if type(container) is Optional:
        if not container.present:
            return NONE
        container = container.value
    kind = type(container)
    if kind in _MAPS:
        return Optional(True, container[key]) if map_has(container, key) else NONE
    if kind in _LISTS:
        position = _position(key)
        return Optional(True, container[position]) if 0 <= position < len(container) else NONE
    raise no_overload("[?]", container, key)


def _position(key: Any) -> int:
    kind = type(key)
    if kind is int or kind is UInt or (kind is float and key.is_integer()):
        return int(key)
    if kind is float:
        raise CelError("invalid_argument", f"a list has no element at {key}")
    raise no_overload("[] of a list", key)


def _shown(key: Any) -> str:
    return repr(key) if type(key) in (str, int, UInt, float, bool) else f"of type {type_of(key).name}"


def size(value: Any) -> int:
    """Characters of a string, bytes, elements of a list, or entries of a map."""
    if type(value) in _SIZED:
        return len(value)
    raise no_overload("size", value)


def _of_strings(name: str, apply: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def call(text: Any, part: Any) -> bool:
        if type(text) is str and type(part) is str:
            return apply(text, part)
        raise no_overload(name, text, part)

    return call


contains = _of_strings("contains", lambda text, part: part in text)
starts_with = _of_strings("startsWith", str.startswith)
ends_with = _of_strings("endsWith", str.endswith)
matches = _of_strings("matches", search)


def _scan_cost(text: Any, part: Any) -> int:
    return len(text) >> 4 if type(text) is str else 0


def _part_cost(text: Any, part: Any) -> int:
    return len(part) >> 4 if type(part) is str else 0


def _match_cost(text: Any, pattern: Any) -> int:
    """RE2 takes time in the length of the text times that of the pattern."""
    if type(text) is str and type(pattern) is str:
        return (1 + (len(text) >> 4)) * (1 + (len(pattern) >> 4))
    return 0


_A, _B = param("A"), param("B")
_SIZES = (STRING, BYTES, list_of(_A), map_of(_A, _B))
_TESTS = (
    ("contains", contains, _scan_cost),
    ("startsWith", starts_with, _part_cost),
    ("endsWith", ends_with, _part_cost),
)


def _indexes(name: str, optional: bool) -> tuple[Overload, ...]:
    items, entries = list_of(_A), map_of(_A, _B)
    plain = ((items, INT, _A), (entries, _A, _B))
    return tuple(
        Overload(name, (container, key), optional_of(result) if optional else result)
        for container, key, result in plain
    ) + tuple(Overload(name, (optional_of(container), key), optional_of(result)) for container, key, result in plain)


FUNCTIONS: Library = (
    Function("!_", (Overload("!_", (BOOL,), BOOL),), negated),
    Function("_[_]", _indexes("_[_]", optional=False), index),
    Function("_[?_]", _indexes("_[?_]", optional=True), optional_index),
    Function(
        "size",
        tuple(Overload("size", (kind,), INT, member=member) for kind in _SIZES for member in (False, True)),
        size,
    ),
    *(
        Function(name, (Overload(name, (STRING, STRING), BOOL, member=True),), call, cost=cost)
        for name, call, cost in _TESTS
    ),
    Function(
        "matches",
        tuple(Overload("matches", (STRING, STRING), BOOL, member=member) for member in (False, True)),
        matches,
        cost=_match_cost,
    ),
)
