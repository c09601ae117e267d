"""A view as it is shown: what every format of a view reads, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. text: for people; empty for nothing. value: for programs: text, number, truth, list, map or None."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Row:
    """One row. entity: id of the entity that it is about. cells: one per column of its table."""

    entity: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one heading.

    section: the heading that the view declares; empty where it has only one. group: the heading that the data give;
    empty without groups. columns: headings. marks: how many of the last columns are those of a matrix.
    """

    section: str
    group: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A view of one revision on one day.

    kept: what `--for` named, as `customer tax`; empty for all.
    words: title, description and headings in the language of people, where that is not English.
    notes: what is left out of it, and why; a view that leaves something out in silence would be believed.
    """

    name: str
    title: str
    description: str
    revision: str
    today: str
    kept: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def translated(self) -> "Shown":
        """The same in the language of people; for programs headings stay as they are."""
        if not self.words:
            return self
        tables = tuple(
            replace(one, section=self._said(one.section), columns=self._headings(one)) for one in self.tables
        )
        return replace(self, title=self._said(self.title), description=self._said(self.description), tables=tables)

    def _headings(self, table: Table) -> tuple[str, ...]:
        own = len(table.columns) - table.marks
        return (*map(self._said, table.columns[:own]), *table.columns[own:])

    def _said(self, text: str) -> str:
        return self.words.get(text, text)

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(len(table.rows) for table in self.tables)

    def sections(self) -> Iterator[tuple[str, tuple[Table, ...]]]:
        """Tables by section, in their order."""
        for section in dict.fromkeys(table.section for table in self.tables):
            yield section, tuple(table for table in self.tables if table.section == section)
