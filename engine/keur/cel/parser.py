"""Text to syntax tree, by hand: brackets nest at most `MAX_DEPTH` deep, everything else is a loop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from keur.cel import ast
from keur.cel.ast import Node
from keur.cel.cursor import Cursor
from keur.cel.lexer import tokens
from keur.cel.macros import expand
from keur.cel.problems import CelSyntaxError, Source

MAX_DEPTH = 64
"""How deep brackets may nest."""
MAX_HEIGHT = 160
"""How high the syntax tree may be: long chains of operators and selections count, `&&` and `||` do not."""

RESERVED = frozenset(
    ("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
     "namespace", "return", "var", "void", "while")
)  # fmt: skip
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_BINDING = {
    "||": 1, "&&": 2, "<": 3, "<=": 3, ">": 3, ">=": 3, "==": 3, "!=": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression.

    texts: by node id, how to show what does not stand in the source as it is: what a defined method means.
    """

    source: Source
    root: Node
    texts: Mapping[int, str] = field(default_factory=dict)

    def text(self, node: Node) -> str:
        """What stands in the source for a node."""
        return self.texts.get(node.id) or self.source.text[node.start : node.end]


def parse(text: str) -> Expression:
    """Parses an expression. Raises CelSyntaxError, whatever the text."""
    source = Source.of(text)
    parser = _Parser(source, tokens(source))
    root = parser.expression()
    if parser.token.kind != "end":
        raise parser.unexpected("the expression ends before this")
    _check_height(source, root)
    return Expression(source, root)


def _check_height(source: Source, root: Node) -> None:
    level, height = [root], 0
    while level:
        height += 1
        if height > MAX_HEIGHT:
            raise CelSyntaxError(
                [source.problem(f"more than {MAX_HEIGHT} operations lean on one another", root.start, root.end)]
            )
        level = [child for node in level for child in ast.children(node)]


