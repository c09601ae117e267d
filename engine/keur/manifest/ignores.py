"""Comments that silence: `# keur: ignore[rule-id] reason`."""

import re
from bisect import bisect_right
from typing import Any, NamedTuple

from keur.manifest.text import Text, decode

_MARK = b"keur: ignore"
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*keur: ignore\[([^\]\r\n]*)\]")
_BLANK = re.compile(r"[ \t]*(?:#.*)?")


class Ignore(NamedTuple):
    """One comment that silences one rule.

    line: the line whose findings it silences. rule: the rule's id. reason: what is written after it, may be empty.
    at: the line the comment stands on.
    """

    line: int
    rule: str
    reason: str
    at: int


def ignores(data: bytes) -> tuple[Ignore, ...]:
    """The silencing comments of a YAML file, in order.

    A comment at the end of a line silences that line; one that stands alone silences the next line that says
    something. Text inside a value is never a comment.
    """
    if _MARK not in data:
        return ()
    text = decode(data)
    if not isinstance(text, Text):
        return ()
    scalars = _scalars(text)
    found: list[Ignore] = []
    for number in range(1, text.lines + 1):
        line = text.line(number)
        start = text.line_start(number)
        match = next((match for match in _COMMENT.finditer(line) if not scalars.holds(start + match.start())), None)
        if match is None:
            continue
        silenced = number if line[: match.start()].strip() else _next(text, number)
        reason = line[match.end() :].strip()
        rules = (rule.strip() for rule in match.group(1).split(","))
        found.extend(Ignore(silenced, rule, reason, number) for rule in rules if rule)
    return tuple(found)


def _next(text: Text, number: int) -> int:
    for line in range(number + 1, text.lines + 1):
        if not _BLANK.fullmatch(text.line(line)):
            return line
    return number


class _Scalars:
    """The stretches of text that are values."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, next_event: Any) -> None:
        while (event := next_event()) is not None:
            style = getattr(event, "style", None)
            start, end = event.start_mark.index, event.end_mark.index
            if getattr(event, "value", None) is None or start == end:
                continue
            if style in ("|", ">"):  # a comment may follow the sign that opens the block
                line = self._text.line_of(start)
                start = self._text.line_start(line) + len(self._text.line(line))
            self._starts.append(start)
            self._ends.append(end)

    def holds(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _scalars(text: Text) -> _Scalars:
    # Imported where it is used: few files hold such a comment.
    from keur.manifest.events import feed

    return feed(text.value, lambda: _Scalars(text))[0]
