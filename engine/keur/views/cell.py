"""Values as they stand in a view: for people, for programs, and in order."""

from typing import Any

from keur.cel.show import show
from keur.cel.types import DYN, Type
from keur.cel.values import CelMap, Optional, lookup_key
from keur.model import Entity
from keur.model.quantities import Day, Duration, Period, Timestamp, fields_of, show_date, show_date_time
from keur.views.shown import Cell

ABSENT = Cell("", None)
EMPTY = Cell("", ())


def cell(value: Any, kind: Type, zone: str) -> Cell:
    """A value of this static type as it is shown; what is absent is empty. zone: the clock on which times are read.

    Of lists in a list, each element is shown once: that is what comes of following references step by step.
    """
    value, kind = _present(value, kind)
    if type(value) is str:
        return Cell(value, value)
    if type(value) in (list, tuple):
        if not value:
            return EMPTY
        if any(type(one) in (list, tuple) for one in value):
            value, kind = _joined(value, kind)
        if all(type(one) is Entity for one in value):  # most lists are, so these are not looked at one by one
            return Cell(_listed([one.name for one in value]), [one.id for one in value])
    return ABSENT if value is None else Cell(text(value, kind, zone), plain(value, kind, zone))


def _present(value: Any, kind: Type) -> tuple[Any, Type]:
    while isinstance(value, Optional):
        value, kind = value.value, kind.args[0] if kind.args else DYN
    return value, kind


def _joined(value: Any, kind: Type) -> tuple[Any, Type]:
    """The elements of lists in a list, at any depth, each once."""
    while any(type(one) in (list, tuple) for one in value):
        value = [one for part in value for one in (part if type(part) in (list, tuple) else (part,))]
        kind = kind.element if kind.kind == "list" else DYN
    return list({lookup_key(one): one for one in value}.values()), kind


def text(value: Any, kind: Type, zone: str) -> str:
    """A value for people. Lists are whole: joined by commas, or by semicolons where an element has a comma."""
    value, kind = _present(value, kind)
    match value:
        case str():
            return value
        case Entity():
            return value.name
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Timestamp():
            return _local(value, zone)
        case list() | tuple():
            parts = [text(one, kind.element if kind.kind == "list" else DYN, zone) for one in value]
            return _listed(parts)
        case dict() | CelMap():
            return ", ".join(f"{name}: {text(one, _item(kind, name), zone)}" for name, one in value.items())
    return show(value, kind)


def _listed(parts: list[str]) -> str:
    return ("; " if any("," in part for part in parts) else ", ").join(part for part in parts if part)


def _item(kind: Type, name: Any) -> Type:
    if name in kind.fields:
        return kind.fields[name].type
    return kind.args[1] if kind.kind == "map" and len(kind.args) == 2 else DYN


def _local(value: Timestamp, zone: str) -> str:
    shown = fields_of(value, zone)
    seconds = f":{shown.second:02d}" if shown.second else ""
    return f"{show_date(shown.day)} {shown.hour:02d}:{shown.minute:02d}{seconds}"


def plain(value: Any, kind: Type, zone: str) -> Any:
    """A value for programs: what JSON has as it is, dates and durations as ISO 8601 or as they are written."""
    value, kind = _present(value, kind)
    match value:
        case None | bool() | str():
            return value
        case int():
            return int(value)
        case float():
            return value if value - value == 0 else None  # JSON has neither infinities nor NaN
        case Timestamp():
            return show_date_time(value, zone)
        case list() | tuple():
            return [plain(one, kind.element if kind.kind == "list" else DYN, zone) for one in value]
        case dict() | CelMap():
            return {str(name): plain(one, _item(kind, name), zone) for name, one in value.items()}
        case Entity():
            return value.id
    return show(value, kind)


_RANKS: tuple[Any, ...] = (bool, (int, float), Day, Timestamp, Duration, Period, str)


def order(value: Any) -> tuple[Any, ...]:
    """What a value is sorted by: of one type as that type has it, texts whatever their case, what is absent last."""
    value, _ = _present(value, DYN)
    if value is None or value != value:
        return (len(_RANKS) + 1,)
    for rank, type_ in enumerate(_RANKS):
        if isinstance(value, type_):
            return (rank, value.casefold(), value) if isinstance(value, str) else (rank, value)
    shown = text(value, DYN, "UTC")
    return (len(_RANKS) - 1, shown.casefold(), shown)


def names(value: Any) -> frozenset[str]:
    """What a value may be called: an entity its name or its id, a list what its elements are called."""
    value, _ = _present(value, DYN)
    match value:
        case None:
            return frozenset()
        case Entity():
            return frozenset((value.name, value.id))
        case list() | tuple():
            return frozenset(name for one in value for name in names(one))
    return frozenset((text(value, DYN, "UTC"),))
