"""Parts of an expression that are the same for every entity are evaluated once per catalog."""

from typing import Any

from keur.cel.ast import Call
from keur.cel.hoist import hoist
from keur.cel.problems import CelProblem
from keur.cel.program import Program
from keur.cel.values import CelError

VARYING = frozenset({"self"})


class Once:
    """A program in two steps: what is the same for every entity, and the rest.

    program: the whole; its trace is the one meaning.
    """

    __slots__ = ("_parts", "_rest", "_varying", "program", "run")

    def __init__(self, program: Program, varying: frozenset[str] = VARYING) -> None:
        self.program = program
        self._varying = varying
        self._parts: tuple[Program, ...] = ()
        self._rest = program
        self.run = self._first

    def _first(self, reader: Any, *values: Any) -> Any:
        """The first run splits and compiles; a rule that nothing is judged by costs neither."""
        self._split()
        return self.run(reader, *values)

    def ready(self) -> None:
        """Splits and compiles before the first run."""
        self._split()
        for program in (*self._parts, self._rest):
            _ = program.run  # compiled when it is first asked for

    def _split(self) -> None:
        split = hoist(self.program, self._varying)
        self._parts, self._rest = tuple(part for _, part in split.parts), split.remaining
        self.run = self._run if self._parts else self.program.run

    def _run(self, reader: Any, *values: Any) -> Any:
        try:
            fixed = [reader.once(part, values) for part in self._parts]
        except CelError:
            return self.program.run(reader, *values)  # which may never come to the part that has no value
        return self._rest.run(reader, *values, *fixed)

    def per_entity_scan(self) -> CelProblem | None:
        """The problem where every entity of a kind is gone through again for each entity."""
        if not any(call.name == "all" for call in self.program.footprint.calls):
            return None
        self._split()
        for part in self._parts:
            expression = part.checked.expression
            if isinstance(expression.root, Call) and expression.root.function == "all":
                message = "this goes through a whole kind for each entity; use referrers() or lookup()"
                return expression.source.problem(message, expression.root.start, expression.root.end)
        return None
