"""What an empty list adds up to: the checker knows what it is a list of, the run does not."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.inference import Choice
from keur.cel.parser import Expression
from keur.cel.types import DYN, Type


def told_zeros(
    expression: Expression, types: MutableMapping[int, Type], choices: Mapping[int, Sequence[Choice]]
) -> Expression:
    """The expression with the zero of its overload as one more argument of each call that asks for one."""
    calls = {id for id, found in choices.items() if len(found) == 1 and found[0].overload.told}
    if not calls:
        return expression

    def visit(node: Node) -> Node:
        node = ast.rebuilt(node, visit)
        if node.id not in calls:
            return node
        assert isinstance(node, ast.Call)
        # Nodes that were parsed have positive ids.
        zero = ast.Literal(choices[node.id][0].overload.zero, id=-node.id, start=node.end, end=node.end)
        types[zero.id] = DYN
        return replace(node, args=(*node.args, zero))

    return replace(expression, root=visit(expression.root))
