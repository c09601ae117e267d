"""The checker: infers the type of every sub-expression and collects every mistake."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keur.cel import ast, enums, explain_call
from keur.cel.ast import Node
from keur.cel.functions import Const, Function
from keur.cel.guards import NO_FACTS, Facts, Local, Scope, when
from keur.cel.inference import NUMBERS, Choice, choose, join, join_all, known, numbers, refine
from keur.cel.parser import Expression
from keur.cel.problems import CelProblem, did_you_mean
from keur.cel.types import BOOL, BYTES, DOUBLE, DYN, ERROR, INT, NULL, STRING, UINT, Type, list_of, map_of, optional_of
from keur.cel.values import UInt
from keur.cel.zeros import told_zeros

_LITERALS = {bool: BOOL, int: INT, UInt: UINT, float: DOUBLE, str: STRING, bytes: BYTES, type(None): NULL}


@dataclass(frozen=True, slots=True)
class Declarations:
    """What an expression may use.

    reserved: names of variables, functions and methods that it may not use, and why ("not in this version").
    defined: names of methods without arguments that are written in CEL; no call of one is left to check.
    """

    variables: Mapping[str, Type]
    functions: Mapping[str, tuple[Function, ...]]
    reserved: Mapping[str, str]
    defined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checker found out. types and choices: by node id."""

    expression: Expression
    type: Type
    types: Mapping[int, Type]
    choices: Mapping[int, Sequence[Choice]]
    problems: tuple[CelProblem, ...]


def check(expression: Expression, declarations: Declarations, guards: Facts = NO_FACTS) -> Checked:
    """Checks an expression whose names are resolved. guards: paths known to be there before it is evaluated."""
    checker = _Checker(expression, declarations)
    result = checker.visit(expression.root, Scope(facts=guards))
    problems = sorted(checker.problems, key=lambda problem: problem.region)
    completed = told_zeros(expression, checker.types, checker.choices)
    return Checked(completed, result, checker.types, checker.choices, tuple(problems))


def facts_when(root: Node, outcome: bool) -> Facts:
    """What is known to be there, of the environment's variables, when an expression has this outcome."""
    return when(root, outcome, Scope().path)


