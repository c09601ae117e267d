"""Plain text for people: wrapped to the screen, with bold and dim where there is colour, and nothing raw from data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from keur.cli.output import put, screen
from keur.formats import Screen
from keur.formats.wording.cells import width, wrap
from keur.formats.wording.printable import printable, prose

BOLD, DIM = "1", "2"
TEXT = 100
"""Running text is not set wider than this, however wide the terminal."""

NARROW = 24
"""A last column with less room than this goes on a line of its own."""

Cell = str | tuple[str, str]
"""A text, or a text and how it is painted."""


@dataclass
class Page:
    """Lines under construction."""

    screen: Screen = field(default_factory=screen)
    lines: list[str] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A line that what follows is about, with an empty line before it."""
        self.gap()
        self.lines += (self.paint(line, BOLD) for line in wrap(prose(text), self.screen.width))

    def say(self, text: str, indent: str = "", hanging: str | None = None, style: str = "") -> None:
        """A sentence or more, wrapped."""
        lines = wrap(prose(text), min(self.screen.width, TEXT), indent, hanging)
        self.lines += (self.paint(line, style) for line in lines)

    def verbatim(self, text: str, indent: str = "    ") -> None:
        """Lines as they are, such as YAML to copy."""
        self.lines += (f"{indent}{printable(line)}".rstrip() for line in text.rstrip().split("\n"))

    def gap(self) -> None:
        """An empty line, unless there is one already or nothing was said yet."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def rows(self, rows: Iterable[Sequence[Cell]], indent: str = "  ") -> None:
        """A table whose last column is wrapped, below itself or, where that is too narrow, on lines of its own."""
        table = [[_cell(cell) for cell in row] for row in rows]
        columns = max((len(row) for row in table), default=1) - 1
        sizes = [max(width(row[column][0]) for row in table) for column in range(columns)]
        left = len(indent) + sum(sizes) + 2 * columns
        own_line = self.screen.width - left < NARROW
        for *front, (last, style) in table:
            line = indent + "".join(
                self.paint(text, style) + " " * (size - width(text) + 2)
                for (text, style), size in zip(front, sizes, strict=True)
            )
            if own_line:
                self.lines.append(line.rstrip())
                self.say(last, f"{indent}    ", style=style)
                continue
            wrapped = wrap(last, self.screen.width - left)
            self.lines.append((line + self.paint(wrapped[0], style)).rstrip())
            self.lines += (" " * left + self.paint(more, style) for more in wrapped[1:])

    def paint(self, text: str, style: str) -> str:
        """Text as a terminal shows it."""
        return f"\x1b[{style}m{text}\x1b[0m" if style and self.screen.colour and text else text

    def print(self) -> None:
        """Writes the page to standard output."""
        put("\n".join(self.lines))


def _cell(cell: Any) -> tuple[str, str]:
    text, style = cell if isinstance(cell, tuple) else (cell, "")
    return prose(text), style
