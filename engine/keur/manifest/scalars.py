"""The core schema of YAML 1.2.2: what a plain scalar means.

`true` and `false` are booleans, `no` and `on` are texts, a date is a text. Where a number cannot be said in JSON or
does not fit, the scalar is refused and its text stands in for it.
"""

import re
from functools import lru_cache
from typing import Any

_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BASES = {"0o": 8, "0x": 16}
_LEAST, _GREATEST = -(2**63), 2**63 - 1
_LONGEST = 24
_MEMORABLE = 48
_SHOWN = 24

CORE = "tag:yaml.org,2002:"


MERGE = "".join(("<", "<"))
"""The plain scalar `<<`, known by identity: as a key it takes in other mappings, between quotes it is a text."""


class Unfit(ValueError):
    """A number that has no place in the data; the message says why, as a clause after the number."""


def resolve(text: str) -> Any:
    """The value of a plain scalar. Raises `Unfit`."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "0123456789+-.":
        return _number(text)
    return MERGE if text == "<<" else text


_remembered = lru_cache(maxsize=1 << 16)(resolve)


def plain(text: str) -> Any:
    """As `resolve`; short scalars, which repeat, are remembered, and equal ones share memory."""
    return _remembered(text) if len(text) <= _MEMORABLE else resolve(text)


def tagged(text: str, tag: str) -> Any:
    """The value of a scalar with a core schema tag, such as `!!int`. Raises `Unfit`, KeyError for any other tag."""
    if not tag.startswith(CORE):
        raise KeyError(tag)
    name = tag.removeprefix(CORE)
    if name == "str":
        return text
    wanted = {"int": int, "float": float, "bool": bool, "null": type(None)}[name]
    value = resolve(text)
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise Unfit(f"is not what its tag !!{name} says")
    return value


def abridged(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 4]}… ({len(text)} characters)"


def _number(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        value = float(text)
        if value - value != 0.0:
            raise Unfit("is too large for a number")
        return value
    if _NOT_FINITE.fullmatch(text):
        raise Unfit("cannot be said in JSON")
    return text


def _integer(text: str) -> int:
    base = _BASES.get(text[:2], 10)
    digits = text[2:] if base != 10 else text
    if len(digits) > _LONGEST:
        sign = digits[0] if digits[0] in "+-" else ""
        digits = sign + (digits[len(sign) :].lstrip("0") or "0")
    # int() is quadratic in the digits, so a number that cannot fit is never converted.
    if len(digits) > _LONGEST or not _LEAST <= (value := int(digits, base)) <= _GREATEST:
        raise Unfit("does not fit in 64 bits")
    return value
