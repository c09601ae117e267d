"""The compiler: from a checked expression to one Python function.

What it writes is the straight way through an expression, for values of the types that the checker inferred. Wherever
that way ends (an error, a missing field, a bool that is none, a text or a cost beyond what was reckoned with), the
function hands over to the interpreter, which is the one meaning. So the compiler need not know CEL's errors at all.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.compiler import fields, macros, operators
from keur.cel.compiler.emitter import Declined, Emit, Emitter, Facts, TooMuch, render
from keur.cel.values import CelError

MAX_HEIGHT = 40
"""Higher trees are left to the interpreter: Python's own parser has limits."""

Compiled = Callable[..., Any]
"""Takes the context and then the environment's variables, in the order they are declared."""

_HANDED_OVER = (
    CelError, TooMuch, KeyError, IndexError, AttributeError, TypeError, ValueError, OverflowError, RecursionError,
)  # fmt: skip

_TABLE: Mapping[type[Node], Emit] = {
    ast.Literal: macros.literal,
    ast.Ident: macros.ident,
    ast.Variable: macros.variable,
    ast.Select: fields.select,
    ast.Has: fields.has,
    ast.Index: fields.index,
    ast.Call: operators.call,
    ast.Logic: macros.logic,
    ast.Conditional: macros.conditional,
    ast.ListLiteral: macros.list_literal,
    ast.MapLiteral: macros.map_literal,
    ast.Message: macros.message,
    ast.Comprehension: macros.comprehension,
    ast.Bind: macros.bind,
}


def compile_expression(
    root: Node, facts: Facts, variables: Sequence[str], limit: int, interpret: Compiled
) -> Compiled | None:
    """The function, or None where the expression is left to the interpreter.

    interpret: takes what the function takes, and decides wherever the compiled way ends.
    """
    if _height(root) > MAX_HEIGHT:
        return None
    emitter = Emitter(facts, variables, limit, _TABLE)
    try:
        value = emitter.emit(root)
    except Declined:
        return None
    return _function(emitter, value, interpret)


def _height(root: Node) -> int:
    level, height = [root], 0
    while level:
        level = [child for node in level for child in ast.children(node)]
        height += 1
    return height


def source(emitter: Emitter, value: str) -> str:
    """The Python text of a function that returns a value."""
    arguments = ", ".join(["c", *emitter.arguments.values()])
    start = [f"n = {emitter.steps}"] if emitter.counts else []
    return render(
        [
            f"def compiled({arguments}):",
            [
                "try:",
                [*start, *emitter.lines, f"return {value}"],
                "except g_handed_over:",
                [f"return g_interpret({arguments})"],
            ],
        ]
    )


def _function(emitter: Emitter, value: str, interpret: Compiled) -> Compiled:
    scope = {**emitter.globals, "g_handed_over": _HANDED_OVER, "g_interpret": interpret, "g_TooMuch": TooMuch}
    exec(source(emitter, value), scope)  # nothing of the expression is in it but escaped literals: see the emitter
    compiled: Compiled = scope["compiled"]
    return compiled
