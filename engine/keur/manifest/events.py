"""Where YAML events come from: the C parser, and a second opinion where it knows too little YAML 1.2.

Both parsers are state machines that keep their own stack, so nesting never reaches the stack of the process; the C
composer, which recurses, is not used.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from _ruamel_yaml import CParser  # type: ignore[import-not-found]  # a compiled module without stubs
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from keur.manifest.text import CONTROL

NextEvent = Callable[[], Any]

PURE_MAX = 256 * 1024
"""The second opinion costs about 4 ms for each kB, so only files of up to this many code points get one."""

MAX_TAG_DIRECTIVES = 64
"""The C parser compares each `%TAG` with all before it."""

# In flow collections libyaml 0.1 takes every colon and question mark for an indicator: `[http://x]`, `{ok?: 1}`.
# It also refuses the surrogate pairs of JSON.
_MAY_BE_VALID = frozenset(
    {
        "found unexpected ':'",
        "did not find expected ',' or ']'",
        "did not find expected ',' or '}'",
        "did not find expected node content",
        "found invalid Unicode character escape code",
    }
)

# What the pure parser raises on input that it does not foresee, such as `%YAML 1.3` or the escape \UFFFFFFFF.
_UNFORESEEN = (AssertionError, ValueError, OverflowError, LookupError, TypeError, AttributeError)


class Builder(Protocol):
    """Something that takes in events."""

    def take(self, next_event: NextEvent) -> None:
        """Takes in all events up to the end of the stream; lets the parser's errors through."""


_B = TypeVar("_B", bound=Builder)


@dataclass(frozen=True, slots=True)
class SyntaxFailure:
    """Why the events ended early.

    problem: the parser's words; at: the offset, in code points.
    """

    problem: str
    at: int


def feed(text: str, make: Callable[[], _B]) -> tuple[_B, SyntaxFailure | None, bool]:
    """Feeds the events of a text to a builder.

    Gives the builder; why the events ended early, if they did; and whether the text was clean. Control characters,
    which no YAML parser takes, are read as U+FFFD, so that one of them does not hide the rest of the file.
    """
    if not text.isascii() and CONTROL.search(text):
        builder, failure = _feed(CONTROL.sub("\ufffd", text), make)
        return builder, failure, False
    try:
        builder, failure = _feed(text, make)
    except ReaderError:
        builder, failure = _feed(CONTROL.sub("\ufffd", text), make)
        return builder, failure, False
    return builder, failure, True


def _feed(text: str, make: Callable[[], _B]) -> tuple[_B, SyntaxFailure | None]:
    builder = make()
    failure = _attempt(builder, CParser(text.encode()).get_event)
    if failure is None or failure.problem not in _MAY_BE_VALID or len(text) > PURE_MAX:
        return builder, failure
    second = make()
    try:
        second_failure = _attempt(second, _pure(text))
    except _UNFORESEEN:
        return builder, failure
    if second_failure is None or second_failure.at > failure.at:
        return second, second_failure
    return builder, failure


def _attempt(builder: Builder, next_event: NextEvent) -> SyntaxFailure | None:
    try:
        builder.take(next_event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return SyntaxFailure(error.problem or error.context or "not YAML", 0 if mark is None else mark.index)
    return None


def _pure(text: str) -> NextEvent:
    events = YAML(typ="safe", pure=True).parse(text)
    return lambda: next(events, None)
