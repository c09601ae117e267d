"""From plain data to a frozen dataclass, where the data are plainly right.

Types are exact and nothing is converted by guess, save that a list becomes a tuple and a date is read. Whatever is
doubted goes to pydantic, which decides and explains; a test holds that both give equal values.
"""

import dataclasses
import re
import types
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from keur.typed.marks import After, Before, Limits, fields

T = TypeVar("T")
Make = Callable[[Any], Any]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Doubt(ValueError):
    """What is not plainly right; it says no more, since pydantic says it better."""


def build(kind: type[T], data: object) -> T:
    """The value that data say. Raises Doubt, or the ValueError of a check, where they are not plainly right."""
    hint: Any = kind
    return cast(T, _maker(hint)(data))


@lru_cache(maxsize=256)
def _maker(hint: Any) -> Make:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if dataclasses.is_dataclass(hint):
        return _instance(cast(type, hint))
    if origin is Annotated:
        return _marked(_maker(arguments[0]), hint.__metadata__)
    if origin is Literal:
        return lambda value: value if type(value) is str and value in arguments else _doubt()
    if origin is tuple:
        return _sequence(_maker(arguments[0]))
    if origin is Mapping:
        return _mapping(_maker(arguments[0]), _maker(arguments[1]))
    if origin in (Union, types.UnionType):
        return _either([_maker(one) for one in arguments if one is not type(None)])
    raise TypeError(f"keur's own files hold no {hint}")


def _instance(kind: type) -> Make:
    hints = get_type_hints(kind, include_extras=True)
    known = {name: (field, _maker(hints[field.name])) for name, field in fields(kind).items()}
    missing = (dataclasses.MISSING, dataclasses.MISSING)
    required = {name for name, (field, _) in known.items() if (field.default, field.default_factory) == missing}

    def make(data: Any) -> Any:
        if type(data) is not dict or not required <= data.keys() or not data.keys() <= known.keys():
            _doubt()
        said = {}
        for name, value in data.items():
            field, inner = known[name]
            said[field.name] = made = inner(value)
            if not _holds(field.metadata, made):
                _doubt()
        return kind(**said)

    return make


def _holds(said: Mapping[str, Any], made: Any) -> bool:
    """Whether a list or mapping has as many elements as its field takes."""
    least, most = said.get("min_length"), said.get("max_length")
    return (least is None or len(made) >= least) and (most is None or len(made) <= most)


def _marked(inner: Make, marks: tuple[Any, ...]) -> Make:
    for mark in marks:
        inner = _with(inner, mark)
    return inner


def _with(inner: Make, mark: Any) -> Make:
    match mark:
        case Before(check):
            return lambda value: inner(check(value))
        case After(check):
            return lambda value: check(inner(value))
        case Limits():
            return lambda value: made if mark.keeps(made := inner(value)) else _doubt()
    raise TypeError(f"keur's own files know no mark {mark}")


def _sequence(inner: Make) -> Make:
    return lambda value: tuple(map(inner, value)) if type(value) is list else _doubt()


def _mapping(key: Make, inner: Make) -> Make:
    return lambda value: {key(name): inner(one) for name, one in value.items()} if type(value) is dict else _doubt()


def _either(makers: list[Make]) -> Make:
    def make(value: Any) -> Any:
        if value is None:
            return None
        for maker in makers[:-1]:
            try:
                return maker(value)
            except Doubt:
                continue
        return makers[-1](value)

    return make


def _exactly(kind: type) -> Make:
    return lambda value: value if type(value) is kind else _doubt()


def _day(value: Any) -> date:
    if type(value) is date:
        return value
    return date.fromisoformat(value) if type(value) is str and _DAY.fullmatch(value) else _doubt()


def _doubt() -> Any:
    raise Doubt


_SCALARS: Mapping[Any, Make] = {
    Any: lambda value: value,
    bool: _exactly(bool),
    int: _exactly(int),
    str: _exactly(str),
    date: _day,
}
