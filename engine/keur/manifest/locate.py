"""Where things stand in a YAML or JSON file: regions for JSON Pointers, read again from the bytes when asked."""

from typing import TYPE_CHECKING

from keur.manifest.text import Text, decode, lenient, shown
from keur.model import Region, steps

if TYPE_CHECKING:
    from keur.manifest.positions import Node


LONGEST = 10_000
"""So much of a line is shown, in code points: it may be millions long, and each finding on it shows its own."""


class Locator:
    """The positions of one file; composed at the first question, then at hand for any number of them."""

    def __init__(self, data: bytes) -> None:
        text = decode(data)
        self._unread = not isinstance(text, Text)
        self._text = text if isinstance(text, Text) else lenient(data)
        self._documents: list[Node] | None = None

    def region(self, document: int, pointer: str, *, on_key: bool = False) -> Region:
        """The region of a value, or with `on_key` of its key.

        document: index among the documents that are not empty. pointer: JSON Pointer into the data.
        A scalar's region is its text with its quotes. A mapping or list stands at its key, or, where it has none, at
        its first line. A pointer that leads further than what is written ends at the last that is written: the
        missing field of an object stands at the key of that object.
        """
        if self._documents is None:
            self._documents = [] if self._unread else _compose(self._text)
        if document >= len(self._documents):
            return self._line_from(0)
        node = self._documents[document]
        key: tuple[int, int] | None = None
        for step in steps(pointer):
            found = _entry(node, step)
            if found is None:
                break
            node, key = found
        if key is not None and (on_key or not node.scalar or node.start == node.end):
            return self._text.region(*key)
        if node.scalar:
            return self._scalar(node)
        return self._line_from(node.start, node.end)

    def excerpt(self, line: int) -> str:
        """The text of one line as it may be shown; nothing of a file that was too large to be read."""
        return shown(self._text.line(line)[:LONGEST])

    def _scalar(self, node: "Node") -> Region:
        text = self._text.value
        if node.start == node.end:  # an empty item of a list stands at its dash
            start = node.start - 1 if text[node.start - 1 : node.start] == "-" else node.start
            return self._text.region(start, start + 1)
        written = text[node.start : node.end].rstrip()
        return self._text.region(node.start, node.start + len(written))

    def _line_from(self, start: int, end: int | None = None) -> Region:
        line = self._text.line_of(start)
        stop = self._text.line_start(line) + len(self._text.line(line))
        stop = stop if end is None else min(stop, end)
        written = self._text.value[start:stop].rstrip()
        return self._text.region(start, start + len(written))


def locate(data: bytes, document: int, pointer: str, *, on_key: bool = False) -> Region:
    """As `Locator.region`, for a single question."""
    return Locator(data).region(document, pointer, on_key=on_key)


def _entry(node: "Node", step: str) -> "tuple[Node, tuple[int, int] | None] | None":
    pending, seen = [node], set()
    while pending:
        current = pending.pop()
        if step in current.entries:
            return current.entries[step], current.keys.get(step)
        if id(current.entries) not in seen:  # aliases of one mapping share its entries
            seen.add(id(current.entries))
            pending.extend(reversed(current.merged))
    return None


def _compose(text: Text) -> "list[Node]":
    # Imported where it is used: a run without findings reads no positions.
    from keur.manifest.events import feed
    from keur.manifest.positions import PositionBuilder

    builder, _, _ = feed(text.value, PositionBuilder)
    return builder.documents
