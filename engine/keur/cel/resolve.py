"""Which names are variables of the environment, qualified functions or types, and which are bound by macros."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from keur.cel import ast
from keur.cel.ast import Node


@dataclass(frozen=True, slots=True)
class Names:
    """What an environment declares.

    variables, functions: full names, qualified ones with dots.
    types: the values of type names.
    container: names are first looked up below it, then below its parents, then at the root.
    """

    variables: Collection[str]
    functions: Collection[str]
    types: Mapping[str, Any]
    container: str = ""

    def candidates(self, name: str) -> Iterator[str]:
        """The full names that a name may mean, the most deeply qualified first."""
        if name.startswith("."):
            yield name[1:]
            return
        steps = self.container.split(".") if self.container else []
        for length in range(len(steps), -1, -1):
            yield ".".join((*steps[:length], name))


def resolve(root: Node, names: Names) -> Node:
    """The same tree with environment variables, types and qualified functions named in full."""
    return _Resolver(names).visit(root, frozenset())


class _Resolver:
    def __init__(self, names: Names) -> None:
        self.names = names
        self.visits: dict[type[Node], Callable[[Any, frozenset[str]], Node]] = {
            ast.Literal: lambda node, bound: node,
            ast.Ident: self.ident,
            ast.Select: self.select,
            ast.Has: self.has,
            ast.Index: self.index,
            ast.Call: self.call,
            ast.Logic: self.logic,
            ast.Conditional: self.conditional,
            ast.ListLiteral: self.list_literal,
            ast.MapLiteral: self.map_literal,
            ast.Message: self.message,
            ast.Comprehension: self.comprehension,
            ast.Bind: self.bind,
        }

    def visit(self, node: Node, bound: frozenset[str]) -> Node:
        return self.visits[type(node)](node, bound)

    def all(self, nodes: tuple[Node, ...], bound: frozenset[str]) -> tuple[Node, ...]:
        return tuple(self.visit(node, bound) for node in nodes)

    def lookup(self, name: str, node: Node) -> Node | None:
        place = {"id": node.id, "start": node.start, "end": node.end}
        for candidate in self.names.candidates(name):
            if candidate in self.names.variables:
                return ast.Variable(candidate, **place)
            if candidate in self.names.types:
                return ast.Literal(self.names.types[candidate], **place)
        return None

    def ident(self, node: ast.Ident, bound: frozenset[str]) -> Node:
        return node if node.name in bound else self.lookup(node.name, node) or node

    def select(self, node: ast.Select, bound: frozenset[str]) -> Node:
        name = _qualified(node)
        if name and _first(name) not in bound and (found := self.lookup(name, node)):
            return found
        return replace(node, operand=self.visit(node.operand, bound))

    def has(self, node: ast.Has, bound: frozenset[str]) -> Node:
        return replace(node, operand=self.visit(node.operand, bound))

    def index(self, node: ast.Index, bound: frozenset[str]) -> Node:
        return replace(node, operand=self.visit(node.operand, bound), index=self.visit(node.index, bound))

    def call(self, node: ast.Call, bound: frozenset[str]) -> Node:
        args = self.all(node.args, bound)
        if node.target is None:
            return replace(node, function=self.function(node.function) or node.function, args=args)
        prefix = _qualified(node.target)
        if prefix and _first(prefix) not in bound and (full := self.function(f"{prefix}.{node.function}")):
            return replace(node, function=full, target=None, args=args)
        return replace(node, target=self.visit(node.target, bound), args=args)

    def function(self, name: str) -> str | None:
        return next((full for full in self.names.candidates(name) if full in self.names.functions), None)

    def logic(self, node: ast.Logic, bound: frozenset[str]) -> Node:
        return replace(node, operands=self.all(node.operands, bound))

    def conditional(self, node: ast.Conditional, bound: frozenset[str]) -> Node:
        condition, then, otherwise = self.all((node.condition, node.then, node.otherwise), bound)
        return replace(node, condition=condition, then=then, otherwise=otherwise)

    def list_literal(self, node: ast.ListLiteral, bound: frozenset[str]) -> Node:
        return replace(node, elements=self.all(node.elements, bound))

    def map_literal(self, node: ast.MapLiteral, bound: frozenset[str]) -> Node:
        return replace(node, keys=self.all(node.keys, bound), values=self.all(node.values, bound))

    def message(self, node: ast.Message, bound: frozenset[str]) -> Node:
        return replace(node, values=self.all(node.values, bound))

    def comprehension(self, node: ast.Comprehension, bound: frozenset[str]) -> Node:
        inner = bound | frozenset(node.variables)
        return replace(
            node,
            target=self.visit(node.target, bound),
            condition=node.condition and self.visit(node.condition, inner),
            result=node.result and self.visit(node.result, inner),
        )

    def bind(self, node: ast.Bind, bound: frozenset[str]) -> Node:
        return replace(node, init=self.visit(node.init, bound), body=self.visit(node.body, bound | {node.variable}))


def _first(name: str) -> str:
    """The first step of a name; empty for one that starts at the root, which no bound variable hides."""
    return name.split(".", 1)[0]


def _qualified(node: Node) -> str:
    """`a.b.c` for plain selections from a name, else nothing."""
    steps: list[str] = []
    while isinstance(node, ast.Select) and not node.optional:
        steps.append(node.field)
        node = node.operand
    return ".".join((node.name, *reversed(steps))) if isinstance(node, ast.Ident) else ""
