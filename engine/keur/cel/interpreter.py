"""The exact interpreter: the one meaning of every expression."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from keur.cel import access, ast
from keur.cel.ast import Node
from keur.cel.cost import LIMIT, too_costly, weight
from keur.cel.functions import Function
from keur.cel.values import NONE, CelError, CelMap, Optional, make_map, no_overload

Scope = dict[Any, Any]
Functions = Mapping[str, tuple[Function, ...]]


class Interpreter:
    """One evaluation of one expression whose names are resolved; it need not have been checked.

    variables: values of the environment's variables, by full name.
    context: what contextual functions read.
    limit: how much the evaluation may cost.
    """

    def __init__(
        self, functions: Functions, variables: Mapping[str, Any], context: Any = None, limit: int = LIMIT
    ) -> None:
        self.functions = functions
        self.variables = variables
        self.context = context
        self.limit = limit
        self.cost = 0

    def run(self, root: Node) -> Any:
        """The value. Raises CelError where there is none."""
        return self.eval(root, {})

    def spend(self, amount: int) -> None:
        """Counts what a step costs."""
        self.cost += amount
        if self.cost > self.limit:
            raise too_costly(self.limit)

    def eval(self, node: Node, scope: Scope) -> Any:
        """The value of a sub-expression, given the values of bound variables."""
        self.spend(1)
        return _VISITS[type(node)](self, node, scope)

    # names, fields, elements

    def literal(self, node: ast.Literal, scope: Scope) -> Any:
        return node.value

    def variable(self, node: ast.Variable, scope: Scope) -> Any:
        if node.name not in self.variables:
            raise CelError("unknown_name", f"{node.name} has no value")
        return self.variables[node.name]

    def ident(self, node: ast.Ident, scope: Scope) -> Any:
        if node.name not in scope:
            raise CelError("unknown_name", f"unknown name {node.name}")
        return scope[node.name]

    def select(self, node: ast.Select, scope: Scope) -> Any:
        read = access.optional_select if node.optional else access.select
        return read(self.eval(node.operand, scope), node.field)

    def has(self, node: ast.Has, scope: Scope) -> bool:
        return access.has(self.eval(node.operand, scope), node.field)

    def index(self, node: ast.Index, scope: Scope) -> Any:
        read = access.optional_index if node.optional else access.index
        return read(self.eval(node.operand, scope), self.eval(node.index, scope))

    # calls

    def call(self, node: ast.Call, scope: Scope) -> Any:
        operands = node.args if node.target is None else (node.target, *node.args)
        args = [self.eval(operand, scope) for operand in operands]
        taking = [
            one for one in self.functions.get(node.function, ()) if _takes(one, node.target is not None, len(args))
        ]
        if not taking:
            raise no_overload(node.function, *args)
        for function in taking[:-1]:
            try:
                return self.apply(function, args)
            except CelError as error:
                if error.kind != "no_such_overload":
                    raise
        return self.apply(taking[-1], args)

    def apply(self, function: Function, args: list[Any]) -> Any:
        """Calls a function, having made sure that it is not too much."""
        if function.cost is not None:
            self.spend(function.cost(*args))
        return function.call(self.context, *args) if function.contextual else function.call(*args)

    def logic(self, node: ast.Logic, scope: Scope) -> bool:
        """An operand that decides does so whatever the others are, errors included."""
        decides = node.operator == "||"
        error: CelError | None = None
        for operand in node.operands:
            try:
                if self.boolean(operand, scope) is decides:
                    return decides
            except CelError as found:
                error = _absorbed(found, error)
        if error is not None:
            raise error
        return not decides

    def boolean(self, node: Node, scope: Scope) -> bool:
        """The value of a sub-expression that must be a bool."""
        value = self.eval(node, scope)
        if value is True or value is False:
            return bool(value)
        raise no_overload("a condition", value)

    def conditional(self, node: ast.Conditional, scope: Scope) -> Any:
        return self.eval(node.then if self.boolean(node.condition, scope) else node.otherwise, scope)

    # aggregates

    def built(self, value: Any) -> Any:
        """A new list or map, paid for."""
        self.spend(weight(value, self.limit))
        return value

    def present(self, value: Any) -> bool:
        if not isinstance(value, Optional):
            raise no_overload("an optional element", value)
        return value.present

    def list_literal(self, node: ast.ListLiteral, scope: Scope) -> list[Any]:
        found = []
        for position, element in enumerate(node.elements):
            value = self.eval(element, scope)
            if position not in node.optional:
                found.append(value)
            elif self.present(value):
                found.append(value.value)
        self.built(found)
        return found

    def map_literal(self, node: ast.MapLiteral, scope: Scope) -> dict[str, Any] | CelMap:
        pairs = []
        for position, (key_node, value_node) in enumerate(zip(node.keys, node.values, strict=True)):
            key, value = self.eval(key_node, scope), self.eval(value_node, scope)
            if position not in node.optional:
                pairs.append((key, value))
            elif self.present(value):
                pairs.append((key, value.value))
        found: dict[str, Any] | CelMap = self.built(make_map(pairs))
        return found

    def message(self, node: ast.Message, scope: Scope) -> Any:
        raise CelError("no_such_overload", f"there are no message types, so no {node.name}")

    # macros

    def bind(self, node: ast.Bind, scope: Scope) -> Any:
        value = self.eval(node.init, scope)
        if node.macro == "cel.bind":
            return self.eval(node.body, self.bound(node, value, scope))
        if not isinstance(value, Optional):
            raise no_overload(node.macro, value)
        if not value.present:
            return NONE
        body = self.eval(node.body, self.bound(node, value.value, scope))
        if node.macro == "optMap":
            return Optional.of(body)
        if not isinstance(body, Optional):
            raise no_overload(node.macro, body)
        return body

    def bound(self, node: ast.Bind, value: Any, scope: Scope) -> Scope:
        """The scope of a binding's body."""
        return {**scope, node.variable: value}

    def comprehension(self, node: ast.Comprehension, scope: Scope) -> Any:
        target = self.eval(node.target, scope)
        if not isinstance(target, (list, tuple, dict, CelMap)):
            raise no_overload(node.macro, target)
        return _MACROS[node.macro](self, node, self.scopes(node, target, scope))

    def scopes(self, node: ast.Comprehension, target: Any, scope: Scope) -> Iterator[tuple[Any, Scope]]:
        """For each element: its key (index or map key), and the scope that the macro's arguments are evaluated in."""
        inner = dict(scope)
        mapping = isinstance(target, (dict, CelMap))
        pairs: Iterable[tuple[Any, Any]] = target.items() if mapping else enumerate(target)
        for key, value in pairs:
            self.spend(1)
            if len(node.variables) == 2:
                inner[node.variables[0]], inner[node.variables[1]] = key, value
            else:
                inner[node.variables[0]] = key if mapping else value
            yield key, inner

    def chosen(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> Iterator[tuple[Any, Scope]]:
        """The elements that the condition, if there is one, lets through."""
        for key, scope in scopes:
            if node.condition is None or self.boolean(node.condition, scope):
                yield key, scope

    def quantified(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> bool:
        """all() and exists(): an element that decides does so whatever the others are, errors included."""
        assert node.condition is not None
        decides = node.macro == "exists"
        error: CelError | None = None
        for _, scope in scopes:
            try:
                if self.boolean(node.condition, scope) is decides:
                    return decides
            except CelError as found:
                error = _absorbed(found, error)
        if error is not None:
            raise error
        return not decides

    def exists_one(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> bool:
        return sum(1 for _ in self.chosen(node, scopes)) == 1

    def filter(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> list[Any]:
        found = [scope[node.variables[0]] for _, scope in self.chosen(node, scopes)]
        self.built(found)
        return found

    def results(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> list[Any]:
        return [value for _, value in self.transformed(node, scopes)]

    def transformed(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> Iterator[tuple[Any, Any]]:
        assert node.result is not None
        for key, scope in self.chosen(node, scopes):
            value = self.eval(node.result, scope)
            self.spend(weight(value, self.limit))
            yield key, value

    def transform_map(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> Any:
        return make_map(self.transformed(node, scopes))

    def transform_entries(self, node: ast.Comprehension, scopes: Iterator[tuple[Any, Scope]]) -> Any:
        pairs: list[tuple[Any, Any]] = []
        for _, entries in self.transformed(node, scopes):
            if not isinstance(entries, (dict, CelMap)):
                raise no_overload(node.macro, entries)
            pairs.extend(entries.items())
        return make_map(pairs)


def _takes(function: Function, member: bool, count: int) -> bool:
    return any(
        one.member == member
        and (count in (len(one.params), len(one.params) + one.told) or (one.variadic and count >= len(one.params)))
        for one in function.overloads
    )


def _absorbed(found: CelError, first: CelError | None) -> CelError:
    """The error to raise unless an operand decides: the first. One about cost is never absorbed."""
    if found.kind == "cost":
        raise found
    return first or found


_VISITS: dict[type[Node], Callable[[Interpreter, Any, Scope], Any]] = {
    ast.Literal: Interpreter.literal,
    ast.Variable: Interpreter.variable,
    ast.Ident: Interpreter.ident,
    ast.Select: Interpreter.select,
    ast.Has: Interpreter.has,
    ast.Index: Interpreter.index,
    ast.Call: Interpreter.call,
    ast.Logic: Interpreter.logic,
    ast.Conditional: Interpreter.conditional,
    ast.ListLiteral: Interpreter.list_literal,
    ast.MapLiteral: Interpreter.map_literal,
    ast.Message: Interpreter.message,
    ast.Comprehension: Interpreter.comprehension,
    ast.Bind: Interpreter.bind,
}

_MACROS: dict[str, Callable[[Interpreter, ast.Comprehension, Iterator[tuple[Any, Scope]]], Any]] = {
    "all": Interpreter.quantified,
    "exists": Interpreter.quantified,
    "exists_one": Interpreter.exists_one,
    "filter": Interpreter.filter,
    "map": Interpreter.results,
    "transformList": Interpreter.results,
    "transformMap": Interpreter.transform_map,
    "transformMapEntry": Interpreter.transform_entries,
}
