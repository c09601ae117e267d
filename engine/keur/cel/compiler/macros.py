"""Compiling what has parts that run never, once or many times: logic, conditions, literals, macros."""

from typing import Any

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.compiler.emitter import SCALARS, Declined, Emitter, Lines
from keur.cel.cost import weight
from keur.cel.types import Type
from keur.cel.values import NONE, CelMap, Optional, make_map

MAX_LOOPS = 8
"""How deep comprehensions may nest in compiled code."""


def logic(em: Emitter, node: ast.Logic) -> str:
    """A chain of `&&` or `||`. An operand that fails sends the expression to the interpreter, which absorbs it."""
    blocks = [em.block(operand, em.boolean) for operand in node.operands]
    word = "and" if node.operator == "&&" else "or"
    em.lines += blocks[0][0]
    if not any(lines for lines, _ in blocks[1:]):
        return f"({f' {word} '.join(value for _, value in blocks)})"
    result = em.temporary()
    em.lines.append(f"{result} = {blocks[0][1]}")
    inner = em.lines
    for lines, value in blocks[1:]:
        block: Lines = [*lines, f"{result} = {value}"]
        inner += [f"if {'' if word == 'and' else 'not '}{result}:", block]
        inner = block
    return result


def conditional(em: Emitter, node: ast.Conditional) -> str:
    """`condition ? then : otherwise`."""
    condition = em.boolean(node.condition)
    (then_lines, then), (other_lines, otherwise) = em.block(node.then), em.block(node.otherwise)
    if not then_lines and not other_lines:
        return f"({then} if {condition} else {otherwise})"
    result = em.temporary()
    em.lines += [
        f"if {condition}:",
        [*then_lines, f"{result} = {then}"],
        "else:",
        [*other_lines, f"{result} = {otherwise}"],
    ]
    return result


def list_literal(em: Emitter, node: ast.ListLiteral) -> str:
    """`[a, b]`."""
    if node.optional:
        raise Declined
    if all(isinstance(element, ast.Literal) and type(element.value) in _CONSTANTS for element in node.elements):
        values = tuple(element.value for element in node.elements if isinstance(element, ast.Literal))
        em.steps += weight(values) + len(values)
        return em.constant(values)
    values_text = [em.emit(element) for element in node.elements]
    if all(em.type(element).kind in SCALARS for element in node.elements):
        em.steps += 1 + len(values_text)
        return f"[{', '.join(values_text)}]"
    result = em.named(f"[{', '.join(values_text)}]")
    em.charge_weight(result, em.type(node))
    return result


def map_literal(em: Emitter, node: ast.MapLiteral) -> str:
    """`{k: v}`."""
    if node.optional:
        raise Declined
    pairs = [f"({em.emit(key)}, {em.emit(value)})" for key, value in zip(node.keys, node.values, strict=True)]
    result = em.named(f"{em.use('make_map', make_map)}(({''.join(pair + ', ' for pair in pairs)}))")
    em.charge_weight(result, em.type(node))
    return result


def bind(em: Emitter, node: ast.Bind) -> str:
    """`cel.bind`, `optMap`, `optFlatMap`."""
    init = em.named(em.emit(node.init))
    if node.macro == "cel.bind":
        return _with(em, {node.variable: init}, node.body)
    if em.type(node.init).kind != "optional":
        raise Declined
    value, result = em.temporary(), em.temporary()
    lines, body = em.block(node.body, lambda body: _with(em, {node.variable: value}, body))
    if node.macro == "optMap":
        body = f"{em.use('Optional', Optional)}(True, {body})"
    elif em.type(node.body).kind != "optional":
        raise Declined
    em.lines += [
        f"if {init}.present:",
        [f"{value} = {init}.value", *lines, f"{result} = {body}"],
        "else:",
        [f"{result} = {em.use('NONE', NONE)}"],
    ]
    return result


def _with(em: Emitter, bound: dict[str, str], node: Node, boolean: bool = False) -> str:
    outer, em.locals = em.locals, {**em.locals, **bound}
    value = em.boolean(node) if boolean else em.emit(node)
    em.locals = outer
    return value


