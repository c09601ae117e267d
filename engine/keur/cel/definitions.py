"""Methods that are written in CEL: a call of one is read as its text, said of what it is called on.

So the checker, the footprint, the trace, the compiled way and the days on which an answer flips all see what the text
reads, and nothing has to be told to them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import Any

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.parser import Expression, parse

IT = "it"
"""What the method is called on, in the text of a definition."""

_IT = re.compile(rf"\b{IT}\b")


def defined(expression: Expression, definitions: Mapping[str, str]) -> Expression:
    """The expression with every call of a defined method replaced by what it means.

    definitions: by the name of a method without arguments, an expression of `it`. Other names are looked up in the root
    (`.today`), so that no variable which the rule binds is taken for them.
    """
    if not any(name in expression.source.text for name in definitions):
        return expression
    ids = count(1 + max(node.id for node in ast.walk(expression.root)))
    texts: dict[int, str] = {}

    def visit(node: Node) -> Node:
        node = ast.rebuilt(node, visit)
        if not _is_call(node, definitions):
            return node
        assert isinstance(node, ast.Call)
        assert node.target is not None
        text = expression.text(node.target)
        body = _placed(_parsed(definitions[node.function]), node, text, ids, texts)
        return ast.Bind("cel.bind", IT, node.target, body, id=node.id, start=node.start, end=node.end)

    return replace(expression, root=visit(expression.root), texts=texts)


def _is_call(node: Node, definitions: Mapping[str, str]) -> bool:
    return isinstance(node, ast.Call) and node.target is not None and not node.args and node.function in definitions


@lru_cache(maxsize=64)
def _parsed(text: str) -> Expression:
    return parse(text)


def _placed(body: Expression, call: ast.Call, it: str, ids: Iterator[int], texts: dict[int, str]) -> Node:
    """The body's tree, standing where the call stands, with ids of its own; texts: gets how its nodes are shown."""

    def visit(node: Node) -> Node:
        made = ast.rebuilt(node, visit)
        place: dict[str, Any] = {"id": next(ids), "start": call.start, "end": call.end}
        if hasattr(made, "at"):
            place["at"] = call.at
        texts[place["id"]] = _IT.sub(lambda _: it, body.text(node))
        return replace(made, **place)

    return visit(body.root)
