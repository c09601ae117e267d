"""Negation, size, and what the standard library does with strings; fields and elements are read by the language."""

from collections.abc import Callable
from typing import Any

from keur.cel.functions import Function, Library, Overload
from keur.cel.library.regex import effort, search
from keur.cel.types import BOOL, BYTES, INT, STRING, list_of, map_of, param
from keur.cel.values import CelMap, no_overload

_SIZED = frozenset({str, bytes, list, tuple, dict, CelMap})


def negated(value: Any) -> bool:
    """CEL's `!`."""
    if type(value) is bool:
        return not value
    raise no_overload("!", value)


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
    """RE2 takes time in the length of the text times the size of the compiled pattern."""
    if type(text) is str and type(pattern) is str:
        return (1 + (len(text) >> 4)) * (1 + effort(pattern))
    return 0


_A, _B = param("A"), param("B")
_SIZES = (STRING, BYTES, list_of(_A), map_of(_A, _B))
_TESTS = (
    ("contains", contains, _scan_cost),
    ("startsWith", starts_with, _part_cost),
    ("endsWith", ends_with, _part_cost),
)


FUNCTIONS: Library = (
    Function("!_", (Overload("!_", (BOOL,), BOOL),), negated),
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
