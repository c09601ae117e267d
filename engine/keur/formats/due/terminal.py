"""For people: by owner, what is overdue first and marked, then what comes first."""

from collections.abc import Iterator, Sequence

from keur.due import Due, Item
from keur.formats import Screen
from keur.formats.due import _wording as wording
from keur.formats.wording.cells import width, wrap
from keur.formats.wording.printable import printable, prose

BOLD, DIM, RED = "1", "2", "1;31"
NARROW = 24
"""A last column with less room than this goes on a line of its own."""

Cell = tuple[str, str]
"""A text and how it is painted."""


def render(due: Due, screen: Screen) -> str:
    """What is due, in lines that fit the screen."""
    lines = wrap(prose(wording.summary(due)), screen.width)
    groups = list(wording.by_owner(due))
    rows = [_cells(item) for _, items in groups for item in items]
    sizes = [max((width(row[column][0]) for row in rows), default=0) for column in range(4)]
    for owner, items in groups:
        lines += ["", *(_paint(line, BOLD, screen) for line in wrap(printable(owner), screen.width))]
        for item in items:
            lines += _row(_cells(item), sizes, screen)
    lines += _ending(due, screen)
    return "\n".join(lines) + "\n"


def _cells(item: Item) -> Sequence[Cell]:
    return (
        (wording.when(item), RED if item.overdue else ""),
        (wording.distance(item), RED if item.overdue else DIM),
        (item.verb, BOLD),
        (printable(wording.name(item)), ""),
        (prose(item.what), ""),
    )


def _row(row: Sequence[Cell], sizes: Sequence[int], screen: Screen) -> Iterator[str]:
    """One line, or more where the last column is wrapped below itself."""
    left = 2 + sum(sizes) + 2 * len(sizes)
    front = "  " + "".join(
        _paint(text, style, screen) + " " * (size - width(text) + 2)
        for (text, style), size in zip(row[:-1], sizes, strict=True)
    )
    text, style = row[-1]
    if screen.width - left < NARROW:
        yield front.rstrip()
        yield from (_paint(line, style, screen) for line in wrap(text, screen.width, "      "))
        return
    first, *more = wrap(text, screen.width - left)
    yield front + _paint(first, style, screen)
    yield from (" " * left + _paint(line, style, screen) for line in more)


def _ending(due: Due, screen: Screen) -> Iterator[str]:
    later = wording.later(due)
    if later:
        yield ""
        yield from (_paint(line, DIM, screen) for line in wrap(later, screen.width))


def _paint(text: str, style: str, screen: Screen) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if screen.colour and style and text else text
