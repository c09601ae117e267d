"""Environments and programs: what the rest of keur uses of the language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from keur.cel import ast
from keur.cel.checker import Checked, Declarations, check, facts_when
from keur.cel.compiler import Compiled, compile_expression
from keur.cel.compiler.emitter import Facts
from keur.cel.cost import LIMIT
from keur.cel.definitions import defined
from keur.cel.footprint import Footprint, footprint
from keur.cel.functions import Function, Library, merge
from keur.cel.interpreter import Interpreter
from keur.cel.library import LIBRARIES
from keur.cel.parser import Expression, parse
from keur.cel.problems import CelProblem, CheckErrors
from keur.cel.resolve import Names, resolve
from keur.cel.trace import Trace, trace
from keur.cel.types import Type
from keur.cel.values import CelType

_TYPE_NAMES = (
    "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
    "google.protobuf.Duration", "google.protobuf.Timestamp", "date", "period",
)  # fmt: skip
_TYPES: Mapping[str, CelType] = {name: CelType(name) for name in _TYPE_NAMES}


@dataclass(frozen=True)
class Environment:
    """What expressions may use.

    variables: types by name, in the order in which a program's `run` takes their values.
    libraries: functions beside CEL's own and keur's (`keur.cel.library`).
    reserved: names that may not be used, and why, as the end of a sentence ("not in this version of keur").
    container: where names are looked up first, as in CEL.
    limit: how much one evaluation may cost.
    definitions: methods that are written in CEL, by name (`keur.cel.definitions`).
    """

    variables: Mapping[str, Type] = field(default_factory=dict)
    libraries: tuple[Library, ...] = ()
    reserved: Mapping[str, str] = field(default_factory=dict)
    container: str = ""
    limit: int = LIMIT
    definitions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def functions(self) -> Mapping[str, tuple[Function, ...]]:
        """All functions by name."""
        return merge((*LIBRARIES, *self.libraries))

    @cached_property
    def _names(self) -> Names:
        return Names(self.variables.keys(), self.functions.keys(), _TYPES, self.container)

    @cached_property
    def _declarations(self) -> Declarations:
        return Declarations(self.variables, self.functions, self.reserved, tuple(self.definitions))

    def extended(self, variables: Mapping[str, Type]) -> "Environment":
        """The same environment with more variables, after those it has."""
        return replace(self, variables={**self.variables, **variables})

    def parse(self, text: str) -> Expression:
        """Parses and resolves names; checks nothing. Raises CelSyntaxError."""
        parsed = defined(parse(text), self.definitions)
        return replace(parsed, root=resolve(parsed.root, self._names))

    def check(self, text: str, given: "Iterable[Program]" = ()) -> Checked:
        """Parses and checks, whatever is found. Raises CelSyntaxError only."""
        facts = frozenset[tuple[str, ...]]().union(
            *(facts_when(program.checked.expression.root, True) for program in given)
        )
        return check(self.parse(text), self._declarations, facts)

    def compile(self, text: str, *, result: Type | None = None, given: "Iterable[Program]" = ()) -> "Program":
        """A program that is ready to run. Raises CelSyntaxError, or CheckErrors with everything that is wrong.

        result: the type that the value must have.
        given: programs that are true whenever this one runs: what they prove present need not be guarded again.
        """
        checked = self.check(text, given)
        problems = list(checked.problems)
        if result is not None and not checked.type.loose and checked.type != result:
            source, root = checked.expression.source, checked.expression.root
            region = source.region(root.start, root.end)
            problems.append(CelProblem(f"this must be {result}, it is {checked.type}", region))
        if problems:
            raise CheckErrors(problems)
        return Program(self, checked)


class Program:
    """A checked expression. It is run by `run` (fast), `evaluate` (by the interpreter) or `trace` (with the reason)."""

    def __init__(self, environment: Environment, checked: Checked) -> None:
        self.environment = environment
        self.checked = checked

    @cached_property
    def _compiled(self) -> Compiled | None:
        """Compiled when it is first run: of many programs, such as those of messages, most never are."""
        root = self.checked.expression.root
        facts = Facts(self.checked.types, self.checked.choices)
        names = tuple(self.environment.variables)
        return compile_expression(root, facts, names, self.environment.limit, self._interpret)

    @cached_property
    def run(self) -> Compiled:
        """The fast way: takes the context and a value for each variable, in their order; raises CelError."""
        return self._compiled or self._interpret

    @property
    def compiled(self) -> bool:
        """Whether `run` is compiled; else it interprets."""
        return self._compiled is not None

    @property
    def text(self) -> str:
        """The expression as it is written."""
        return self.checked.expression.source.text

    @property
    def type(self) -> Type:
        """The static type of its value."""
        return self.checked.type

    @cached_property
    def variables(self) -> frozenset[str]:
        """The environment's variables that it reads."""
        return frozenset(node.name for node in ast.walk(self.checked.expression.root) if isinstance(node, ast.Variable))

    @cached_property
    def footprint(self) -> Footprint:
        """Which fields it may read, of which variables and kinds, and which functions it calls."""
        return footprint(self.checked)

    def _interpret(self, context: Any, *values: Any) -> Any:
        bound = dict(zip(self.environment.variables, values, strict=True))
        return self.evaluate(bound, context)

    def evaluate(self, variables: Mapping[str, Any], context: Any = None) -> Any:
        """The value by the interpreter. Raises CelError."""
        environment = self.environment
        interpreter = Interpreter(environment.functions, variables, context, environment.limit)
        return interpreter.run(self.checked.expression.root)

    def trace(self, variables: Mapping[str, Any], context: Any = None) -> Trace:
        """The value and the reason for it: every place read and what decided."""
        environment = self.environment
        return trace(self.checked.expression, environment.functions, variables, context, environment.limit)
