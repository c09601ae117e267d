"""Why an expression has its value: every sub-expression's value, every place read, and what decided.

A trace is the interpreter's own run, recorded; it has no meaning of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from keur.cel import access, ast
from keur.cel.ast import Node
from keur.cel.cost import LIMIT
from keur.cel.decisive import deciding
from keur.cel.interpreter import Functions, Interpreter, Scope
from keur.cel.parser import Expression
from keur.cel.values import CelError, CelMap, Optional
from keur.model import Region

MOST_STEPS = 200_000
"""Steps that a trace records. A longer run gives its value, and no reads."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value lies: in an entity or a variable's value, below the keys and indices of the path.

    name: of the variable, or empty for an entity that a function found.
    """

    root: Any
    path: tuple[Any, ...] = ()
    name: str = ""

    def below(self, key: Any) -> "Origin":
        """The place of a field or element."""
        return Origin(self.root, (*self.path, key), self.name)


@dataclass(slots=True)
class Iteration:
    """One element of a macro's list or map. start: how many steps the macro had made before it."""

    key: Any
    origin: Origin | None
    start: int


Element = tuple[Origin | None, "Step | None"]


@dataclass(slots=True)
class Step:
    """One evaluation of one sub-expression.

    origin: where its value lies, if it lies anywhere; of an optional, where what it holds lies.
    elements: where the elements of a new list lie, and the steps that made them.
    bound: for a bound variable: the step that gave its value.
    """

    node: Node
    value: Any = None
    error: CelError | None = None
    origin: Origin | None = None
    steps: "list[Step]" = field(default_factory=list)
    iterations: list[Iteration] = field(default_factory=list)
    elements: "list[Element] | None" = None
    bound: "Step | None" = None

    @property
    def rounds(self) -> "Sequence[tuple[Iteration, Sequence[Step]]]":
        """Each element that a macro came to, with the steps made for it."""
        starts = [iteration.start for iteration in self.iterations]
        ends = [*starts[1:], len(self.steps)]
        rounds = zip(self.iterations, starts, ends, strict=False)
        return [(iteration, self.steps[start:end]) for iteration, start, end in rounds]

    @property
    def absent(self) -> bool:
        """Whether it looked for something that is not there."""
        if self.error is not None:
            return self.error.kind in ("no_such_key", "no_such_field", "no_such_element")
        if isinstance(self.node, ast.Has):
            return self.value is False
        return isinstance(self.value, Optional) and not self.value.present


@dataclass(frozen=True, slots=True)
class Read:
    """One place that was read.

    region, text: of the sub-expression that read it.
    origin: where; when missing, of the object that lacks `key`.
    value: what was there, out of its optional; None when missing.
    """

    region: Region
    text: str
    origin: Origin
    value: Any = None
    missing: bool = False
    key: Any = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A recorded run, or, of one of more than `MOST_STEPS` steps, its outcome only.

    value, error: how it ended; one of them is None (a value may be null).
    reads: every place read, in order.
    decisive: the places that decided the outcome, those that lie deepest first.
    """

    value: Any
    error: CelError | None
    reads: tuple[Read, ...]
    decisive: tuple[Read, ...]
    root: Step


def trace(
    expression: Expression,
    functions: Functions,
    variables: Mapping[str, Any],
    context: Any = None,
    limit: int = LIMIT,
) -> Trace:
    """Runs an expression whose names are resolved, and records it. Raises nothing that a run may raise as CelError."""
    tracer = _Tracer(functions, variables, context, limit)
    error: CelError | None = None
    value: Any = None
    try:
        value = tracer.run(expression.root)
    except CelError as found:
        error = found
    except _TooLong:
        return _outcome(expression, Interpreter(functions, variables, context, limit))
    root = tracer.current.steps[0]
    reads = _reads(expression, _all_leaves(root))
    decisive = sorted(_reads(expression, deciding(root)), key=lambda read: -len(read.origin.path))
    return Trace(value, error, tuple(reads), tuple(decisive), root)


def _outcome(expression: Expression, interpreter: Interpreter) -> Trace:
    try:
        return Trace(interpreter.run(expression.root), None, (), (), Step(expression.root))
    except CelError as error:
        return Trace(None, error, (), (), Step(expression.root))


class _TooLong(Exception):
    """The run makes more steps than a trace records."""


class _Tracer(Interpreter):
    """The interpreter, taking notes. Origins of bound variables stand in the scope beside their values."""

    def __init__(self, functions: Functions, variables: Mapping[str, Any], context: Any, limit: int) -> None:
        super().__init__(functions, variables, context, limit)
        self.current = Step(ast.Literal(None, id=0, start=0, end=0))
        self.recorded = 0

    def eval(self, node: Node, scope: Scope) -> Any:
        self.recorded += 1
        if self.recorded > MOST_STEPS:
            raise _TooLong
        step, parent = Step(node), self.current
        parent.steps.append(step)
        self.current = step
        try:
            step.value = super().eval(node, scope)
        except CelError as error:
            step.error = error
            raise
        finally:
            self.current = parent
        _locate(step, scope)
        return step.value

    def bound(self, node: ast.Bind, value: Any, scope: Scope) -> Scope:
        inner = super().bound(node, value, scope)
        init = self.current.steps[0]
        inner[("origin", node.variable)], inner[("step", node.variable)] = init.origin, init
        return inner

    def scopes(self, node: ast.Comprehension, target: Any, scope: Scope) -> Iterator[tuple[Any, Scope]]:
        step = self.current
        source = step.steps[0]
        keyed = len(node.variables) == 1 or not isinstance(target, (dict, CelMap))
        for position, (key, inner) in enumerate(super().scopes(node, target, scope)):
            variable = node.variables[-1]
            origin, made = _element(source, position, key, inner[variable])
            for name in node.variables:
                inner[("step", name)] = made
                inner[("origin", name)] = origin if name == variable or keyed is False else None
            step.iterations.append(Iteration(key, origin, len(step.steps)))
            yield key, inner


def _element(source: Step, position: int, key: Any, value: Any) -> Element:
    if type(value) in access.STRUCTS:
        return Origin(value), None
    if source.elements is not None and position < len(source.elements):
        return source.elements[position]
    return (source.origin.below(key), None) if source.origin else (None, source)


def _locate(step: Step, scope: Scope) -> None:
    """Fills in where the step's value, and the elements of its new list, lie."""
    node, steps = step.node, step.steps
    match node:
        case ast.Variable(name=name):
            step.origin = Origin(step.value, (), name)
        case ast.Ident(name=name):
            step.origin, step.bound = scope.get(("origin", name)), scope.get(("step", name))
            step.elements = step.bound.elements if step.bound and step.bound.value is step.value else None
        case ast.Select(field=name) | ast.Has(field=name):
            step.origin = steps[0].origin.below(name) if steps[0].origin else None
        case ast.Index(operand=_, index=_):
            elements, key = steps[0].elements, steps[1].value
            if elements is not None and isinstance(key, int) and 0 <= key < len(elements):
                step.origin, step.bound = elements[key]
            else:
                step.origin = steps[0].origin.below(key) if steps[0].origin else None
        case ast.Conditional() | ast.Bind():
            step.origin, step.elements = steps[-1].origin, steps[-1].elements
        case ast.Call(function="orValue" | "or" | "value"):
            source = steps[-1] if steps[0].absent else steps[0]
            step.origin, step.elements = source.origin, source.elements
        case ast.Call(function="distinct"):
            step.elements = list(_kept(steps[0], step.value))
        case ast.ListLiteral(optional=optional) if not optional:
            step.elements = [(element.origin, element) for element in steps]
        case ast.Comprehension(macro="filter" | "map" | "transformList"):
            step.elements = list(_made(step))
    if step.origin is None and type(step.value) in access.STRUCTS:
        step.origin = Origin(step.value)


