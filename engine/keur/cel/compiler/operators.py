"""Compiling calls: what can be written as a Python operator is, everything else calls the library."""

from collections.abc import Callable, Sequence
from typing import Any

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.compiler.emitter import Declined, Emitter
from keur.cel.compiler.fields import has_value, or_value
from keur.cel.functions import Function
from keur.cel.values import CelError

_ORDERS = {"_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">="}
_EQUALITIES = {"_==_": "==", "_!=_": "!="}
_SUMS = {"_+_": "+", "_-_": "-", "_*_": "*"}
_LOW, _HIGH = -(1 << 63), (1 << 63) - 1

_EQUATED = frozenset({"bool", "int", "uint", "double", "duration", "timestamp", "date", "period"})
_ORDERED = _EQUATED
_NUMBERS = frozenset({"int", "uint", "double"})
_TEXTS = frozenset({"string", "bytes"})

_SHORT = 128
"""Characters of a string that is looked through at a fixed price. A longer one is left to the interpreter."""


def call(em: Emitter, node: ast.Call) -> str:
    """Any call."""
    special = _SPECIAL.get(node.function)
    if special is not None:
        mark, steps = len(em.lines), em.steps
        found = special(em, node)
        if found is not None:
            return found
        del em.lines[mark:]
        em.steps = steps
    return _general(em, node)


def _general(em: Emitter, node: ast.Call) -> str:
    operands = node.args if node.target is None else (node.target, *node.args)
    functions = list(dict.fromkeys(choice.function for choice in em.facts.choices.get(node.id, ())))
    if not functions:
        raise Declined
    args = [em.emit(operand) for operand in operands]
    if len(functions) != 1 or len(em.facts.choices[node.id]) > 1:
        return _dispatched(em, functions, args)
    (function,) = functions
    if function.cost is not None:
        args = [em.named(arg) for arg in args]
        em.charge(f"{em.function(function.cost)}({', '.join(args)})")
    return f"{em.function(function.call)}({', '.join((['c'] if function.contextual else []) + args)})"


def _dispatched(em: Emitter, functions: Sequence[Function], args: list[str]) -> str:
    """A call whose overload is only known when it runs."""
    args = [em.named(arg) for arg in args]
    for function in functions:
        if function.cost is not None:
            em.charge(f"{em.function(function.cost)}({', '.join(args)})")
    if len(functions) == 1:
        context = ["c"] if functions[0].contextual else []
        return f"{em.function(functions[0].call)}({', '.join(context + args)})"
    return f"{em.use(f'd{len(em.globals)}', _first_of(functions))}(c, {', '.join(args)})"


def _first_of(functions: Sequence[Function]) -> Callable[..., Any]:
    def call(context: Any, *args: Any) -> Any:
        for function in functions[:-1]:
            try:
                return function.call(context, *args) if function.contextual else function.call(*args)
            except CelError as error:
                if error.kind != "no_such_overload":
                    raise
        last = functions[-1]
        return last.call(context, *args) if last.contextual else last.call(*args)

    return call


def _not(em: Emitter, node: ast.Call) -> str | None:
    return f"(not {em.boolean(node.args[0])})"


def _sum(em: Emitter, node: ast.Call) -> str | None:
    kinds = {em.type(arg).kind for arg in node.args}
    symbol = _SUMS[node.function]
    if kinds == {"double"}:
        left, right = map(em.emit, node.args)
        return f"({left} {symbol} {right})"
    if kinds == {"int"}:
        left, right = map(em.emit, node.args)
        value = em.temporary()
        # In a chained comparison the middle is evaluated once, before the outcome names it.
        return f"({value} if {_LOW} <= ({value} := {left} {symbol} {right}) <= {_HIGH} else {em.use('over', _over)}())"
    return None


def _over() -> int:
    raise OverflowError


def _too_long() -> bool:
    raise OverflowError


def _guarded(em: Emitter, operands: Sequence[Node], test: Callable[..., str], measured: int) -> str:
    """A test over texts, at a fixed price as long as the measured one is short."""
    values = list(map(em.emit, operands))
    node = operands[measured]
    if isinstance(node, ast.Literal):
        em.steps += len(node.value) >> 4
        return test(*values)
    em.steps += _SHORT >> 4
    if em.type(node).enum:
        return test(*values)
    name, value = em.temporary(), values[measured]
    values[measured] = name
    # The condition runs first, so the name has its value in the test.
    return f"({test(*values)} if len({name} := {value}) <= {_SHORT} else {em.use('too_long', _too_long)}())"


def _measured(operands: Sequence[Node]) -> int:
    return 1 if isinstance(operands[1], ast.Literal) else 0


def _equal(em: Emitter, node: ast.Call) -> str | None:
    types = [em.type(arg) for arg in node.args]
    kinds = {one.kind for one in types}
    symbol = _EQUALITIES[node.function]
    if "null" in kinds:
        left, right = map(em.emit, node.args)
        if isinstance(node.args[0], ast.Literal):
            left, right = right, left
        elif not isinstance(node.args[1], ast.Literal):
            return None
        return f"({left} is {'not ' if symbol == '!=' else ''}None)"
    if len(kinds) == 1 and kinds <= _TEXTS:
        return _guarded(em, node.args, lambda left, right: f"({left} {symbol} {right})", _measured(node.args))
    if (len(kinds) == 1 and kinds <= _EQUATED) or kinds <= _NUMBERS:
        left, right = map(em.emit, node.args)
        return f"({left} {symbol} {right})"
    return None


def _order(em: Emitter, node: ast.Call) -> str | None:
    kinds = [em.type(arg).kind for arg in node.args]
    symbol = _ORDERS[node.function]
    if kinds[0] == kinds[1] and kinds[0] in _TEXTS:
        return _guarded(em, node.args, lambda left, right: f"({left} {symbol} {right})", _measured(node.args))
    if kinds[0] == kinds[1] and kinds[0] in _ORDERED:
        left, right = map(em.emit, node.args)
        return f"({left} {symbol} {right})"
    if set(kinds) <= _NUMBERS:
        # Where one is a double, numbers are ordered as doubles.
        mixed = "double" in kinds
        values = [
            f"float({em.emit(arg)})" if mixed and kind != "double" else em.emit(arg)
            for arg, kind in zip(node.args, kinds, strict=True)
        ]
        return f"({values[0]} {symbol} {values[1]})"
    return None


def _within(em: Emitter, node: ast.Call) -> str | None:
    value, container = node.args
    kind, holder = em.type(value), em.type(container)
    if holder.kind == "map" and holder.args and holder.args[0].kind == "string" and kind.kind == "string":
        return f"({em.emit(value)} in {em.emit(container)})"
    if holder.kind != "list" or holder.element.kind != kind.kind or kind.kind not in ("string", "int"):
        return None
    member, among = em.emit(value), em.emit(container)
    if isinstance(container, ast.ListLiteral):
        em.steps += len(container.elements)
        if kind.kind == "int" or kind.enum:
            return f"({member} in {among})"
        em.steps += len(container.elements) * (_SHORT >> 4)
        name = em.temporary()
        too_long = em.use("too_long", _too_long)
        return f"({name} in {among} if len({name} := {member}) <= {_SHORT} else {too_long}())"
    among = em.named(among)
    if kind.kind == "int":
        em.charge(f"len({among})")
        return f"({member} in {among})"
    member = em.named(member)
    em.charge(f"len({among}) * (1 + (len({member}) >> 4))")
    return f"({member} in {among})"


def _size(em: Emitter, node: ast.Call) -> str | None:
    (operand,) = node.args if node.target is None else (node.target,)
    if em.type(operand).kind in ("string", "bytes", "list", "map"):
        return f"len({em.emit(operand)})"
    return None


def _text_test(template: str, measured: int) -> Callable[[Emitter, ast.Call], str | None]:
    def emit(em: Emitter, node: ast.Call) -> str | None:
        if node.target is None or {em.type(node.target).kind, em.type(node.args[0]).kind} != {"string"}:
            return None
        return _guarded(em, (node.target, node.args[0]), template.format, measured)

    return emit


def _of_optional(emit: Callable[[Emitter, ast.Call], str | None]) -> Callable[[Emitter, ast.Call], str | None]:
    return lambda em, node: emit(em, node) if node.target is not None else None


_SPECIAL: dict[str, Callable[[Emitter, ast.Call], str | None]] = {
    "!_": _not,
    "@in": _within,
    "size": _size,
    "contains": _text_test("({1} in {0})", 0),
    "startsWith": _text_test("{0}.startswith({1})", 1),
    "endsWith": _text_test("{0}.endswith({1})", 1),
    "orValue": _of_optional(or_value),
    "hasValue": _of_optional(has_value),
    **dict.fromkeys(_SUMS, _sum),
    **dict.fromkeys(_EQUALITIES, _equal),
    **dict.fromkeys(_ORDERS, _order),
}
