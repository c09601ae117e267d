"""Reading a field or an element of a value."""

from collections.abc import Mapping
from typing import Any, Final

from keur.cel.values import NONE, CelError, CelMap, Optional, map_has, no_overload
from keur.model import Entity

MISSING: Final = object()
"""Stands for a field or element that is not there."""

STRUCTS: Final[Mapping[type, frozenset[str]]] = {Entity: frozenset({"kind", "name", "id", "metadata", "spec"})}
"""Classes whose objects are read by attribute, and which attributes an expression may read."""

_MAPS = (dict, CelMap)
_LISTS = (list, tuple)


def find_field(value: Any, field: str) -> Any:
    """The field of a map or struct, or MISSING. CelError for what has no fields."""
    if isinstance(value, _MAPS):
        return value.get(field, MISSING)
    readable = STRUCTS.get(type(value))
    if readable is None:
        raise no_overload(f"selecting {field}", value)
    return getattr(value, field) if field in readable else MISSING


def find_element(value: Any, index: Any) -> Any:
    """The element of a list, or the value of a map's key, or MISSING. CelError for any other use."""
    if isinstance(value, _LISTS):
        position = _position(value, index)
        return value[position] if 0 <= position < len(value) else MISSING
    if isinstance(value, _MAPS):
        if not isinstance(index, (str, int, float)):
            raise no_overload("_[_]", value, index)
        return value[index] if map_has(value, index) else MISSING
    if isinstance(index, str) and type(value) in STRUCTS:
        return find_field(value, index)
    raise no_overload("_[_]", value, index)


def _position(value: Any, index: Any) -> int:
    if isinstance(index, bool) or not isinstance(index, (int, float)):
        raise no_overload("_[_]", value, index)
    if isinstance(index, float):
        if not index.is_integer():
            raise CelError("invalid_argument", f"{index} is no position in a list")
        return int(index)
    return index


def select(value: Any, field: str) -> Any:
    """`value.field`; of an optional, an optional."""
    if isinstance(value, Optional):
        return optional_select(value, field)
    found = find_field(value, field)
    if found is MISSING:
        raise CelError("no_such_key" if isinstance(value, _MAPS) else "no_such_field", f"there is no {field}")
    return found


def optional_select(value: Any, field: str) -> Optional:
    """`value.?field`."""
    if isinstance(value, Optional):
        if not value.present:
            return NONE
        value = value.value
    found = find_field(value, field)
    return NONE if found is MISSING else Optional.of(found)


def index(value: Any, position: Any) -> Any:
    """`value[position]`; of an optional, an optional."""
    if isinstance(value, Optional):
        return optional_index(value, position)
    found = find_element(value, position)
    if found is MISSING:
        kind = "no_such_element" if isinstance(value, _LISTS) else "no_such_key"
        raise CelError(kind, f"there is no element {shown(position)}")
    return found


def optional_index(value: Any, position: Any) -> Optional:
    """`value[?position]`."""
    if isinstance(value, Optional):
        if not value.present:
            return NONE
        value = value.value
    found = find_element(value, position)
    return NONE if found is MISSING else Optional.of(found)


def has(value: Any, field: str) -> bool:
    """`has(value.field)`."""
    if isinstance(value, Optional):
        return value.present and has(value.value, field)
    return find_field(value, field) is not MISSING


def shown(key: Any) -> str:
    """A key or index as it is written."""
    text = repr(key)
    return text if len(text) <= 60 else f"{text[:57]}..."
