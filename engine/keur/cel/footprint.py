"""Which fields an expression may read, of which entities. Never fewer than it does read.

A path is a tuple of field names, such as ("spec", "status"); everything below it counts as read. A path ends where the
expression goes on by an index, by a macro, or hands the value to something that may look at all of it.

The analysis follows values: a *part* says that a value is, or lies in, a field of a variable or of some entity. What
parts do not say, types do: every value of an entity type, wherever it comes from, is an entity of its type's kinds.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.checker import Checked
from keur.cel.functions import BY_ID, Const, Function
from keur.cel.types import DYN, Type

Path = tuple[str, ...]
Paths = frozenset[Path]


@dataclass(frozen=True, slots=True)
class CalledFunction:
    """One call. args: the arguments (receiver first) that are constants. types: of all of them."""

    name: str
    args: tuple[Const | None, ...]
    types: tuple[Type, ...]
    contextual: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Footprint:
    """What an expression may read.

    variables: by name of an environment variable, the paths read of its value; () is all of it.
    kinds: by kind ("*" for any), the paths read of entities other than a variable's own value.
    calls: the functions called, in the order of the text.
    """

    variables: Mapping[str, Paths]
    kinds: Mapping[str, Paths]
    calls: tuple[CalledFunction, ...]

    def fields(self, kind: str) -> Paths:
        """The paths that may be read of an entity of this kind."""
        return self.kinds.get(kind, frozenset()) | self.kinds.get("*", frozenset())


class Part(NamedTuple):
    """Where a value lies: in a variable's value, or (kind true) in an entity of a kind."""

    root: str
    kind: bool
    path: Path


Parts = frozenset[Part]
NOTHING: Parts = frozenset()
_CARRIERS = frozenset({"or", "orValue", "value", "optional.of", "first", "last", "_+_", "reverse", "distinct", "slice"})
"""Functions that pass entities on without reading them, in a result whose type still says so."""
_BLIND = frozenset({"size", "hasValue"})
"""Functions that look at no element."""
_COMPARING = frozenset({"_==_", "_!=_", "@in"})
"""Operators for which an entity is its id."""


def footprint(checked: Checked) -> Footprint:
    """The footprint of a checked expression."""
    reader = _Reader(checked)
    root = checked.expression.root
    reader.escape(root, reader.visit(root, {}))
    variables: dict[str, set[Path]] = {}
    kinds: dict[str, set[Path]] = {}
    for part in reader.read:
        (kinds if part.kind else variables).setdefault(part.root, set()).add(part.path)
    calls = tuple(sorted(reader.calls, key=lambda call: (call.start, -call.end)))
    return Footprint(_shortest(variables), _shortest(kinds), calls)


def _shortest(found: Mapping[str, set[Path]]) -> Mapping[str, Paths]:
    """Without the paths that lie below another."""
    return {
        root: frozenset(path for path in paths if not any(path[:length] in paths for length in range(len(path))))
        for root, paths in sorted(found.items())
    }


def entities(kind: Type) -> tuple[str, ...]:
    """The kinds of the entities that a value of this type is or holds."""
    if kind.struct:
        return kind.kinds or ("*",)
    return tuple(one for part in kind.args for one in entities(part))


