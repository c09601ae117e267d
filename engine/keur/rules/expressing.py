"""Compiles the expressions of one file, and says of each mistake where in the file it stands."""

from collections.abc import Callable, Mapping, Sequence

from keur.cel.problems import CelRefused, CheckErrors
from keur.cel.program import Environment, Program
from keur.cel.template import Template, template
from keur.cel.types import DYN, Type
from keur.model import Region, pointer
from keur.rules.names import misnamed
from keur.rules.vocabulary import Vocabulary

Field = tuple[str, ...]
"""Where in a file an expression stands: the keys that lead to it."""


class Expressing:
    """Compiles expressions against the kinds.

    shown: the path of the file, as people know it. region: where a JSON Pointer leads in it.
    given: programs that are true whenever what is compiled runs, so that what they prove present needs no guard.
    mistakes: what is wrong, as sentences that begin with their place.
    """

    def __init__(self, shown: str, region: Callable[[str], Region], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.given: list[Program] = []
        self.mistakes: list[str] = []
        self._shown = shown
        self._region = region

    def program(
        self, field: Field, text: str | None, environment: Environment, result: Type | None = None
    ) -> Program | None:
        """The program of an expression; None where there is none or it has a mistake."""
        if text is None:
            return None
        try:
            program = environment.compile(text, result=result, given=self.given)
            found = tuple(misnamed(program, self.vocabulary))
            if found:
                raise CheckErrors(found)
            return program
        except CelRefused as refused:
            self.refused(field, refused)
            return None

    def message(self, field: Field, text: str, environment: Environment) -> Template | None:
        """A text with expressions in braces; None where one of them has a mistake."""
        try:
            return template(text, environment, self.given)
        except CelRefused as refused:
            self.refused(field, refused)
            return None

    def elements(self, field: Field, names: Sequence[str], each: Program | None) -> Mapping[str, Type]:
        """The types of the variables that range over a list, or over a map when they are two."""
        kind = each.type if each else DYN
        if kind.loose:
            return dict.fromkeys(names, DYN)
        wanted = "list" if len(names) == 1 else "map"
        if kind.kind != wanted:
            self.mistake(field, 0, 0, f"`{field[-1]}` ranges over a {wanted}, this is a {kind}")
            return dict.fromkeys(names, DYN)
        return dict(zip(names, kind.args, strict=True))

    def refused(self, field: Field, refused: CelRefused) -> None:
        """Notes every problem of an expression."""
        for problem in refused.problems:
            self.mistake(field, problem.region.line - 1, problem.region.column - 1, problem.message)

    def mistake(self, field: Field, line: int, column: int, message: str) -> None:
        """Notes a mistake in an expression; a place within it is added to the place of its field."""
        start = self._region(pointer(*field))
        one_line = start.line == start.end_line
        at = f"{start.line}:{start.column + column}" if one_line and not line else f"{start.line + line}:{column + 1}"
        self.mistakes.append(f"{self._shown}:{at}: {'/'.join(field)}: {message}")

    def unknown_kind(self, field: Field, kind: str) -> None:
        """Notes that there is no such kind."""
        close = self.vocabulary.kinds.suggest(kind)
        self.mistake(field, 0, 0, f"there is no kind {kind}{f'; did you mean {close}?' if close else ''}")
