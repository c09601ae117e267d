"""What the compiler writes: Python lines, constants, temporary variables, and what running them costs.

The text of an expression never becomes text of the program: its constants and field names are written as escaped
literals, its variables are numbered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keur.cel.ast import Node
from keur.cel.cost import weight
from keur.cel.inference import Choice
from keur.cel.types import DYN, Type

Lines = list[Any]
"""Lines of Python; a list within it is an indented block."""

Emit = Callable[["Emitter", Any], str]


class Declined(Exception):
    """The expression is left to the interpreter."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the checker found out, by node id."""

    types: Mapping[int, Type]
    choices: Mapping[int, Sequence[Choice]]


class Emitter:
    """Writes one function. `emit` gives a Python expression for a node and adds the lines that must run before it.

    CEL has no side effects, and whatever fails is evaluated again by the interpreter: so lines may run earlier than
    the interpreter would run them, as long as they would run at all whenever their result is used.
    """

    def __init__(self, facts: Facts, variables: Sequence[str], limit: int, table: Mapping[type[Node], Emit]) -> None:
        self.facts = facts
        self.limit = limit
        self.table = table
        self.lines: Lines = []
        self.arguments = {name: f"a{position}" for position, name in enumerate(variables)}
        self.locals: dict[str, str] = {}
        self.globals: dict[str, Any] = {}
        self.temporaries = 0
        self.steps = 0
        self.loops = 0
        self.counts = False

    # nodes

    def type(self, node: Node) -> Type:
        """The static type of a node."""
        return self.facts.types.get(node.id, DYN)

    def emit(self, node: Node) -> str:
        """A Python expression with the node's value."""
        self.steps += 1
        return self.table[type(node)](self, node)

    def boolean(self, node: Node) -> str:
        """A Python expression that is a bool, or fails."""
        value = self.emit(node)
        return value if self.type(node).kind == "bool" else f"{self.use('bool', _only_bool)}({value})"

    def block(self, node: Node, emit: Callable[[Node], str] | None = None) -> tuple[Lines, str]:
        """The lines and the expression of a node that may not run at all."""
        outer, self.lines = self.lines, []
        value = (emit or self.emit)(node)
        inner, self.lines = self.lines, outer
        return inner, value

    def named(self, value: str) -> str:
        """A name for a value, so that it is computed once."""
        if simple(value):
            return value
        name = self.temporary()
        self.lines.append(f"{name} = {value}")
        return name

    def temporary(self) -> str:
        """A new local variable."""
        self.temporaries += 1
        return f"t{self.temporaries}"

    def constant(self, value: Any) -> str:
        """A constant, or a tuple of constants, as a literal: `ascii` escapes whatever a text may hold."""
        if isinstance(value, tuple):
            return f"({''.join(f'{self.constant(one)}, ' for one in value)})"
        return f"({value!r})" if isinstance(value, int | float) and value < 0 else ascii(value)

    def use(self, name: str, value: Any) -> str:
        """A global of the program, one for each name."""
        self.globals[f"g_{name}"] = value
        return f"g_{name}"

    def function(self, value: Any) -> str:
        """A global for a function of a library."""
        for name, known in self.globals.items():
            if known is value:
                return name
        return self.use(f"f{len(self.globals)}", value)

    # cost

    def charge(self, amount: str) -> None:
        """Counts what is only known when it runs."""
        self.counts = True
        self.lines += [f"n += {amount}", f"if n > {self.limit}:", ["raise g_TooMuch"]]

    def charge_weight(self, value: str, kind: Type) -> None:
        """Counts the weight of a value."""
        if kind.kind in ("string", "bytes"):
            self.charge(f"1 + (len({value}) >> 4)")
        elif kind.kind in SCALARS:
            self.steps += 1
        else:
            self.charge(f"{self.use('weight', weight)}({value}, {self.limit})")


SCALARS = frozenset({"bool", "int", "uint", "double", "null", "duration", "timestamp", "date", "period", "type"})
"""Types whose values weigh one step."""


class TooMuch(Exception):
    """The compiled program has counted more than the limit: the interpreter, which counts exactly, decides."""


def _only_bool(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    raise TypeError


def simple(value: str) -> bool:
    """Whether a Python expression is a name or a literal without parts."""
    return value.isidentifier() or (value[0] in "'0123456789" and value.isalnum())


def render(lines: Lines, indent: int = 0) -> str:
    """The text of lines and blocks."""
    pad = " " * indent
    return "".join(render(line, indent + 1) if isinstance(line, list) else f"{pad}{line}\n" for line in lines)
