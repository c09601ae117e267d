"""For pages and repositories: headings and tables in Markdown, with everything from data escaped."""

from collections.abc import Iterator
from functools import lru_cache

from keur.formats import Screen
from keur.formats.markdown import text
from keur.formats.wording.printable import prose
from keur.views import Shown, Table


def render(shown: Shown, screen: Screen) -> str:
    """The view as a Markdown document; the screen makes no difference."""
    return "\n".join(_lines(shown.translated())) + "\n"


def _lines(shown: Shown) -> Iterator[str]:
    kept = f", for {_said(shown.kept)}" if shown.kept else ""
    yield from (f"# {_said(shown.title)}", "", _said(shown.description), "")
    yield f"As of {shown.today}, revision {_said(shown.revision)}{kept}."
    yield f"Written by `keur view {shown.name}`: do not edit it, but what it is made of."
    for section, tables in shown.sections():
        if section:
            yield from ("", f"## {_said(section)}")
        for table in tables:
            if table.group:
                yield from ("", f"{'###' if section else '##'} {_said(table.group)}")
            yield ""
            yield from _table(table)
    if shown.notes:
        yield from ("", "Not in here:", "")
        yield from (f"- {_said(note)}" for note in shown.notes)


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield "None."
        return
    own = len(table.columns) - table.marks
    yield _line(_said(heading) for heading in table.columns)
    yield "|" + "---|" * own + ":-:|" * table.marks
    for row in table.rows:
        yield _line(_said(cell.text) for cell in row.cells)


def _line(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


@lru_cache(maxsize=4096)  # the same owners, states and types stand in row after row
def _said(written: str) -> str:
    return text(prose(written))
