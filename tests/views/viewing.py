"""Views as texts, to be compared."""

from collections.abc import Callable, Mapping, Sequence

from keur import views

Make = Callable[..., views.Shown]
Texts = list[list[str]]


def texts(shown: views.Shown) -> Mapping[tuple[str, str], Texts]:
    """The rows of each table as texts, its headings first, by section and group."""
    return {
        (table.section, table.group): [list(table.columns), *([cell.text for cell in row.cells] for row in table.rows)]
        for table in shown.tables
    }


def filled(shown: views.Shown) -> Mapping[tuple[str, str], list[dict[str, str]]]:
    """The cells in which something stands, by heading, of each row of each table."""
    return {
        (table.section, table.group): [
            {heading: cell.text for heading, cell in zip(table.columns, row.cells, strict=True) if cell.text}
            for row in table.rows
        ]
        for table in shown.tables
    }


def rows(shown: views.Shown) -> Sequence[Sequence[str]]:
    """The rows of all tables as texts."""
    return [[cell.text for cell in row.cells] for table in shown.tables for row in table.rows]