class _Checker:
    def __init__(self, expression: Expression, declarations: Declarations) -> None:
        self.expression = expression
        self.declarations = declarations
        self.types: dict[int, Type] = {}
        self.choices: dict[int, Sequence[Choice]] = {}
        self.problems: list[CelProblem] = []
        self.bound = 0
        self.visits: dict[type[Node], Callable[[Any, Scope], Type]] = {
            ast.Literal: self.literal,
            ast.Ident: self.ident,
            ast.Variable: self.variable,
            ast.Select: self.select,
            ast.Has: self.has,
            ast.Index: self.index,
            ast.Call: self.call,
            ast.Logic: self.logic,
            ast.Conditional: self.conditional,
            ast.ListLiteral: self.list_literal,
            ast.MapLiteral: self.map_literal,
            ast.Message: self.message,
            ast.Comprehension: self.comprehension,
            ast.Bind: self.bind,
        }

    def visit(self, node: Node, scope: Scope) -> Type:
        found = self.types[node.id] = self.visits[type(node)](node, scope)
        return found

    def problem(self, message: str, start: int, end: int) -> Type:
        self.problems.append(self.expression.source.problem(message, start, end))
        return ERROR

    # names and fields

    def literal(self, node: ast.Literal, scope: Scope) -> Type:
        return _LITERALS.get(type(node.value)) or Type("type")

    def variable(self, node: ast.Variable, scope: Scope) -> Type:
        return self.declarations.variables[node.name]

    def ident(self, node: ast.Ident, scope: Scope) -> Type:
        if node.name in scope.locals:
            return scope.locals[node.name].type
        if node.name in self.declarations.reserved:
            return self.problem(f"{node.name} is {self.declarations.reserved[node.name]}", node.start, node.end)
        hint = did_you_mean(node.name, [*self.declarations.variables, *scope.locals])
        return self.problem(f"unknown name {node.name}{hint}", node.start, node.end)

    def select(self, node: ast.Select, scope: Scope) -> Type:
        operand = self.visit(node.operand, scope)
        wrapped = operand.kind == "optional"
        checked = node.optional or wrapped
        found = self.field(operand.args[0] if wrapped else operand, node, scope, checked)
        return optional_of(found) if checked and found.kind != "error" else found

    def has(self, node: ast.Has, scope: Scope) -> Type:
        operand = self.visit(node.operand, scope)
        self.field(operand.args[0] if operand.kind == "optional" else operand, node, scope, checked=True)
        return BOOL

    def field(self, operand: Type, node: ast.Select | ast.Has, scope: Scope, checked: bool) -> Type:
        """The type of a field. checked: that it is missing has been thought of."""
        if operand.loose:
            return ERROR if operand.kind == "error" else DYN
        if operand.kind == "map":
            key, value = operand.args or (DYN, DYN)
            if key.kind == "string" or key.loose:
                return DYN if value.loose else value
            return self.problem(f"{operand} has no field {node.field}", node.at, node.at + len(node.field))
        if operand.kind != "object":
            return self.problem(f"{operand} has no fields", node.at, node.at + len(node.field))
        return self.object_field(operand, node.field, checked, node, scope, (node.at, node.at + len(node.field)))

    def object_field(
        self, operand: Type, name: str, checked: bool, node: Node, scope: Scope, place: tuple[int, int]
    ) -> Type:
        declared = operand.fields.get(name)
        if declared is None and not operand.open:
            hint = did_you_mean(name, operand.fields)
            return self.problem(f"{operand} has no field {name}{hint}", *place)
        if not checked and not (declared and declared.always) and scope.path(node) not in scope.facts:
            shown = self.expression.text(node)
            guard = f"guard it with has({shown}) or read it with .?{name}"
            self.problem(f"{name} may be absent; {guard}", *place)
        return declared.type if declared else DYN

    def index(self, node: ast.Index, scope: Scope) -> Type:
        operand, index = self.visit(node.operand, scope), self.visit(node.index, scope)
        wrapped = operand.kind == "optional"
        checked = node.optional or wrapped
        found = self.element(operand.args[0] if wrapped else operand, index, node, scope, checked)
        return optional_of(found) if checked and found.kind != "error" else found

    def element(self, operand: Type, index: Type, node: ast.Index, scope: Scope, checked: bool) -> Type:
        place = (node.index.start, node.index.end)
        if operand.loose:
            return ERROR if operand.kind == "error" else DYN
        if operand.kind == "object":
            if isinstance(node.index, ast.Literal) and isinstance(node.index.value, str):
                return self.object_field(operand, node.index.value, checked, node, scope, place)
            return DYN if index.loose or index.kind == "string" else self.problem(f"{operand} has no {index}", *place)
        if operand.kind == "list" and (index.loose or index.kind in NUMBERS):
            return known(operand.element)
        if operand.kind == "map":
            key, value = operand.args or (DYN, DYN)
            if join(key, index) is not None or (key.kind in NUMBERS and index.kind in NUMBERS):
                return known(value)
        return self.problem(f"{operand} has no element at {index}", *place)

    # calls

    def call(self, node: ast.Call, scope: Scope) -> Type:
        operands = node.args if node.target is None else (node.target, *node.args)
        types = tuple(self.visit(operand, scope) for operand in operands)
        consts = tuple(Const(one.value) if isinstance(one, ast.Literal) else None for one in operands)
        member = node.target is not None
        choices = choose(self.declarations.functions.get(node.function, ()), types, consts, member)
        if any(one.kind == "error" for one in types):
            # The mistake is reported already; its consequences are not.
            return choices[0].result if len(choices) == 1 else ERROR
        if not choices:
            if node.function in ("_==_", "_!=_", "@in") and numbers(types):
                return BOOL
            return self.problem(*explain_call.problem(node, types, self.declarations, self.expression))
        self.problems.extend(enums.problems(node, self.types, self.expression.source))
        self.choices[node.id] = choices
        return known(join_all(choice.result for choice in choices))

    def boolean(self, node: Node, scope: Scope, what: str) -> None:
        found = self.visit(node, scope)
        if not found.loose and found.kind != "bool":
            self.problem(f"{what} must be bool, this is {found}", node.start, node.end)

    def logic(self, node: ast.Logic, scope: Scope) -> Type:
        for operand in node.operands:
            self.boolean(operand, scope, f"an operand of {node.operator}")
            scope = scope.knowing(when(operand, node.operator == "&&", scope.path))
        return BOOL

    def conditional(self, node: ast.Conditional, scope: Scope) -> Type:
        self.boolean(node.condition, scope, "a condition")
        then = self.visit(node.then, scope.knowing(when(node.condition, True, scope.path)))
        otherwise = self.visit(node.otherwise, scope.knowing(when(node.condition, False, scope.path)))
        joined = join(then, otherwise)
        if joined is None:
            return self.problem(f"? : gives {then} or {otherwise}", node.then.start, node.otherwise.end)
        return joined

    # aggregates and macros

    def list_literal(self, node: ast.ListLiteral, scope: Scope) -> Type:
        found = [self.visit(element, scope) for element in node.elements]
        for index in node.optional:
            found[index] = self.unwrapped(node.elements[index], found[index])
        return list_of(join_all(found))

    def map_literal(self, node: ast.MapLiteral, scope: Scope) -> Type:
        keys, values = [], []
        for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            keys.append(self.visit(key, scope))
            found = self.visit(value, scope)
            values.append(self.unwrapped(value, found) if index in node.optional else found)
            if not keys[-1].loose and keys[-1].kind not in ("bool", "int", "uint", "string"):
                self.problem(f"{keys[-1]} cannot be a map's key", key.start, key.end)
        return map_of(join_all(keys), join_all(values))

    def unwrapped(self, node: Node, found: Type) -> Type:
        if found.kind == "optional":
            return found.args[0]
        if found.loose:
            return DYN
        return self.problem(f"what follows ? must be optional, this is {found}", node.start, node.end)

    def message(self, node: ast.Message, scope: Scope) -> Type:
        return self.problem(f"there are no message types, so no {node.name}", node.start, node.end)

    def local(self, scope: Scope, bindings: Sequence[tuple[str, Type]]) -> Scope:
        found = dict(scope.locals)
        for name, type_ in bindings:
            self.bound += 1
            found[name] = Local(f"#{self.bound}", known(type_))
        return Scope(found, scope.facts)

    def comprehension(self, node: ast.Comprehension, scope: Scope) -> Type:
        target = self.visit(node.target, scope)
        if not target.loose and target.kind not in ("list", "map"):
            message = f"{node.macro}() ranges over a list or map, this is {target}"
            self.problem(message, node.target.start, node.target.end)
            target = ERROR
        first = target.element
        if len(node.variables) == 2:
            types: tuple[Type, ...] = (INT if target.kind == "list" else first, target.args[-1] if target.args else DYN)
        else:
            types = (first,)
        inner = self.local(scope, tuple(zip(node.variables, types, strict=False)))
        if node.condition is not None:
            self.boolean(node.condition, inner, f"what {node.macro}() asks")
            inner = inner.knowing(when(node.condition, True, inner.path))
        result = self.visit(node.result, inner) if node.result is not None else ERROR
        return self.comprehended(node, first, types[0], result, inner)

    def comprehended(self, node: ast.Comprehension, element: Type, key: Type, result: Type, inner: Scope) -> Type:
        match node.macro:
            case "filter":
                variable = inner.locals[node.variables[0]]
                for path in sorted(inner.facts):
                    if path[0] == variable.key:
                        element = refine(element, path[1:])
                return list_of(element)
            case "map" | "transformList":
                return list_of(result)
            case "transformMap":
                return map_of(known(key), result)
            case "transformMapEntry":
                if result.kind == "map" or result.loose:
                    return result
                assert node.result is not None
                return self.problem(f"transformMapEntry() gives a map, this is {result}", node.result.start, node.end)
        return BOOL

    def bind(self, node: ast.Bind, scope: Scope) -> Type:
        init = self.visit(node.init, scope)
        if node.macro == "cel.bind":
            return self.visit(node.body, self.local(scope, ((node.variable, init),)))
        value = init.args[0] if init.kind == "optional" else DYN
        if not init.loose and init.kind != "optional":
            self.problem(f"{node.macro}() is of an optional, this is {init}", node.init.start, node.init.end)
        body = self.visit(node.body, self.local(scope, ((node.variable, value),)))
        if node.macro == "optMap":
            return optional_of(body)
        if body.kind == "optional" or body.loose:
            return body
        return self.problem(f"optFlatMap() gives an optional, this is {body}", node.body.start, node.body.end)
