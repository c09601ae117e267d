"""Messages with expressions in them: `change is {self.spec.status}`; a brace itself is written twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keur.cel.lexer import scan
from keur.cel.problems import CelProblem, CelRefused, CelSyntaxError, CheckErrors, Source
from keur.cel.program import Environment, Program
from keur.cel.show import show
from keur.model import Region


@dataclass(frozen=True, slots=True)
class Template:
    """Literal text and programs, in their order."""

    parts: tuple[str | Program, ...]

    @property
    def programs(self) -> tuple[Program, ...]:
        """The expressions in it."""
        return tuple(part for part in self.parts if isinstance(part, Program))

    def render(self, context: Any, *values: Any) -> str:
        """The text, with each value written in its format. Takes what a program's `run` takes; raises CelError."""
        return "".join(
            part if isinstance(part, str) else show(part.run(context, *values), part.type) for part in self.parts
        )


def template(text: str, environment: Environment, given: Iterable[Program] = ()) -> Template:
    """Reads a message. Raises CheckErrors with everything wrong in any of its expressions; regions are in the text."""
    given = tuple(given)
    source = Source.of(text)
    parts: list[str | Program] = []
    problems: list[CelProblem] = []
    for piece, start in _pieces(source):
        if start is None:
            parts.append(piece)
            continue
        try:
            parts.append(environment.compile(piece, given=given))
        except CelRefused as refused:
            problems += (_moved(problem, source, start) for problem in refused.problems)
    if problems:
        raise CheckErrors(problems)
    return Template(tuple(parts))


def _pieces(source: Source) -> Iterable[tuple[str, int | None]]:
    """Literal texts, and expressions with their offsets."""
    text, offset, literal = source.text, 0, ""
    while offset < len(text):
        character = text[offset]
        if character in "{}" and text[offset : offset + 2] == character * 2:
            literal += character
            offset += 2
        elif character == "{":
            if literal:
                yield literal, None
            literal = ""
            end = _closing(source, offset + 1)
            yield text[offset + 1 : end], offset + 1
            offset = end + 1
        elif character == "}":
            raise CelSyntaxError([source.problem("a closing brace in a message is written }}", offset, offset + 1)])
        else:
            literal += character
            offset += 1
    if literal:
        yield literal, None


def _closing(source: Source, start: int) -> int:
    """The offset of the brace that closes an expression."""
    depth = 0
    for token in scan(source, start):
        if token.kind != "op":
            continue
        if token.text == "{":
            depth += 1
        elif token.text == "}":
            if depth == 0:
                return token.start
            depth -= 1
    message = "this brace is not closed; a brace in a message is written {{"
    raise CelSyntaxError([source.problem(message, start - 1, start)])


def _moved(problem: CelProblem, source: Source, start: int) -> CelProblem:
    """A problem of an expression, in the region of the whole text."""
    at, region = source.region(start, start), problem.region
    line, end_line = region.line + at.line - 1, region.end_line + at.line - 1
    column = region.column + (at.column - 1 if region.line == 1 else 0)
    end_column = region.end_column + (at.column - 1 if region.end_line == 1 else 0)
    return CelProblem(problem.message, Region(line, column, end_line, end_column))
