"""The syntax tree. Macros stay what they were written as, so that a trace and the compiler can speak of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from dataclasses import field as attribute
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One sub-expression. start, end: offsets in the source; id: unique within its expression, children first."""

    id: int = attribute(compare=False)
    start: int = attribute(compare=False)
    end: int = attribute(compare=False)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant."""

    value: Any


@dataclass(frozen=True, slots=True)
class Ident(Node):
    """A name as written; with a leading dot it is looked up in the root only, never among bound variables."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable(Node):
    """A variable of the environment, by its full name. The parser makes none; resolving names does."""

    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    """`operand.field`, or `operand.?field`. at: offset of the field's name."""

    operand: Node
    field: str
    optional: bool = False
    at: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Has(Node):
    """`has(operand.field)`. optional: written `has(operand.?field)`."""

    operand: Node
    field: str
    optional: bool = False
    at: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`operand[index]`, or `operand[?index]`."""

    operand: Node
    index: Node
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function, method (with a target) or operator by CEL's own name (`_+_`, `-_`, `@in`)."""

    function: str
    args: tuple[Node, ...]
    target: Node | None = None
    at: int = attribute(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """A chain of `&&` or of `||`."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`condition ? then : otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, ?b]`. optional: indices of the elements written with a question mark."""

    elements: tuple[Node, ...]
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MapLiteral(Node):
    """`{k: v, ?k: v}`. optional: indices of the entries written with a question mark."""

    keys: tuple[Node, ...]
    values: tuple[Node, ...]
    optional: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Message(Node):
    """`Name{field: value}`: CEL builds protocol buffer messages so; keur has none and refuses it when checking."""

    name: str
    names: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comprehension(Node):
    """A macro that ranges over a list's elements or a map's keys.

    macro: `all`, `exists`, `exists_one`, `map`, `filter`, `transformList`, `transformMap`, `transformMapEntry`.
    variables: one, or two (index or key, then value).
    condition: what all, exists, exists_one and filter ask; for the others which elements count, if said.
    result: what the others make of an element.
    """

    macro: str
    target: Node
    variables: tuple[str, ...]
    condition: Node | None
    result: Node | None


@dataclass(frozen=True, slots=True)
class Bind(Node):
    """`cel.bind(variable, init, body)`, or, with another macro, `init.optMap(variable, body)` and `optFlatMap`."""

    macro: str
    variable: str
    init: Node
    body: Node


def children(node: Node) -> Iterator[Node]:
    """The sub-expressions directly below, in the order they are written."""
    match node:
        case Select(operand=operand) | Has(operand=operand):
            yield operand
        case Index(operand=operand, index=index):
            yield operand
            yield index
        case Call(target=target, args=args):
            if target is not None:
                yield target
            yield from args
        case Logic(operands=operands):
            yield from operands
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            yield from (condition, then, otherwise)
        case ListLiteral(elements=elements):
            yield from elements
        case MapLiteral(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                yield key
                yield value
        case Message(values=values):
            yield from values
        case Comprehension(target=target, condition=condition, result=result):
            yield from (part for part in (target, condition, result) if part is not None)
        case Bind(init=init, body=body):
            yield init
            yield body


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first, in the order of the text."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(tuple(children(current))))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same node with each sub-expression directly below it changed."""
    changed: dict[str, Any] = {}
    for one in fields(node):
        value = getattr(node, one.name)
        if isinstance(value, Node):
            changed[one.name] = change(value)
        elif isinstance(value, tuple) and any(isinstance(part, Node) for part in value):
            changed[one.name] = tuple(change(part) for part in value)
    return replace(node, **changed) if changed else node
