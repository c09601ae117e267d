"""What is the same for every entity: parts of an expression that read the catalog but nothing that varies."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.checker import Checked
from keur.cel.program import Environment, Program
from keur.cel.types import Type


@dataclass(frozen=True, slots=True)
class Hoisted:
    """An expression in two steps.

    parts: programs to run once, by the name of the variable that takes their value.
    remaining: the expression with these variables, after the environment's own; the original where nothing is hoisted.

    When a part fails, run the original program instead: it may never have come to that part.
    """

    parts: tuple[tuple[str, Program], ...]
    remaining: Program


def hoist(program: Program, varying: Collection[str]) -> Hoisted:
    """Splits an expression. varying: the variables whose value differs from run to run, such as `self`."""
    hoister = _Hoister(program, varying)
    root = hoister.rewrite(program.checked.expression.root)
    if not hoister.parts:
        return Hoisted((), program)
    variables: dict[str, Type] = {name: part.type for name, part in hoister.parts}
    checked = replace(
        program.checked,
        expression=replace(program.checked.expression, root=root),
        types={**program.checked.types, **hoister.types},
    )
    return Hoisted(tuple(hoister.parts), Program(program.environment.extended(variables), checked))


class _Hoister:
    def __init__(self, program: Program, varying: Collection[str]) -> None:
        self.environment: Environment = program.environment
        self.checked: Checked = program.checked
        self.varying = varying
        self.parts: list[tuple[str, Program]] = []
        self.types: dict[int, Type] = {}

    def rewrite(self, node: Node) -> Node:
        """The node with what can be hoisted replaced by variables, the largest parts first."""
        if self.fixed(node):
            return self.replaced(node)
        return ast.rebuilt(node, self.rewrite)

    def replaced(self, node: Node) -> Node:
        name = f"@h{len(self.parts)}"
        kind = self.checked.types[node.id]
        expression = replace(self.checked.expression, root=node)
        self.parts.append((name, Program(self.environment, replace(self.checked, expression=expression, type=kind))))
        self.types[node.id] = kind
        return ast.Variable(name, id=node.id, start=node.start, end=node.end)

    def fixed(self, node: Node) -> bool:
        """Whether it reads the catalog and nothing that varies, bound variables from outside included."""
        reads = False
        for below in ast.walk(node):
            if isinstance(below, ast.Variable) and below.name in self.varying:
                return False
            choices = self.checked.choices.get(below.id, ())
            reads = reads or any(choice.function.contextual for choice in choices)
        return reads and not _free(node, frozenset())


def _free(node: Node, bound: frozenset[str]) -> bool:
    """Whether a variable occurs that a macro outside the node binds."""
    if isinstance(node, ast.Ident):
        return node.name not in bound
    if isinstance(node, ast.Comprehension):
        inner = bound.union(node.variables)
        return _free(node.target, bound) or any(
            _free(part, inner) for part in (node.condition, node.result) if part is not None
        )
    if isinstance(node, ast.Bind):
        return _free(node.init, bound) or _free(node.body, bound | {node.variable})
    return any(_free(child, bound) for child in ast.children(node))
