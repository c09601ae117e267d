"""Regular expressions: RE2's, in time linear in the text, in bounded memory, compiled once."""

import re
from functools import lru_cache
from math import prod
from typing import Any, Final

import re2

from keur.cel.values import CelError

MAX_MEMORY: Final = 1 << 18
"""Bytes that one compiled pattern and its automata may take."""
MAX_PATTERN: Final = 1_000
"""Characters of a pattern; longer ones cost time before they are refused for their memory."""
_KEPT: Final = 256

_REPEATS = re.compile(r"\{(?:[0-9]*,)?([0-9]{1,4})")
_MOST_REPEATS: Final = 1_000
"""RE2 refuses to repeat anything more often, nesting included."""
_CLASS, _PROPERTY = 16, 300
"""About how many instructions a class in brackets and a property such as `\\pL` take."""


def _options() -> Any:
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.never_capture = True
    return options


_OPTIONS: Final = _options()


@lru_cache(maxsize=_KEPT)
def _search(pattern: str) -> Any:
    """The search of this pattern over UTF-8 bytes: gives a match or None."""
    return compiled(pattern).search


def compiled(pattern: str) -> Any:
    """The compiled pattern; CelError when RE2 refuses it. The checker calls this for patterns that are constant."""
    if len(pattern) > MAX_PATTERN:
        raise CelError("invalid_argument", f"a pattern has at most {MAX_PATTERN} characters, this one {len(pattern)}")
    try:
        return re2.compile(pattern, _OPTIONS)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise CelError(
            "invalid_argument", f"the pattern {pattern[:60]!r} is not a regular expression: {reason}"
        ) from None
    except UnicodeEncodeError:
        raise CelError("invalid_argument", "the pattern holds a lone surrogate") from None


def search(text: str, pattern: str) -> bool:
    """Whether the pattern matches anywhere in the text."""
    try:
        return _search(pattern)(text.encode()) is not None
    except UnicodeEncodeError:
        raise CelError("invalid_argument", "the text holds a lone surrogate") from None


@lru_cache(maxsize=_KEPT)
def effort(pattern: str) -> int:
    """About how many instructions, in steps of 16, the pattern compiles to: by its text, before it is compiled."""
    if len(pattern) > MAX_PATTERN:
        return 0
    properties = pattern.count(r"\p") + pattern.count(r"\P")
    size = len(pattern) + _CLASS * pattern.count("[") + _PROPERTY * properties
    repeats = [int(number) for number in _REPEATS.findall(pattern)]
    if "){" in pattern:
        size *= min(prod(repeats), _MOST_REPEATS)
    else:
        size += sum(repeats) * (_PROPERTY if properties else _CLASS)
    return size >> 4