class _Parser(Cursor):
    """One pass over the tokens. `depth` counts open brackets, which are the only recursion."""

    # expressions

    def expression(self) -> Node:
        """`a ? b : c ? d : e`, as a loop over the right-hand side."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refuse(f"brackets nest more than {MAX_DEPTH} deep", self.token.start, self.token.end)
        pending: list[tuple[Node, Node]] = []
        node = self.operators()
        while self.accept("?"):
            then = self.operators()
            self.expect(":")
            pending.append((node, then))
            node = self.operators()
        for condition, then in reversed(pending):
            node = ast.Conditional(condition, then, node, **self.place(condition.start, node.end))
        self.depth -= 1
        return node

    def operators(self) -> Node:
        """Binary operators by precedence, with a stack instead of recursion."""
        operands = [self.unary()]
        waiting: list[str] = []
        while (binding := self.binding()) is not None:
            while waiting and _BINDING[waiting[-1]] >= binding:
                self.reduce(operands, waiting.pop())
            waiting.append(self.advance().text)
            operands.append(self.unary())
        while waiting:
            self.reduce(operands, waiting.pop())
        return operands[0]

    def binding(self) -> int | None:
        kind, text = self.token.kind, self.token.text
        return _BINDING.get(text) if kind == "op" or (kind == "ident" and text == "in") else None

    def reduce(self, operands: list[Node], operator: str) -> None:
        right, left = operands.pop(), operands.pop()
        place = self.place(left.start, right.end)
        if operator in ("&&", "||"):
            # Brackets change nothing here: `(a && b) && c` means what `a && b && c` means.
            chain = left.operands if isinstance(left, ast.Logic) and left.operator == operator else (left,)
            operands.append(ast.Logic(operator, (*chain, right), **place))
        else:
            name = "@in" if operator == "in" else f"_{operator}_"
            operands.append(ast.Call(name, (left, right), **place))

    def unary(self) -> Node:
        start, operator, count = self.token.start, self.token.text, 0
        if self.token.kind != "op" or operator not in ("!", "-"):
            return self.member()
        while self.at(operator):
            self.advance()
            count += 1
        if operator == "-" and (number := self.negative(start, count)) is not None:
            return number
        operand = self.member()
        return operand if count % 2 == 0 else ast.Call(f"{operator}_", (operand,), **self.place(start, operand.end))

    def negative(self, start: int, count: int) -> Node | None:
        """A minus before a number belongs to it, so that the smallest int can be written."""
        value = self.token.value
        if self.token.kind != "value" or count % 2 == 0 or type(value) not in (int, float):
            return None
        self.advance()
        return self.members(ast.Literal(-value, **self.place(start)))

    def member(self) -> Node:
        return self.members(self.primary())

    def members(self, node: Node) -> Node:
        """What follows an operand: selections, method calls, indices."""
        while True:
            if self.accept("."):
                node = self.selection(node)
            elif self.accept("["):
                optional = self.accept("?")
                index = self.expression()
                self.expect("]")
                node = ast.Index(node, index, optional, **self.place(node.start))
            else:
                return node

    def selection(self, operand: Node) -> Node:
        optional = self.accept("?")
        name = self.token
        if name.kind not in ("ident", "quoted"):
            raise self.unexpected("expected a field's name")
        self.advance()
        if name.text == "in" and name.kind == "ident":
            raise self.refuse("in is an operator; write the field as `in`", name.start, name.end)
        if not optional and name.kind == "ident" and self.at("("):
            args = self.arguments()
            call = ast.Call(name.text, args, operand, name.start, **self.place(operand.start))
            return expand(call, lambda message, node: self.refuse(message, node.start, node.end))
        return ast.Select(operand, name.text, optional, name.start, **self.place(operand.start))

    def arguments(self) -> tuple[Node, ...]:
        self.expect("(")
        if self.accept(")"):
            return ()
        found = [self.expression()]
        while self.accept(","):
            found.append(self.expression())
        self.expect(")")
        return tuple(found)

    def primary(self) -> Node:
        token = self.token
        if token.kind == "value":
            self.advance()
            if token.value == 1 << 63 and type(token.value) is int:
                raise self.refuse(f"{token.text} is beyond 64 bits", token.start, token.end)
            return ast.Literal(token.value, **self.place(token.start))
        if token.kind == "ident":
            return self.name("")
        if self.accept("("):
            node = self.expression()
            self.expect(")")
            return node
        if self.accept("["):
            return self.list_literal(token.start)
        if self.accept("{"):
            return self.map_literal(token.start)
        if self.accept("."):
            if self.token.kind != "ident":
                raise self.unexpected("expected a name")
            return self.name(".")
        raise self.unexpected("expected a value")

    def name(self, dot: str) -> Node:
        token = self.advance()
        start = token.start - len(dot)
        if not dot and token.text in _WORDS:
            return ast.Literal(_WORDS[token.text], **self.place(start))
        if token.text in RESERVED or token.text in ("in", *_WORDS):
            raise self.refuse(f"{token.text} is a reserved word", token.start, token.end)
        if self.at("("):
            args = self.arguments()
            call = ast.Call(dot + token.text, args, None, token.start, **self.place(start))
            return expand(call, lambda message, node: self.refuse(message, node.start, node.end))
        if (rest := self.message_name()) is not None:
            return self.message(start, dot + token.text + rest)
        return ast.Ident(dot + token.text, **self.place(start))

    # aggregates

    def message_name(self) -> str | None:
        """The rest of a qualified name that a brace follows, which is then taken."""
        ahead, rest = self.position, ""
        while self.stream[ahead].text == "." and self.stream[ahead + 1].kind == "ident":
            rest += "." + self.stream[ahead + 1].text
            ahead += 2
        if self.stream[ahead].kind != "op" or self.stream[ahead].text != "{":
            return None
        self.position, self.token = ahead, self.stream[ahead]
        return rest

    def message(self, start: int, name: str) -> Node:
        self.expect("{")
        names: list[str] = []
        values: list[Node] = []
        while not self.at("}"):
            if self.token.kind not in ("ident", "quoted"):
                raise self.unexpected("expected a field's name")
            names.append(self.advance().text)
            self.expect(":")
            values.append(self.expression())
            if not self.accept(","):
                break
        self.expect("}")
        return ast.Message(name, tuple(names), tuple(values), **self.place(start))

    def list_literal(self, start: int) -> Node:
        elements: list[Node] = []
        optional: set[int] = set()
        while not self.at("]"):
            if self.accept("?"):
                optional.add(len(elements))
            elements.append(self.expression())
            if not self.accept(","):
                break
        self.expect("]")
        return ast.ListLiteral(tuple(elements), frozenset(optional), **self.place(start))

    def map_literal(self, start: int) -> Node:
        keys: list[Node] = []
        values: list[Node] = []
        optional: set[int] = set()
        while not self.at("}"):
            if self.accept("?"):
                optional.add(len(keys))
            keys.append(self.expression())
            self.expect(":")
            values.append(self.expression())
            if not self.accept(","):
                break
        self.expect("}")
        return ast.MapLiteral(tuple(keys), tuple(values), frozenset(optional), **self.place(start))
