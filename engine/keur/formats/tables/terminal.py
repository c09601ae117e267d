"""For people at a terminal: tables as wide as the screen, or one block a row where the screen is too narrow."""

from collections.abc import Iterator, Sequence

from keur.formats import Screen
from keur.formats.wording import grid
from keur.formats.wording.cells import wrap
from keur.formats.wording.printable import prose
from keur.formats.wording.summary import counted
from keur.views import Shown, Table

BOLD, DIM = "1", "2"
TEXT = 100
"""Running text is not set wider than this, however wide the terminal."""

INDENT = "  "


def render(shown: Shown, screen: Screen) -> str:
    """The view, for this screen."""
    return "\n".join(line.rstrip() for line in _Page(screen).lines(shown.translated())) + "\n"


class _Page:
    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.room = screen.width - len(INDENT)

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.screen.colour and text else text

    def said(self, text: str, style: str, most: int = TEXT) -> Iterator[str]:
        return (self.paint(line, style) for line in wrap(prose(text), min(self.screen.width, most)))

    def lines(self, shown: Shown) -> Iterator[str]:
        kept = f" for {shown.kept}" if shown.kept else ""
        yield from self.said(f"{shown.title}{kept}", BOLD, self.screen.width)
        yield from self.said(shown.description, DIM)
        for section, tables in shown.sections():
            if section:
                yield from ("", *self.said(section, BOLD))
            yield from self.section(section, tables)
        yield ""
        yield from self.said(f"{counted(shown.size, 'row')}, as of {shown.today}, revision {shown.revision}", DIM)

    def section(self, section: str, tables: Sequence[Table]) -> Iterator[str]:
        """Tables of one section are laid out alike where that fits; those of a matrix have columns of their own."""
        rows = [[[prose(cell.text) for cell in row.cells] for row in table.rows] for table in tables]
        matrix = any(table.marks for table in tables)
        whole = None if matrix else self.layout(tables[0], [row for some in rows for row in some])
        for index, (table, some) in enumerate(zip(tables, rows, strict=True)):
            if index or not section:
                yield ""
            if table.group:
                indent = INDENT * bool(section)
                lines = wrap(prose(table.group), self.screen.width - len(indent))
                yield from (indent + self.paint(line, BOLD) for line in lines)
            if not some:
                yield f"{INDENT}none"
                continue
            made = whole
            if made is None or not made.columns:
                made = self.layout(table, some)
            yield from self.table(made, some) if made.columns else self.blocks(made, some)

    def layout(self, table: Table, rows: Sequence[Sequence[str]]) -> grid.Layout:
        """How these rows are set under the headings of a table."""
        return grid.layout([prose(heading) for heading in table.columns], rows, self.room, table.marks)

    def table(self, made: grid.Layout, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        *headings, rule = grid.head(made)
        yield from (INDENT + self.paint(line, BOLD) for line in headings)
        yield INDENT + self.paint(rule, DIM)
        for row in rows:
            yield from (INDENT + line for line in grid.line(made, row))
        if made.legend:
            yield from wrap(made.legend, min(self.screen.width, TEXT), INDENT)

    def blocks(self, made: grid.Layout, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """One block a row, named by its first cell."""
        for row in rows:
            yield INDENT + self.paint(row[0] or made.headings[0], BOLD)
            for before, text in grid.block(made, row, self.room - len(INDENT)):
                yield INDENT * 2 + self.paint(before, DIM) + text
