"""How a table is laid out on a screen: columns side by side as far as they fit, else one block a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keur.formats.wording.cells import width, wrap

GAP = "  "
READABLE = 12
"""A column of more than this is not made narrower; a table that then has no room is shown in blocks."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows are set. columns: which of them are shown, each with its heading and width; none: in blocks.

    legend: what headings stand for that were too long.
    """

    headings: tuple[str, ...]
    columns: tuple[tuple[int, str, int], ...] = ()
    legend: str = ""


def layout(headings: Row, rows: Sequence[Row], room: int, marks: int = 0) -> Layout:
    """The first of these that fits: everything on one line a row, without empty columns, wrapped, headings numbered.

    marks: how many of the last columns hold marks only, so that their headings may be numbers.
    """
    everything = list(range(len(headings)))
    filled = [index for index in everything if any(row[index] for row in rows)]
    own = len(headings) - marks
    numbered = [heading if index < own else str(index - own + 1) for index, heading in enumerate(headings)]
    legend = ", ".join(f"{index - own + 1} {headings[index]}" for index in range(own, len(headings)))
    for kept, names, wrapped in (
        (everything, headings, False),
        (filled, headings, False),
        (filled, headings, True),
        (filled, numbered, True),
    ):
        sizes = _sizes([(names[index], *(row[index] for row in rows)) for index in kept], room, wrapped)
        if sizes is not None:
            columns = tuple((index, names[index], size) for index, size in zip(kept, sizes, strict=True))
            return Layout(tuple(headings), columns, legend if names is numbered else "")
    return Layout(tuple(headings))


def _sizes(columns: Sequence[Row], room: int, wrapped: bool) -> list[int] | None:
    """How wide each column is, its heading included; None where there is no room for them."""
    sizes = [max(map(width, column)) for column in columns]
    words = [max(width(word) for text in column for word in text.split(" ")) for column in columns]
    least = [max(word, min(size, READABLE)) for word, size in zip(words, sizes, strict=True)] if wrapped else sizes
    room -= len(GAP) * (len(sizes) - 1)
    if sum(least) > room:
        return None
    while (over := sum(sizes) - room) > 0:
        widest = max((index for index in range(len(sizes)) if sizes[index] > least[index]), key=sizes.__getitem__)
        next_widest = max((size for size in sizes if size < sizes[widest]), default=0)
        sizes[widest] = max(least[widest], sizes[widest] - over, min(next_widest, sizes[widest] - 1))
    return sizes


def head(made: Layout) -> Iterator[str]:
    """The lines of the headings, and a rule below them last."""
    yield from _lines([(heading, size) for _, heading, size in made.columns])
    yield GAP.join("─" * size for _, _, size in made.columns)


def line(made: Layout, row: Row) -> Iterator[str]:
    """The lines of one row; a cell that is wrapped goes on below itself."""
    yield from _lines([(row[index], size) for index, _, size in made.columns])


def _lines(cells: Sequence[tuple[str, int]]) -> Iterator[str]:
    wrapped = [wrap(text, size) for text, size in cells]
    for index in range(max(map(len, wrapped))):
        parts = [lines[index] if index < len(lines) else "" for lines in wrapped]
        padded = (part + " " * (size - width(part)) for part, (_, size) in zip(parts, cells, strict=True))
        yield GAP.join(padded).rstrip()


def block(made: Layout, row: Row, room: int) -> Iterator[tuple[str, str]]:
    """A row as lines of a heading and what stands under it, without its first cell and without what is empty."""
    size = max(map(width, made.headings[1:]), default=0)
    for heading, text in zip(made.headings[1:], row[1:], strict=True):
        if text:
            first, *rest = wrap(text, max(room - size - len(GAP), 8))
            yield heading + " " * (size - width(heading)) + GAP, first
            yield from ((" " * (size + len(GAP)), more) for more in rest)
