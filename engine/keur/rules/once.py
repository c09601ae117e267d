"""Parts of an expression that are the same for every entity are evaluated once per catalog."""

from typing import Any

from keur.cel.ast import Call
from keur.cel.hoist import hoist
from keur.cel.problems import CelProblem
from keur.cel.program import Program
from keur.cel.values import CelError

VARYING = frozenset({"self", "today"})


class Once:
    """A program in two steps: what is the same for every entity, and the rest.

    program: the whole; its trace is the one meaning.
    """

    __slots__ = ("_parts", "_rest", "program", "run")

    def __init__(self, program: Program, varying: frozenset[str] = VARYING) -> None:
        split = hoist(program, varying)
        self.program = program
        self._parts = tuple(part for _, part in split.parts)
        self._rest = split.remaining
        self.run = self._run if self._parts else program.run

    def _run(self, reader: Any, *values: Any) -> Any:
        try:
            fixed = [reader.once(part, values) for part in self._parts]
        except CelError:
            return self.program.run(reader, *values)  # which may never come to the part that has no value
        return self._rest.run(reader, *values, *fixed)

    def per_entity_scan(self) -> CelProblem | None:
        """The problem where every entity of a kind is gone through again for each entity."""
        for part in self._parts:
            expression = part.checked.expression
            if isinstance(expression.root, Call) and expression.root.function == "all":
                message = "this goes through a whole kind for each entity; use referrers() or lookup()"
                return expression.source.problem(message, expression.root.start, expression.root.end)
        return None
