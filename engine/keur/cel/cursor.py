"""The parser's place among the tokens."""

from typing import Any

from keur.cel.lexer import Token
from keur.cel.problems import CelSyntaxError, Source


class Cursor:
    """The current token, and how to go on from it. depth: open brackets; count: nodes made so far."""

    def __init__(self, source: Source, stream: list[Token]) -> None:
        self.source = source
        self.stream = stream
        self.position = 0
        self.token = stream[0]
        self.depth = 0
        self.count = 0

    def advance(self) -> Token:
        taken = self.token
        if taken.kind != "end":
            self.position += 1
            self.token = self.stream[self.position]
        return taken

    def at(self, text: str) -> bool:
        return self.token.kind == "op" and self.token.text == text

    def accept(self, text: str) -> bool:
        if self.at(text):
            self.advance()
            return True
        return False

    def expect(self, text: str) -> Token:
        if not self.at(text):
            raise self.unexpected(f"expected {text}")
        return self.advance()

    def refuse(self, message: str, start: int, end: int) -> CelSyntaxError:
        return CelSyntaxError([self.source.problem(message, start, end)])

    def unexpected(self, expected: str) -> CelSyntaxError:
        token = self.token
        found = "the end" if token.kind == "end" else self.source.text[token.start : token.end][:30]
        return self.refuse(f"{expected}, found {found}", token.start, token.end)

    def place(self, start: int, end: int | None = None) -> dict[str, Any]:
        """Id and position of a node that ends with the last token taken."""
        self.count += 1
        last = self.stream[self.position - 1].end if end is None else end
        return {"id": self.count, "start": start, "end": last}
