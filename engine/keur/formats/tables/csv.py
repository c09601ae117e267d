"""For spreadsheets: RFC 4180, one line per row, with the headings that it stands under in front."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from keur.formats import Screen
from keur.formats.wording.printable import printable
from keur.views import Cell, Shown, Table

FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""How a text begins that a spreadsheet would take for a formula and run."""

SAFE = "'"
"""What stands before such a text: spreadsheets show the rest as it is."""

Column = tuple[str, bool]
"""A heading, and whether it is one of a matrix."""


def render(shown: Shown, screen: Screen) -> str:
    """The view as CSV; the screen makes no difference. Tables of several sections share their columns by heading."""
    shown = shown.translated()
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    sections = any(table.section for table in shown.tables)
    groups = any(table.group for table in shown.tables)
    columns: dict[Column, None] = {}
    for table in shown.tables:
        columns.update(dict.fromkeys(_columns(table)))
    front = [heading for heading, wanted in (("Section", sections), ("Group", groups)) if wanted]
    writer.writerow([*front, *(_defused(heading) for heading, _ in columns)])
    for table in shown.tables:
        headings = [text for text, wanted in ((table.section, sections), (table.group, groups)) if wanted]
        for cells in _rows(table):
            said = [_written(cells[column]) if column in cells else "" for column in columns]
            writer.writerow([*map(_defused, headings), *said])
    return written.getvalue()


def _columns(table: Table) -> Sequence[Column]:
    own = len(table.columns) - table.marks
    return [(heading, index >= own) for index, heading in enumerate(table.columns)]


def _rows(table: Table) -> Iterator[Mapping[Column, Cell]]:
    columns = _columns(table)
    return (dict(zip(columns, row.cells, strict=True)) for row in table.rows)


def _written(cell: Cell) -> str:
    return cell.text if isinstance(cell.value, int | float) else _defused(cell.text)


def _defused(text: str) -> str:
    """A text with its line breaks, in which nothing else is hidden and no spreadsheet sees a formula."""
    plain = "\n".join(printable(line) for line in text.split("\n"))
    return SAFE + plain if FORMULA.match(text) else plain
