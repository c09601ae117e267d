"""How wide text is on a terminal: East Asian characters and emoji take two cells, combining marks none.

The tables are rich's, and only text beyond ASCII asks for them: most runs never load them. The newest tables are
asked for by name, so that no environment variable changes the output.
"""

from collections.abc import Iterator

UNICODE = "latest"


def width(text: str) -> int:
    """Cells that printable text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text, UNICODE)


def graphemes(text: str) -> Iterator[tuple[int, int, int]]:
    """What is drawn as one: (start, end, cells), in order and without gaps."""
    if text.isascii():
        return ((index, index + 1, 1) for index in range(len(text)))
    from rich.cells import split_graphemes

    return iter(split_graphemes(text, UNICODE)[0])


def wrap(text: str, columns: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Printable text in lines of at most this many cells, broken at spaces.

    A word that is too long stays whole (names and paths are copied), unless it is of a script that has no spaces.
    hanging: what later lines begin with; by default `indent`.
    """
    hanging = indent if hanging is None else hanging
    lines: list[str] = []
    line, used, empty = indent, len(indent), True
    for word in _words(text, max(columns - len(hanging), 8)):
        size = width(word)
        if not empty and used + 1 + size > columns:
            lines.append(line.rstrip())
            line, used, empty = hanging, len(hanging), True
        if empty and not word:
            continue
        line += word if empty else f" {word}"
        used += size if empty else size + 1
        empty = False
    return [*lines, line.rstrip()]


def _words(text: str, columns: int) -> Iterator[str]:
    for word in text.split(" "):
        if word.isascii() or width(word) <= columns:
            yield word
            continue
        start = taken = 0
        for first, _, cells in graphemes(word):
            if taken + cells > columns:
                yield word[start:first]
                start, taken = first, 0
            taken += cells
        yield word[start:]
