"""Which optional fields are proven to be there: by `has()`, by `hasValue()`, and by what stands around them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.types import Type

Path = tuple[str, ...]
"""A variable (or the key of a bound one) and the fields selected from it."""

Facts = frozenset[Path]
NO_FACTS: Facts = frozenset()
PathOf = Callable[[Node], Path | None]


def when(node: Node, outcome: bool, path_of: PathOf) -> Facts:
    """The paths that are there whenever the expression has this outcome."""
    match node:
        case ast.Has(operand=operand, field=field):
            return _present(operand, field, path_of) if outcome else NO_FACTS
        case ast.Call(function="hasValue", target=ast.Select(operand=operand, field=field)):
            return _present(operand, field, path_of) if outcome else NO_FACTS
        case ast.Call(function="!_", args=(operand,)):
            return when(operand, not outcome, path_of)
        case ast.Logic(operator=operator, operands=operands):
            facts = [when(operand, outcome, path_of) for operand in operands]
            settles = (operator == "&&") == outcome
            return NO_FACTS.union(*facts) if settles else facts[0].intersection(*facts[1:])
        case ast.Conditional(condition=condition, then=then, otherwise=otherwise):
            asked, denied = when(condition, True, path_of), when(condition, False, path_of)
            return (asked | when(then, outcome, path_of)) & (denied | when(otherwise, outcome, path_of))
    return NO_FACTS


def _present(operand: Node, field: str, path_of: PathOf) -> Facts:
    path = path_of(operand)
    if path is None:
        return NO_FACTS
    found = {(*path, field)}
    # `has(x.?a.b)` is only true where `a` is there too.
    while isinstance(operand, ast.Select):
        found.add(path)
        operand, path = operand.operand, path[:-1]
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Local:
    """A bound variable. key: unlike that of any other, even of the same name."""

    key: str
    type: Type


@dataclass(frozen=True, slots=True)
class Scope:
    """What is bound, and what is known to be there, at one place in the expression."""

    locals: Mapping[str, Local] = attribute(default_factory=dict)
    facts: Facts = NO_FACTS

    def knowing(self, facts: Facts) -> "Scope":
        """The same scope where more is known."""
        return Scope(self.locals, self.facts | facts) if facts else self

    def path(self, node: Node) -> Path | None:
        """The path of selections from a variable; None for anything else."""
        steps: list[str] = []
        while True:
            match node:
                case ast.Select(operand=operand, field=name):
                    steps.append(name)
                case ast.Index(operand=operand, index=ast.Literal(value=str(name))):
                    steps.append(name)
                case ast.Variable(name=name):
                    return (name, *reversed(steps))
                case ast.Ident(name=name) if name in self.locals:
                    return (self.locals[name].key, *reversed(steps))
                case _:
                    return None
            node = operand
