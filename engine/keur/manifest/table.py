"""CSV files: one document, a list of rows, each a mapping from column name to text.

The first line names the columns. Cells are separated by the comma, semicolon or tab that the first line has most of.
A JSON Pointer is `/row/column`, rows counted from 0 without the header.
"""

import csv
import io
import re
from collections.abc import Iterator

from keur.manifest.parsed import Document, Parsed
from keur.manifest.scalars import abridged
from keur.manifest.text import CONTROL, Text, control_characters, decode, lenient, shown
from keur.model import Problem, Region, pointer, steps

_DELIMITERS = ",;\t"
_ROW = re.compile("[0-9]{1,9}")
_MOST_PROBLEMS = 100
"""Problems reported for one file."""


def parse_csv(data: bytes) -> Parsed:
    """Reads a CSV file. Never raises: what cannot be read is a problem with its region."""
    text = decode(data)
    if isinstance(text, Problem):
        return Parsed(problems=(text,), complete=False)
    problems = control_characters(text)
    rows: list[dict[str, str]] = []
    names: list[str | None] | None = None
    records = _Records(text)
    try:
        for line, cells in records:
            if names is None:
                names = _header(text, line, cells, problems)
                continue
            if len(cells) != len(names) and len(problems) < _MOST_PROBLEMS:
                problems.append(_length(text, line, len(rows), len(cells), len(names)))
            rows.append({name: cell for name, cell in zip(names, cells, strict=False) if name is not None})
    except csv.Error as error:
        problems.append(_broken(text, records.line, str(error)))
        return Parsed((Document(rows, 1),) if rows else (), tuple(problems), complete=False)
    return Parsed((Document(rows, 1),) if names else (), tuple(problems))


class CsvLocator:
    """The positions of one CSV file; read at the first question, then at hand for any number of them."""

    def __init__(self, data: bytes) -> None:
        text = decode(data)
        self._text = text if isinstance(text, Text) else lenient(data)
        self._lines: list[int] = []
        self._names: list[str] = []
        records = _Records(self._text)
        try:
            for line, cells in records:
                if not self._lines:
                    self._names = cells
                self._lines.append(line)
        except csv.Error:
            self._lines.append(records.line)

    def region(self, document: int, pointer: str, *, on_key: bool = False) -> Region:
        """The region of a cell with its quotes, of a row's first line, or with `on_key` of the column's name."""
        path = steps(pointer)
        row = int(path[0]) + 1 if path and _ROW.fullmatch(path[0]) else 0
        if not 0 < row < len(self._lines):
            return self._line(1)
        if len(path) < 2 or path[1] not in self._names:
            return self._line(self._lines[row])
        column = self._names.index(path[1])
        cells = list(_cells(self._text, self._lines[0 if on_key else row]))
        if column >= len(cells):
            return self._line(self._lines[row])
        return self._text.region(*cells[column])

    def excerpt(self, line: int) -> str:
        """The text of one line as it may be shown."""
        return shown(self._text.line(line))

    def _line(self, line: int) -> Region:
        start = self._text.line_start(line)
        return self._text.region(start, start + len(self._text.line(line)))


class _Records:
    """Yields (first line, cells) of each record that is not blank; `line` is the first line of the present one."""

    def __init__(self, text: Text) -> None:
        clean = CONTROL.sub("\ufffd", text.value)
        self._reader = csv.reader(io.StringIO(clean, newline=""), delimiter=_delimiter(text), strict=True)
        self.line = 1

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for cells in self._reader:
            if cells:
                yield self.line, cells
            self.line = self._reader.line_num + 1


def _delimiter(text: Text) -> str:
    first = text.line(1)
    return max(_DELIMITERS, key=first.count)


def _cells(text: Text, line: int) -> Iterator[tuple[int, int]]:
    """The offsets of each cell of the record that begins on a line."""
    delimiter, value = _delimiter(text), text.value
    start = at = text.line_start(line)
    quoted = False
    while at < len(value):
        character = value[at]
        if character == '"':
            quoted = not quoted
        elif not quoted and (character == delimiter or character in "\r\n"):
            yield start, at
            if character != delimiter:
                return
            start = at + 1
        at += 1
    yield start, at


def _header(text: Text, line: int, cells: list[str], problems: list[Problem]) -> list[str | None]:
    """The column names; None for a column that is left out because it has no name or another's."""
    names: list[str | None] = []
    known: set[str] = set()
    regions = list(_cells(text, line))
    for index, name in enumerate(cells):
        if name and name not in known:
            known.add(name)
            names.append(name)
            continue
        names.append(None)
        if len(problems) >= _MOST_PROBLEMS:
            continue
        region = text.region(*regions[min(index, len(regions) - 1)])
        if not name:
            message = f"Column {index + 1} has no name; name it in the first line, or delete it."
            problems.append(Problem("manifest/key", message, region=region))
        else:
            message = f"The column {abridged(shown(name))} stands twice in the first line; keep one (the first counts)."
            problems.append(Problem("manifest/duplicate-key", message, region=region))
    return names


def _length(text: Text, line: int, row: int, cells: int, columns: int) -> Problem:
    message = f"The row has {cells} cells where the first line names {columns} columns; make them equal."
    start = text.line_start(line)
    region = text.region(start, start + len(text.line(line)))
    return Problem("manifest/syntax", message, pointer=pointer(row), region=region)


def _broken(text: Text, line: int, words: str) -> Problem:
    line = min(line, text.lines)
    start = text.line_start(line)
    message = f"The record that begins here is not CSV ({words}); see to its quotes. The rest is not read."
    return Problem("manifest/syntax", message, region=text.region(start, start + len(text.line(line))))
