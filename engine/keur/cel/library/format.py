"""`"...".format([...])`: the clauses %s %d %f %e %b %o %x %X and %%, with a precision for %f and %e."""

import math
import re
from collections.abc import Callable
from typing import Any, Final

from keur.cel.cost import weight
from keur.cel.library.text import show_double, text_of
from keur.cel.values import CelError, CelMap, CelType, UInt, type_of

_CLAUSE = re.compile(r"%(?:(%)|(?:\.([0-9]+))?(.)|$)", re.DOTALL)
MAX_PRECISION: Final = 100
_PER_CLAUSE: Final = 32
"""Steps that cover the longest number: 309 digits, and as many decimals as may be asked for."""


def formatted(template: Any, values: Any) -> str:
    """The template with each clause replaced by the next value. More values than clauses are ignored."""
    if type(template) is not str or type(values) not in (list, tuple):
        raise _refused("format", type_of(template).name)
    parts: list[str] = []
    end = used = 0
    for match in _CLAUSE.finditer(template):
        parts.append(template[end : match.start()])
        end = match.end()
        if match[1]:
            parts.append("%")
            continue
        clause = match[3]
        if clause is None or clause not in _CLAUSES:
            raise CelError(
                "invalid_argument", f"format: {match[0]!r} is no clause; there are %s %d %f %e %b %o %x %X %%"
            )
        if match[2] is not None and (clause not in "fe" or len(match[2]) > 3 or int(match[2]) > MAX_PRECISION):
            raise CelError("invalid_argument", f"format: a precision is for %f and %e, at most {MAX_PRECISION}")
        if used == len(values):
            raise CelError("invalid_argument", f"format: {match[0]!r} has no value: there are only {used}")
        parts.append(_CLAUSES[clause](values[used], match[2]))
        used += 1
    return "".join(parts) + template[end:]


def format_cost(template: Any, values: Any) -> int:
    """A bound of the text's length, in steps."""
    if type(template) is not str or type(values) not in (list, tuple):
        return 0
    return (len(template) >> 4) + 8 * weight(values) + _PER_CLAUSE * len(values)


def _refused(clause: str, name: str) -> CelError:
    return CelError("invalid_argument", f"{clause} does not take a value of type {name}")


def _shown(value: Any) -> str:
    text = text_of(value)
    if text is not None:
        return text
    kind = type(value)
    if value is None:
        return "null"
    if kind is bytes:
        return str(value, "utf-8", "replace")
    if kind is list or kind is tuple:
        return "[" + ", ".join(map(_shown, value)) + "]"
    if kind is dict or kind is CelMap:
        entries = sorted((_shown(key), _shown(item)) for key, item in value.items())
        return "{" + ", ".join(f"{key}: {item}" for key, item in entries) + "}"
    if kind is CelType:
        return str(value.name)
    raise _refused("%s", type_of(value).name)


def _string(value: Any, precision: str | None) -> str:
    return _shown(value)


def _decimal(value: Any, precision: str | None) -> str:
    if type(value) is int or type(value) is UInt:
        return str(int(value))
    if type(value) is float and not math.isfinite(value):
        return show_double(value)
    raise _refused("%d", type_of(value).name)


def _floating(clause: str) -> Callable[[Any, str | None], str]:
    def show(value: Any, precision: str | None) -> str:
        if type(value) not in (float, int, UInt):
            raise _refused("%" + clause, type_of(value).name)
        number = float(value)
        return format(number, f".{precision or 6}{clause}") if math.isfinite(number) else show_double(number)

    return show


def _digits(clause: str, bools: bool = False) -> Callable[[Any, str | None], str]:
    def show(value: Any, precision: str | None) -> str:
        if type(value) is int or type(value) is UInt or (bools and type(value) is bool):
            return format(int(value), clause)
        raise _refused("%" + clause, type_of(value).name)

    return show


def _hexadecimal(clause: str) -> Callable[[Any, str | None], str]:
    number = _digits(clause)

    def show(value: Any, precision: str | None) -> str:
        if type(value) is str or type(value) is bytes:
            data = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
            return data.hex().upper() if clause == "X" else data.hex()
        return number(value, precision)

    return show


_CLAUSES: Final[dict[str, Callable[[Any, str | None], str]]] = {
    "s": _string,
    "d": _decimal,
    "f": _floating("f"),
    "e": _floating("e"),
    "b": _digits("b", bools=True),
    "o": _digits("o"),
    "x": _hexadecimal("x"),
    "X": _hexadecimal("X"),
}
