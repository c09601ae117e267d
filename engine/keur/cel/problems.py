"""What is wrong with an expression before it runs: where, and in one sentence."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from keur.model.place import Region


@dataclass(frozen=True, slots=True)
class CelProblem:
    """One mistake in an expression. The region is within the expression's own text."""

    message: str
    region: Region

    def __str__(self) -> str:
        return f"{self.region.line}:{self.region.column}: {self.message}"


class CelRefused(Exception):
    """An expression that cannot be used; `problems` holds every reason found, in the order of their places."""

    def __init__(self, problems: Iterable[CelProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class CelSyntaxError(CelRefused):
    """The text is no CEL expression; one problem."""


class CheckErrors(CelRefused):
    """The expression parses, but does not fit the types it is used with."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of an expression and the offsets at which its lines begin."""

    text: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Source":
        """Finds the lines of a text."""
        return cls(text, (0, *(offset + 1 for offset, character in enumerate(text) if character == "\n")))

    def region(self, start: int, end: int) -> Region:
        """The region between two offsets."""
        line = bisect_right(self.lines, start)
        end_line = bisect_right(self.lines, end)
        return Region(line, start - self.lines[line - 1] + 1, end_line, end - self.lines[end_line - 1] + 1)

    def problem(self, message: str, start: int, end: int) -> CelProblem:
        """A problem with what stands between two offsets."""
        return CelProblem(message, self.region(start, end))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean x?`, or nothing when no known name is close."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""
