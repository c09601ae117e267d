"""Which entry each line of a text belongs to, and how far that entry moves: two spaces a step."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from keur.rewrite.written import BLOCK_SCALARS, Value, WrittenDocument

STEP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """Where an entry begins, where it is to begin, and the entry that it lies in."""

    was: int
    now: int
    within: "Column | None" = None

    @property
    def shift(self) -> int:
        """How far it moves to the right."""
        return self.now - self.was


@dataclass(slots=True)
class Line:
    """What is known of one line on which something is written.

    column: of the innermost entry that it belongs to. starts: the offset and column of each entry that begins on it.
    shift: how far it moves, where none begins.
    content: of a line of a text in lines, the column at which its text begins; -1 where that is not known.
    """

    column: Column
    starts: list[tuple[int, Column]] = field(default_factory=list)
    shift: int = 0
    content: int | None = None


class Lines:
    """A text by its lines, each of which is ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.begins = [0, *(index + 1 for index, character in enumerate(text[:-1]) if character == "\n")]

    def number(self, offset: int) -> int:
        """The line of an offset, from 0."""
        return bisect_right(self.begins, offset) - 1

    def line(self, number: int) -> str:
        """One line without its end."""
        end = self.begins[number + 1] if number + 1 < len(self.begins) else len(self.text)
        return self.text[self.begins[number] : end].removesuffix("\n")

    def indent(self, number: int) -> int:
        """How many spaces a line begins with."""
        line = self.line(number)
        return len(line) - len(line.lstrip(" "))


def known(lines: Lines, documents: Iterable[WrittenDocument]) -> Mapping[int, Line]:
    """The lines on which something is written in a block collection, by number."""
    knower = _Knower(lines)
    for document in documents:
        if document.root is not None:
            knower.root(document.root)
    return knower.known


class _Knower:
    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.known: dict[int, Line] = {}

    def root(self, value: Value) -> None:
        """Takes in a document; one that is no block collection stays where it is."""
        if value.block:
            self.collection(value, 0, None)
        else:
            self._leaf(value, self._lines.number(value.start), Column(-STEP, -STEP))

    def collection(self, value: Value, now: int, within: Column | None) -> None:
        """Takes in a block collection whose entries are to begin at a column."""
        after = value.start
        for entry in value.entries:
            start = self._dash(after) if entry.key is None else entry.key.start
            number = self._lines.number(start)
            column = Column(start - self._lines.begins[number], now, within)
            line = self.known.setdefault(number, Line(column))
            line.column = column
            line.starts.append((start, column))
            self._below(entry.value, start, number, column)
            after = max(entry.value.end, start + 1)

    def _below(self, value: Value, start: int, number: int, column: Column) -> None:
        if not value.block:
            self._leaf(value, number, column)
            return
        first = value.entries[0].key.start if value.entries[0].key else self._dash(value.start)
        if self._lines.number(first) == number:
            before = self._lines.text[start:first].rstrip()
            self.collection(value, column.now + len(before) + 1, column)
        else:
            self.collection(value, column.now + STEP, column)

    def _leaf(self, value: Value, number: int, column: Column) -> None:
        """The lines after the first of an entry with a scalar or a collection in brackets."""
        first, last = self._lines.number(value.start), self._lines.number(max(value.end - 1, value.start))
        for later in range(number + 1, last + 1):
            self.known[later] = Line(column, shift=column.shift)
        if value.form == "scalar" and value.style in BLOCK_SCALARS:
            shift, content = self._literal(value, first, last, column)
            for later in range(first + 1, last + 1):
                self.known[later] = Line(column, shift=shift, content=content)

    def _literal(self, value: Value, first: int, last: int, column: Column) -> tuple[int, int]:
        """How far the content of a text in lines moves: to one step, unless it says its own column; and that column."""
        header = self._lines.line(first)[value.start - self._lines.begins[first] :].partition(" #")[0]
        written = [number for number in range(first + 1, last + 1) if self._lines.line(number).strip(" ")]
        if not written or any(character.isdigit() for character in header.split()[-1]):
            return column.shift, -1
        content = self._lines.indent(written[0])
        return (column.now + STEP - content if column.now >= 0 else 0), content

    def _dash(self, after: int) -> int:
        """The dash of the first item of a block list behind an offset, past comments and the rest of a line."""
        text, number = self._lines.text, self._lines.number(after)
        if text[after] == "-" and text[after + 1 : after + 2] in (" ", "\n", "\t"):
            return after
        number += self._lines.begins[number] < after
        while not (line := self._lines.line(number).strip()) or line.startswith("#"):
            number += 1
        return self._lines.begins[number] + self._lines.indent(number)
