"""How values and expectations are put to people."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from json import dumps
from typing import Any

LONGEST = 60
_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


def shown(value: Any) -> str:
    """A value as a reader would recognise it: short, on one line, without control characters."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case str():
            text = value if len(value) <= LONGEST else f"{value[: LONGEST - 3]}..."
            return dumps(text, ensure_ascii=not text.isprintable())
        case bool():
            return "true" if value else "false"
        case int() if value.bit_length() > 64:
            return "a number beyond 64 bits"
        case _:
            return repr(value)


def expected(types: Iterable[str]) -> str:
    """The types a field takes: "text or a mapping". That it may also be empty is no advice."""
    names = [_TYPES[name] for name in types if name != "null"]
    return either(names or [_TYPES["null"]])


def either(choices: Sequence[str]) -> str:
    """A choice in words: "a, b or c"."""
    return choices[0] if len(choices) == 1 else f"{', '.join(choices[:-1])} or {choices[-1]}"


def closest(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, if one is near."""
    pool = list(names)
    folded = {other.casefold(): other for other in reversed(pool)}
    close = get_close_matches(name.casefold()[:LONGEST], folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None
