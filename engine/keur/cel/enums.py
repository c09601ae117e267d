"""Literals compared with a field that can never have that value."""

from collections.abc import Iterator, Mapping

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.problems import CelProblem, Source, did_you_mean
from keur.cel.types import Type


def problems(node: ast.Call, types: Mapping[int, Type], source: Source) -> Iterator[CelProblem]:
    """Every string literal that `==`, `!=` or `in` compares in vain."""
    for literal, allowed in _compared(node, types):
        if literal.value not in allowed:
            hint = did_you_mean(literal.value, allowed) or f"; it is one of {', '.join(allowed)}"
            yield source.problem(f'the value is never "{literal.value}"{hint}', literal.start, literal.end)


def _compared(node: ast.Call, types: Mapping[int, Type]) -> Iterator[tuple[ast.Literal, tuple[str, ...]]]:
    if node.function in ("_==_", "_!=_"):
        for one, other in (node.args, node.args[::-1]):
            yield from _literal(one, types[other.id])
    elif node.function == "@in":
        value, container = node.args
        if isinstance(container, ast.ListLiteral):
            for element in container.elements:
                yield from _literal(element, types[value.id])
        if types[container.id].args:
            yield from _literal(value, types[container.id].element)


def _literal(node: Node, against: Type) -> Iterator[tuple[ast.Literal, tuple[str, ...]]]:
    if against.kind == "optional":
        against = against.args[0]
    if against.enum and isinstance(node, ast.Literal) and isinstance(node.value, str):
        yield node, against.enum
