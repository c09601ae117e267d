"""Evaluates the expressions of a mapping over one document, and says of each value where it was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keur.cel import ast
from keur.cel.functions import Function
from keur.cel.trace import Origin, Step, trace
from keur.cel.values import Optional
from keur.mapping.mapping import Leaf
from keur.mapping.source import SourceDocument, below

LIMIT = 50_000
"""How much one expression may cost: enough to look at thousands of elements, little enough to record every step."""

_ABSENT = frozenset({"no_such_key", "no_such_field", "no_such_element", "unknown_name"})
_HANDED_ON = frozenset({"orValue", "or", "value", "hasValue", "optional.of", "size", "type", "dyn"})
_CONTAINERS = (dict, list)


class Unreadable(Exception):
    """An expression that has no value for what the source holds.

    message: why, as a sentence. where: what it read last, None when nothing.
    """

    def __init__(self, message: str, where: str | None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression gave; None stands for nothing.

    at: where exactly this value stands in the source, None for one that was made.
    first: the place of the first scalar that was read for it, None when none was.
    elements: of a list that was made: where each element stands, as far as known.
    """

    value: Any = None
    at: str | None = None
    first: str | None = None
    elements: Sequence[str | None] | None = None

    @property
    def place(self) -> str | None:
        """Where it stands, or else what it was made of."""
        return self.first if self.at is None else self.at


NOTHING = Value()
Scope = Mapping[str, Value]


class Evaluation:
    """All evaluations over one document.

    budget: how many steps are left for the whole file.
    """

    def __init__(self, functions: Mapping[str, tuple[Function, ...]], source: SourceDocument, budget: int) -> None:
        self._functions = functions
        self._source = source
        self.budget = budget

    def value(self, leaf: Leaf, scope: Scope) -> Value:
        """The value of an expression; nothing where it reads what is not there. Raises Unreadable."""
        self.budget -= 1 + len(leaf.chain) + len(leaf.chains)
        if self.budget <= 0:
            raise Unreadable("the mapping takes more steps than are allowed for a file of this size", None)
        return self._simple(leaf, scope) or self._run(leaf, scope)

    def _simple(self, leaf: Leaf, scope: Scope) -> Value | None:
        """The value of an expression that needs no interpreter; None for any other."""
        root = leaf.expression.root
        if isinstance(root, ast.Literal):
            return Value(root.value)
        if leaf.chain:
            return self._follow(leaf.chain, scope)
        found = [self._follow(chain, scope) for chain in leaf.chains]
        if not found or None in found:
            return None
        given = [value for value in found if value is not None and value.value is not None]
        if len(given) < len(found):
            return NOTHING
        return Value([one.value for one in given], None, given[0].place, [one.place for one in given])

    def _follow(self, chain: tuple[str, ...], scope: Scope) -> Value | None:
        """The value of an expression that only goes from field to field; None where that is not so simple."""
        root = scope.get(chain[0], NOTHING)
        value, where = root.value, root.at
        if value is None:
            return NOTHING
        for step in chain[1:]:
            if value.__class__ is not dict:
                return None
            if step not in value:
                return NOTHING
            value = value[step]
            where = None if where is None else below(where, step)
        if len(chain) == 1 and where is None:
            return root
        if where is None:
            return Value(value, None, root.first)
        if value.__class__ in _CONTAINERS:
            return Value(value, where)
        self._source.read(where)
        return Value(value, where, where)

    def _run(self, leaf: Leaf, scope: Scope) -> Value:
        variables = {name: value.value for name, value in scope.items() if value.value is not None}
        found = trace(leaf.expression, self._functions, variables, limit=min(LIMIT, self.budget))
        self.budget -= self._spent(found.root, scope)
        reads = [(read.value, self._place(read.origin, scope)) for read in found.reads if not read.missing]
        places: list[str] = []
        for value, where in reads:
            if where is not None and value.__class__ not in _CONTAINERS:
                self._source.read(where)
                places.append(where)
        if found.error is not None:
            if found.error.kind in _ABSENT:
                return NOTHING
            raise Unreadable(found.error.message, places[-1] if places else None)
        value = found.value.value if isinstance(found.value, Optional) else found.value
        if value is None:
            return NOTHING
        elements = found.root.elements
        return Value(
            value,
            self._place(found.root.origin, scope),
            places[0] if places else next((where for _, where in reads if where is not None), None),
            None if elements is None else [self._place(origin, scope) for origin, _ in elements],
        )

    def _spent(self, root: Step, scope: Scope) -> int:
        """How many steps were made; notes on the way which lists and maps were looked into as a whole."""
        count, waiting = 0, [root]
        while waiting:
            step = waiting.pop()
            count += 1
            waiting += step.steps
            if isinstance(step.node, ast.Call) and step.node.function not in _HANDED_ON:
                for operand in step.steps:
                    where = self._place(operand.origin, scope)
                    if operand.value.__class__ in _CONTAINERS and where is not None:
                        self._source.read_all(operand.value, where)
        return count

    def _place(self, origin: Origin | None, scope: Scope) -> str | None:
        """Where in the source a value lies that the trace found below a variable."""
        if origin is None:
            return None
        root = scope.get(origin.name, NOTHING)
        where = root.at
        if where is None:
            return root.first
        for key in origin.path:
            where = below(where, key)
        return where


def elements_of(source: Value) -> Iterator[tuple[Any, Value]]:
    """(key or index, element) of each element of a list or map."""
    found, where = source.value, source.at
    if isinstance(found, dict):
        for key, item in found.items():
            yield key, Value(item, None if where is None else below(where, key), source.first)
    elif isinstance(found, list):
        made = source.elements if source.elements is not None and len(source.elements) == len(found) else ()
        for index, item in enumerate(found):
            place = made[index] if made else None
            yield index, Value(item, place if where is None else below(where, index), source.first)
