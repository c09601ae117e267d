"""Values as people write them: `99.95%`, `1h30m`, `2027-03-28`."""

from typing import Any

from keur.cel.types import DYN, Type
from keur.cel.values import CelMap, CelType, Optional, UInt
from keur.model import Entity
from keur.model.quantities import (
    Day,
    Duration,
    Period,
    Timestamp,
    show_date,
    show_date_time,
    show_duration,
    show_percentage,
    show_period,
)

MOST = 10
"""Elements of a list or map that are shown; the others are counted."""


def show(value: Any, kind: Type = DYN) -> str:
    """A value in the format of its static type. Lists are joined by commas, an entity is its name."""
    if isinstance(value, Optional):
        return show(value.value, kind.args[0] if kind.args else DYN) if value.present else "nothing"
    if isinstance(value, float):
        return show_percentage(value) if kind.format == "percentage" else _number(value)
    if isinstance(value, (list, tuple)):
        element = kind.element if kind.kind == "list" else DYN
        return _joined([show(one, element) for one in value[:MOST]], len(value))
    if isinstance(value, (dict, CelMap)):
        key, item = kind.args if kind.kind == "map" and len(kind.args) == 2 else (DYN, DYN)
        fields = kind.fields
        pairs = [
            f"{show(name, key)}: {show(one, fields[name].type if name in fields else item)}"
            for name, one in list(value.items())[:MOST]
        ]
        return _joined(pairs, len(value))
    return _single(value)


def _joined(shown: list[str], count: int) -> str:
    more = f" and {count - len(shown)} more" if count > len(shown) else ""
    return ", ".join(shown) + more


def _single(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case UInt():
            return str(int(value))
        case str():
            return value
        case bytes():
            return value.decode(errors="replace")
        case Day():
            return show_date(value)
        case Duration():
            return show_duration(value)
        case Period():
            return show_period(value)
        case Timestamp():
            return show_date_time(value)
        case Entity():
            return value.name
        case CelType():
            return value.name
    return str(value)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
