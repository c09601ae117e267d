"""The strings extension. Positions count code points."""

from collections.abc import Callable
from typing import Any, Final

from keur.cel.functions import Function, Library, Overload
from keur.cel.library.format import format_cost, formatted
from keur.cel.types import DYN, INT, STRING, Type, list_of
from keur.cel.values import CelError, no_overload

_SPACE: Final = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""Unicode's White_Space; Python's own idea of it also holds the separators U+001C to U+001F."""
_UPPER: Final = {ord("a") + i: ord("A") + i for i in range(26)}
_LOWER: Final = {ord("A") + i: ord("a") + i for i in range(26)}
_ESCAPES: Final = str.maketrans(
    {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v", "\\": r"\\", '"': r"\""}
)


def _place(name: str, position: int, length: int) -> int:
    if 0 <= position <= length:
        return position
    raise CelError("invalid_argument", f"{name}: position {position} is outside a string of {length} characters")


def char_at(text: Any, position: Any) -> str:
    """The character at this position; empty at the end."""
    if type(text) is str and type(position) is int:
        _place("charAt", position, len(text))
        return text[position : position + 1]
    raise no_overload("charAt", text, position)


def index_of(text: Any, part: Any, start: Any = 0) -> int:
    """Where the part first begins, at this position or later; -1 when it does not."""
    if type(text) is str and type(part) is str and type(start) is int:
        return text.find(part, _place("indexOf", start, len(text)))
    raise no_overload("indexOf", text, part, start)


def last_index_of(text: Any, part: Any, start: Any = None) -> int:
    """Where the part last begins, at this position or earlier; -1 when it does not."""
    if type(text) is str and type(part) is str:
        if start is None:
            return text.rfind(part)
        if type(start) is int:
            return text.rfind(part, 0, _place("lastIndexOf", start, len(text)) + len(part))
    raise no_overload("lastIndexOf", text, part, start)


def substring(text: Any, start: Any, end: Any = None) -> str:
    """The characters from start up to, and without, end."""
    if type(text) is str and type(start) is int:
        last = len(text) if end is None else end
        if type(last) is int:
            _place("substring", start, len(text))
            _place("substring", last, len(text))
            if start > last:
                raise CelError("invalid_argument", f"substring: start {start} lies after end {last}")
            return text[start:last]
    raise no_overload("substring", text, start, end)


def replace(text: Any, old: Any, new: Any, count: Any = -1) -> str:
    """The text with the first `count` occurrences replaced; all of them when it is negative."""
    if type(text) is str and type(old) is str and type(new) is str and type(count) is int:
        return text.replace(old, new, max(count, -1))
    raise no_overload("replace", text, old, new, count)


def split(text: Any, separator: Any, limit: Any = -1) -> list[str]:
    """The parts between separators, at most `limit` of them unless it is negative; by no separator the characters."""
    if type(text) is not str or type(separator) is not str or type(limit) is not int:
        raise no_overload("split", text, separator, limit)
    if limit == 0:
        return []
    if separator:
        return text.split(separator, limit - 1 if limit > 0 else -1)
    if limit < 0 or limit >= len(text):
        return list(text)
    return [*text[: limit - 1], text[limit - 1 :]]


def join(parts: Any, separator: Any = "") -> str:
    """The strings of a list, with the separator between them."""
    if type(parts) in (list, tuple) and type(separator) is str:
        for part in parts:
            if type(part) is not str:
                raise no_overload("join of a list with an element", part)
        return separator.join(parts)
    raise no_overload("join", parts, separator)


def _of_text(name: str, apply: Callable[[str], str]) -> Callable[[Any], str]:
    def call(text: Any) -> str:
        if type(text) is str:
            return apply(text)
        raise no_overload(name, text)

    return call


lower_ascii = _of_text("lowerAscii", lambda text: text.lower() if text.isascii() else text.translate(_LOWER))
upper_ascii = _of_text("upperAscii", lambda text: text.upper() if text.isascii() else text.translate(_UPPER))
trim = _of_text("trim", lambda text: text.strip(_SPACE))
reverse = _of_text("reverse", lambda text: text[::-1])
quote = _of_text("strings.quote", lambda text: '"' + text.translate(_ESCAPES) + '"')


def _length(value: Any) -> int:
    return len(value) if type(value) is str else 0


def _text_cost(text: Any, *_: Any) -> int:
    return _length(text) >> 4


def _last_index_cost(text: Any, part: Any, start: Any = None) -> int:
    # looking from behind, Python compares the part anew at every position
    return (_length(text) >> 4) * (1 + (_length(part) >> 4))


def _replace_cost(text: Any, old: Any, new: Any, count: Any = -1) -> int:
    if type(text) is not str or type(old) is not str or type(new) is not str or type(count) is not int:
        return 0
    found = text.count(old)
    return (len(text) + (found if count < 0 else min(found, count)) * len(new)) >> 4


def _split_cost(text: Any, separator: Any, limit: Any = -1) -> int:
    if type(text) is not str or type(separator) is not str or type(limit) is not int or limit == 0:
        return 0
    parts = text.count(separator) + 1
    return (len(text) >> 4) + (parts if limit < 0 else min(parts, limit))


def _join_cost(parts: Any, separator: Any = "") -> int:
    if type(parts) not in (list, tuple):
        return 0
    return len(parts) + (sum(map(_length, parts)) + len(parts) * _length(separator) >> 4)


def _quote_cost(text: Any) -> int:
    return _length(text) >> 3


def _member(
    name: str,
    call: Callable[..., Any],
    result: Type,
    signatures: tuple[tuple[Type, ...], ...],
    cost: Callable[..., int] | None,
) -> Function:
    return Function(name, tuple(Overload(name, types, result, member=True) for types in signatures), call, cost=cost)


_S, _I = STRING, INT
FUNCTIONS: Library = (
    _member("charAt", char_at, _S, ((_S, _I),), None),
    _member("indexOf", index_of, _I, ((_S, _S), (_S, _S, _I)), _text_cost),
    _member("lastIndexOf", last_index_of, _I, ((_S, _S), (_S, _S, _I)), _last_index_cost),
    _member("join", join, _S, ((list_of(_S),), (list_of(_S), _S)), _join_cost),
    _member("lowerAscii", lower_ascii, _S, ((_S,),), _text_cost),
    _member("upperAscii", upper_ascii, _S, ((_S,),), _text_cost),
    _member("replace", replace, _S, ((_S, _S, _S), (_S, _S, _S, _I)), _replace_cost),
    _member("split", split, list_of(_S), ((_S, _S), (_S, _S, _I)), _split_cost),
    _member("substring", substring, _S, ((_S, _I), (_S, _I, _I)), _text_cost),
    _member("trim", trim, _S, ((_S,),), _text_cost),
    _member("reverse", reverse, _S, ((_S,),), _text_cost),
    _member("format", formatted, _S, ((_S, list_of(DYN)),), format_cost),
    Function("strings.quote", (Overload("strings.quote", (_S,), _S),), quote, cost=_quote_cost),
)
