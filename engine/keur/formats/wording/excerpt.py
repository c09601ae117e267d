"""A source line with what is marked in it, cut to the width there is, as it will look on a terminal."""

from dataclasses import dataclass

from keur.formats.wording.cells import graphemes
from keur.formats.wording.printable import HIDDEN, escape
from keur.model import Place, Region

TAB = "    "
CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line as shown, and the cells to mark below it: how many stand before them, and how many they are."""

    text: str
    before: int
    marked: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn as one, where it starts and ends in the source line and from which cell on it is shown."""

    start: int
    end: int
    text: str
    cell: int
    cells: int


def excerpt(place: Place, columns: int) -> Excerpt:
    """The line of a place in at most this many cells; a long one is cut around its mark."""
    columns = max(columns, 8)
    start, end = _marked(place)
    # Nothing further from the mark than this can be shown, and a line may be millions of characters long.
    left, right = max(0, start - 4 * columns), min(len(place.excerpt), max(start, 0) + 8 * columns)
    pieces = _pieces(place.excerpt[left:right], left)
    total = pieces[-1].cell + pieces[-1].cells if pieces else 0
    first = next((piece.cell for piece in pieces if piece.end > start), total)
    last = max(first, max((piece.cell + piece.cells for piece in pieces if piece.start < end), default=first))
    if total <= columns and left == 0 and right == len(place.excerpt):
        return Excerpt("".join(piece.text for piece in pieces).rstrip(), first, max(last - first, 1))
    return _cut(pieces, first, last, columns, whole=(left == 0, right == len(place.excerpt)))


def final_line(region: Region) -> int:
    """The last line that a region covers; one that ends at the start of a line does not cover that line."""
    return region.end_line - (region.end_column == 1 and region.end_line > region.line)


def _marked(place: Place) -> tuple[int, int]:
    """The marked code points of the first line: from, and up to."""
    region = place.region
    start = min(region.column - 1, len(place.excerpt))
    end = region.end_column - 1 if region.end_line == region.line else len(place.excerpt.rstrip())
    return start, max(start, min(end, len(place.excerpt)))


def _pieces(text: str, offset: int) -> list[Piece]:
    pieces: list[Piece] = []
    cell = position = 0
    while position < len(text):
        hidden = HIDDEN.search(text, position)
        stop = hidden.start() if hidden else len(text)
        for start, end, cells in graphemes(text[position:stop]):
            shown = text[position + start : position + end]
            pieces.append(Piece(offset + position + start, offset + position + end, shown, cell, cells))
            cell += cells
        if hidden:
            shown = TAB if hidden[0] == "\t" else escape(hidden[0])
            pieces.append(Piece(offset + stop, offset + stop + 1, shown, cell, len(shown)))
            cell += len(shown)
        position = stop + 1 if hidden else stop
    return pieces


def _cut(pieces: list[Piece], first: int, last: int, columns: int, whole: tuple[bool, bool]) -> Excerpt:
    """The stretch around the mark; whole: whether nothing was left out before and after the pieces."""
    total = pieces[-1].cell + pieces[-1].cells
    room = columns - 2 * len(CUT)
    begin = 0 if last <= room or first <= room // 2 else max(0, min(first - room // 3, total - room))
    kept = [piece for piece in pieces if piece.cell >= begin and piece.cell + piece.cells <= begin + room]
    if not kept:
        return Excerpt(CUT, 0, 1)
    end = kept[-1].cell + kept[-1].cells
    before = CUT if kept[0] is not pieces[0] or not whole[0] else ""
    after = CUT if kept[-1] is not pieces[-1] or not whole[1] else ""
    shift = len(before) - kept[0].cell
    text = before + "".join(piece.text for piece in kept) + after
    return Excerpt(text, max(first + shift, 0), max(min(last, end) - first, 1))
