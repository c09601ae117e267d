"""Compiling selections, `has()`, indices and optionals."""

from typing import Any

from keur.cel import access, ast
from keur.cel.access import MISSING
from keur.cel.ast import Node
from keur.cel.compiler.emitter import Emitter, simple
from keur.cel.types import Type
from keur.cel.values import Optional

_STRUCT_FIELDS = frozenset().union(*access.STRUCTS.values())


def _keyed(kind: Type) -> bool:
    """Whether values of this type are read by `value[key]` with a string."""
    return (kind.kind == "object" and not kind.struct) or (
        kind.kind == "map" and bool(kind.args) and kind.args[0].kind == "string"
    )


def _attribute(kind: Type, field: str) -> bool:
    return kind.struct and field in _STRUCT_FIELDS


def select(em: Emitter, node: ast.Select) -> str:
    """`operand.field` and `operand.?field`."""
    operand = em.type(node.operand)
    if node.optional or operand.kind == "optional":
        return _wrapped(em, node)
    value = em.emit(node.operand)
    if _attribute(operand, node.field):
        return f"{value}.{node.field}"
    if _keyed(operand):
        return f"{value}[{em.constant(node.field)}]"
    return f"{em.use('select', access.select)}({value}, {em.constant(node.field)})"


def _wrapped(em: Emitter, node: ast.Select | ast.Index) -> str:
    """An optional that is wanted as a value."""
    found = maybe(em, node)
    if found is None:
        name = node.field if isinstance(node, ast.Select) else None
        value = em.emit(node.operand)
        if name is not None:
            return f"{em.use('optional_select', access.optional_select)}({value}, {em.constant(name)})"
        assert isinstance(node, ast.Index)
        return f"{em.use('optional_index', access.optional_index)}({value}, {em.emit(node.index)})"
    return f"{em.use('optional', _optional)}({found})"


def maybe(em: Emitter, node: Node) -> str | None:
    """An expression with what an optional holds, or MISSING; None where it is simpler to make the optional."""
    if not isinstance(node, ast.Select):
        return None
    operand = em.type(node.operand)
    if operand.kind == "optional":
        if not _keyed(operand.args[0]) or (inner := _inner(em, node.operand)) is None:
            return None
        holder = em.temporary()
        missing = em.use("MISSING", MISSING)
        got = f"{holder}.get({em.constant(node.field)}, {missing})"
        return f"({got} if ({holder} := {inner}) is not {missing} else {missing})"
    if not node.optional:
        return None
    if _attribute(operand, node.field):
        return f"{em.emit(node.operand)}.{node.field}"
    if _keyed(operand):
        return f"{em.emit(node.operand)}.get({em.constant(node.field)}, {em.use('MISSING', MISSING)})"
    return None


def _inner(em: Emitter, node: Node) -> str | None:
    em.steps += 1
    return maybe(em, node)


def _optional(value: Any) -> Optional:
    return Optional(False) if value is MISSING else Optional(True, value)


def or_value(em: Emitter, node: ast.Call) -> str | None:
    """`optional.orValue(default)` without making the optional."""
    assert node.target is not None
    found = _inner(em, node.target)
    if found is None:
        return None
    default = em.emit(node.args[0])
    if not isinstance(node.args[0], ast.Literal | ast.ListLiteral | ast.MapLiteral):
        default = em.named(default)
    missing = em.use("MISSING", MISSING)
    fixed = isinstance(node.args[0], ast.Literal) or default == "()" or simple(default)
    if found.endswith(f", {missing})") and fixed:
        return f"{found.removesuffix(f'{missing})')}{default})"
    value = em.temporary()
    return f"({value} if ({value} := {found}) is not {missing} else {default})"


def has_value(em: Emitter, node: ast.Call) -> str | None:
    """`optional.hasValue()` without making the optional."""
    assert node.target is not None
    found = _inner(em, node.target)
    return None if found is None else f"({found} is not {em.use('MISSING', MISSING)})"


def has(em: Emitter, node: ast.Has) -> str:
    """`has(operand.field)`."""
    operand = em.type(node.operand)
    if operand.kind == "optional" and _keyed(operand.args[0]) and (found := _inner(em, node.operand)) is not None:
        holder = em.temporary()
        missing = em.use("MISSING", MISSING)
        return f"(({holder} := {found}) is not {missing} and {em.constant(node.field)} in {holder})"
    value = em.emit(node.operand)
    if _keyed(operand):
        return f"({em.constant(node.field)} in {value})"
    return f"{em.use('has', access.has)}({value}, {em.constant(node.field)})"


def index(em: Emitter, node: ast.Index) -> str:
    """`operand[index]` and `operand[?index]`."""
    operand, position = em.type(node.operand), em.type(node.index)
    if node.optional or operand.kind == "optional":
        return _wrapped(em, node)
    value, at = em.emit(node.operand), em.emit(node.index)
    counted = isinstance(node.index, ast.Literal) and position.kind == "int" and node.index.value >= 0
    if (operand.kind == "list" and counted) or (_keyed(operand) and position.kind == "string"):
        return f"{value}[{at}]"
    return f"{em.use('index', access.index)}({value}, {at})"