def comprehension(em: Emitter, node: ast.Comprehension) -> str:
    """A macro over a list or map, as a loop."""
    target = em.type(node.target)
    em.loops += 1
    if em.loops > MAX_LOOPS:
        raise Declined
    over = em.named(em.emit(node.target))
    result, names = em.temporary(), [em.temporary() for _ in node.variables]
    bound = dict(zip(node.variables, names, strict=True))
    outer, em.lines = em.lines, []
    before = em.steps
    inside: Lines = []
    if node.condition is not None:
        condition = _with(em, bound, node.condition, boolean=True)
        inside, em.lines = em.lines, []
    made = "" if node.result is None else _collect(em, node, bound, result, names, target)
    body, em.lines = em.lines, outer
    if node.condition is not None:
        inside += _judged(em, node.macro, condition, result, names, body, made)
    else:
        inside += [*body, made]
    per_element, em.steps = em.steps - before + 1, before
    em.charge(f"len({over}) * {per_element}")
    em.lines += [f"{result} = {_START[node.macro]}", _head(em, names, over, target), inside]
    em.loops -= 1
    return _finished(em, node, result)


_START = {
    "all": "True", "exists": "False", "exists_one": "0", "filter": "[]", "map": "[]", "transformList": "[]",
    "transformMap": "[]", "transformMapEntry": "[]",
}  # fmt: skip


def _head(em: Emitter, names: list[str], over: str, target: Type) -> str:
    known = target.kind in ("list", "map")
    if len(names) == 1:
        return f"for {names[0]} in {over}:" if known else f"for {names[0]} in {em.use('ranged', _ranged)}({over}):"
    if not known:
        return f"for {names[0]}, {names[1]} in {em.use('paired', _paired)}({over}):"
    pairs = f"{over}.items()" if target.kind == "map" else f"enumerate({over})"
    return f"for {names[0]}, {names[1]} in {pairs}:"


def _ranged(value: Any) -> Any:
    """A list or map that only the run knows of; anything else, which Python might range over, fails."""
    if isinstance(value, (list, tuple, dict, CelMap)):
        return value
    raise TypeError


def _paired(value: Any) -> Any:
    return value.items() if isinstance(value, (dict, CelMap)) else enumerate(_ranged(value))


def _judged(em: Emitter, macro: str, condition: str, result: str, names: list[str], body: Lines, made: str) -> Lines:
    """The lines that ask the condition and do what it decides."""
    match macro:
        case "all":
            return [f"if not {condition}:", [f"{result} = False", "break"]]
        case "exists":
            return [f"if {condition}:", [f"{result} = True", "break"]]
        case "exists_one":
            return [f"if {condition}:", [f"{result} += 1"]]
        case "filter":
            return [f"if {condition}:", [f"{result}.append({names[0]})"]]
    return [f"if {condition}:", [*body, made]]


def _collect(
    em: Emitter, node: ast.Comprehension, bound: dict[str, str], result: str, names: list[str], target: Type
) -> str:
    """The line that takes one element's result; what comes before it is in the emitter's lines."""
    assert node.result is not None
    value = em.named(_with(em, bound, node.result))
    em.charge_weight(value, em.type(node.result))
    match node.macro:
        case "transformMap":
            return f"{result}.append(({names[0]}, {value}))"
        case "transformMapEntry":
            if em.type(node.result).kind != "map":
                raise Declined
            return f"{result} += {value}.items()"
    return f"{result}.append({value})"


def _finished(em: Emitter, node: ast.Comprehension, result: str) -> str:
    match node.macro:
        case "exists_one":
            return f"({result} == 1)"
        case "filter":
            em.charge_weight(result, em.type(node))
        case "transformMap" | "transformMapEntry":
            return f"{em.use('make_map', make_map)}({result})"
    return result


_CONSTANTS = frozenset({bool, int, float, str, bytes, type(None)})
"""Types of the constants that Python's own code objects hold; others are globals of the program."""


def literal(em: Emitter, node: ast.Literal) -> str:
    """A constant."""
    return em.constant(node.value) if type(node.value) in _CONSTANTS else em.function(node.value)


def message(em: Emitter, node: ast.Message) -> str:
    """There are no messages."""
    raise Declined


def variable(em: Emitter, node: ast.Variable) -> str:
    """A variable of the environment."""
    return em.arguments[node.name]


def ident(em: Emitter, node: ast.Ident) -> str:
    """A bound variable."""
    return em.locals[node.name]