def _made(step: Step) -> Iterator[Element]:
    """Where the elements of a list that a macro made lie."""
    assert isinstance(step.node, ast.Comprehension)
    for iteration, steps in step.rounds:
        chosen = step.node.condition is None or steps[0].value is True
        if chosen:
            yield (iteration.origin, step) if step.node.macro == "filter" else (steps[-1].origin, steps[-1])


def _kept(source: Step, values: Sequence[Any]) -> Iterator[Element]:
    """Where the elements that `distinct` keeps lie."""
    places = {id(value): place for place, value in reversed(list(enumerate(source.value)))}
    return (_element(source, places[id(value)], places[id(value)], value) for value in values)


def _all_leaves(step: Step) -> Iterator[Step]:
    """Every step that read a place, in order, without the steps on the way to a deeper one."""
    waiting = [(step, False)]
    while waiting:
        current, passed = waiting.pop()
        reads = isinstance(current.node, ast.Select | ast.Has | ast.Index | ast.Variable | ast.Ident)
        if reads and not passed:
            yield current
        onward = isinstance(current.node, ast.Select | ast.Has | ast.Index)
        waiting += [(below, onward and position == 0) for position, below in enumerate(current.steps)][::-1]


def _reads(expression: Expression, leaves: Iterator[Step]) -> list[Read]:
    found: dict[Any, Read] = {}
    for step in leaves:
        read = _read(expression, step)
        if read is not None:
            key = (read.region, id(read.origin.root), tuple(map(repr, read.origin.path)), read.missing)
            found.setdefault(key, read)
    return list(found.values())


def _read(expression: Expression, step: Step) -> Read | None:
    region = expression.source.region(step.node.start, step.node.end)
    text = expression.text(step.node)
    lacking = _lacking(step)
    if lacking is not None:
        holder = lacking.steps[0].origin
        return Read(region, text, holder, None, True, _key(lacking)) if holder else None
    value = step.value.value if isinstance(step.value, Optional) else step.value
    return Read(region, text, step.origin, value) if step.origin and step.error is None else None


def _lacking(step: Step) -> Step | None:
    """The step on the way to this one that first found something missing."""
    found = None
    while isinstance(step.node, ast.Select | ast.Has | ast.Index) and step.steps:
        if not step.absent:
            # `a.b` of a missing `a` fails without being absent itself only by another error, reported elsewhere.
            break
        found, step = step, step.steps[0]
    return found


def _key(step: Step) -> Any:
    return step.steps[1].value if isinstance(step.node, ast.Index) else getattr(step.node, "field", None)