class _Reader:
    def __init__(self, checked: Checked) -> None:
        self.types = checked.types
        self.choices = checked.choices
        self.read: set[Part] = set()
        self.calls: list[CalledFunction] = []
        self.visits: dict[type[Node], Callable[[Any, dict[str, Parts]], Parts]] = {
            ast.Literal: lambda node, bound: NOTHING,
            ast.Ident: lambda node, bound: bound[node.name],
            ast.Variable: lambda node, bound: frozenset({Part(node.name, False, ())}),
            ast.Select: self.select,
            ast.Has: self.has,
            ast.Index: self.index,
            ast.Call: self.call,
            ast.Logic: self.all_read,
            ast.Conditional: self.conditional,
            ast.ListLiteral: self.collected,
            ast.MapLiteral: self.collected,
            ast.Message: self.all_read,
            ast.Comprehension: self.comprehension,
            ast.Bind: self.bind,
        }

    def type(self, node: Node) -> Type:
        return self.types.get(node.id, DYN)

    def visit(self, node: Node, bound: dict[str, Parts]) -> Parts:
        """The parts of a node's value, nothing of which is read yet."""
        return self.located(self.type(node), self.visits[type(node)](node, bound))

    def located(self, kind: Type, parts: Parts) -> Parts:
        """The parts; of an entity that no part tells of, those that its type tells of."""
        inner = kind.args[0] if kind.kind == "optional" else kind
        if not parts and inner.struct:
            return frozenset(Part(one, True, ()) for one in entities(inner))
        return parts

    def escape(self, node: Node, parts: Parts) -> None:
        """The whole value may be looked at."""
        self.read |= parts
        self.read |= {Part(kind, True, ()) for kind in entities(self.type(node))} if not parts else set()

    def keep(self, node: Node, parts: Parts, into: Type) -> None:
        """The value goes into something of this type; entities stay visible if the type still names them."""
        own = self.type(node)
        if entities(own) and set(entities(own)) <= set(entities(into)):
            self.read |= {part for part in parts if not part.kind or part.path}
        else:
            self.escape(node, parts)

    def identify(self, node: Node, parts: Parts, paths: Iterable[Path]) -> None:
        """Of entities only these fields are read, of anything else everything."""
        if self.type(node).struct:
            self.read |= {part if part.path else part._replace(path=path) for part in parts for path in paths}
        elif entities(self.type(node)):
            self.read |= parts | {Part(kind, True, path) for kind in entities(self.type(node)) for path in paths}
        else:
            self.escape(node, parts)

    # nodes

    def select(self, node: ast.Select, bound: dict[str, Parts]) -> Parts:
        return self.below(node.operand, node.field, bound)

    def below(self, operand: Node, field: str, bound: dict[str, Parts]) -> Parts:
        parts = self.visit(operand, bound)
        return frozenset(part._replace(path=(*part.path, field)) for part in parts)

    def has(self, node: ast.Has, bound: dict[str, Parts]) -> Parts:
        self.read |= self.below(node.operand, node.field, bound)
        return NOTHING

    def index(self, node: ast.Index, bound: dict[str, Parts]) -> Parts:
        kind = self.type(node.operand)
        kind = kind.args[0] if kind.kind == "optional" else kind
        if isinstance(node.index, ast.Literal) and isinstance(node.index.value, str) and kind.kind != "list":
            return self.below(node.operand, node.index.value, bound)
        self.escape(node.index, self.visit(node.index, bound))
        self.keep(node.operand, self.visit(node.operand, bound), self.type(node))
        return NOTHING

    def call(self, node: ast.Call, bound: dict[str, Parts]) -> Parts:
        operands = node.args if node.target is None else (node.target, *node.args)
        functions = [choice.function for choice in self.choices.get(node.id, ())]
        paths = BY_ID if node.function in _COMPARING else _of_entities(functions)
        contextual = any(function.contextual for function in functions)
        consts = tuple(Const(one.value) if isinstance(one, ast.Literal) else None for one in operands)
        types = tuple(map(self.type, operands))
        self.calls.append(CalledFunction(node.function, consts, types, contextual, node.start, node.end))
        found = NOTHING
        for operand in operands:
            parts = self.visit(operand, bound)
            if paths is not None:
                self.identify(operand, parts, paths)
            elif node.function in _CARRIERS and entities(self.type(node)):
                found |= parts
                self.keep(operand, frozenset(), self.type(node))
            elif node.function in _BLIND and not self.type(operand).struct:
                self.read |= _within(parts)
            else:
                self.escape(operand, parts)
        if contextual and _vague(self.type(node)):
            self.read.add(Part("*", True, ()))
        return found

    def all_read(self, node: Node, bound: dict[str, Parts]) -> Parts:
        for child in ast.children(node):
            self.escape(child, self.visit(child, bound))
        return NOTHING

    def collected(self, node: Node, bound: dict[str, Parts]) -> Parts:
        for child in ast.children(node):
            self.keep(child, self.visit(child, bound), self.type(node))
        return NOTHING

    def conditional(self, node: ast.Conditional, bound: dict[str, Parts]) -> Parts:
        self.escape(node.condition, self.visit(node.condition, bound))
        found = NOTHING
        for branch in (node.then, node.otherwise):
            parts = self.visit(branch, bound)
            if not parts:
                self.keep(branch, parts, self.type(node))
            found |= parts
        return found

    def comprehension(self, node: ast.Comprehension, bound: dict[str, Parts]) -> Parts:
        target = self.type(node.target)
        parts = self.visit(node.target, bound)
        # What lies in a list or map is read when the macro ranges over it; entities are read as the macro reads them.
        self.read |= parts
        inner = {**bound, **dict.fromkeys(node.variables, NOTHING)}
        last = target.args[-1] if target.args and (target.kind == "list" or len(node.variables) == 2) else DYN
        inner[node.variables[-1]] = self.located(last, NOTHING)
        if node.condition is not None:
            self.escape(node.condition, self.visit(node.condition, inner))
        if node.result is not None:
            self.keep(node.result, self.visit(node.result, inner), self.type(node))
        return NOTHING

    def bind(self, node: ast.Bind, bound: dict[str, Parts]) -> Parts:
        init = self.visit(node.init, bound)
        used = any(isinstance(below, ast.Ident) and below.name == node.variable for below in ast.walk(node.body))
        if node.macro != "cel.bind" or not used:
            # Whether there is a value decides, whatever the body reads of it.
            self.read |= _within(init)
        return self.visit(node.body, {**bound, node.variable: init})


def _of_entities(functions: Sequence[Function]) -> Collection[Path] | None:
    """The fields that functions read of the entities among their arguments; None for everything."""
    if not functions or any(function.reads is None for function in functions):
        return None
    return {path for function in functions for path in function.reads or ()}


def _within(parts: Parts) -> Parts:
    """What is read by asking whether there is a value. Whether there is an entity is for the function to say."""
    return frozenset(part for part in parts if part.path or not part.kind)


def _vague(kind: Type) -> bool:
    """Whether a value of this type may hold entities that the type does not tell of."""
    return kind.kind in ("dyn", "never", "param") or any(map(_vague, kind.args))
