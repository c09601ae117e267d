"""The order of keys: the envelope, then as the schema names them, then what begins with `x-`.

Only the entries of mappings whose fields the schema names are put in order; keys that are data stay. A comment above
an entry goes with it, one below a deeper entry stays with that, and the head of a document stays on top.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from keur.kinds import Kinds
from keur.kinds.forms import Schema
from keur.rewrite.pointed import MERGE
from keur.rewrite.written import BLOCK_SCALARS, Entry, Value, WrittenDocument

TOP = ("apiVersion", "kind", "metadata", "spec")


def ordered(text: str, documents: Sequence[WrittenDocument], kinds: Kinds) -> str:
    """A text, every line of which is ended, with the keys of its documents in order."""
    made: list[str] = []
    at = 0
    for document in documents:
        root = document.root
        if root is not None:
            written, end = _Orderer(text).value(root, _schema(root, kinds), root.start)
            made += (text[at : root.start], written)
            at = end
    return "".join((*made, text[at:]))


def _schema(root: Value, kinds: Kinds) -> Schema:
    said = {entry.key.text: entry.value.text for entry in root.entries if entry.key is not None}
    kind = said.get("kind", "")
    foreign = not said.get("apiVersion", "keur/").startswith("keur/")
    if foreign or root.form != "mapping":
        return {}
    properties = kinds[kind].document["properties"] if kind in kinds else {}
    return {"properties": {key: properties.get(key, {}) for key in TOP}}


class _Orderer:
    """Writes the values of one text, the entries of their mappings in order.

    Each method gives what is written, and the offset up to which it stands for the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, value: Value, schema: Schema, start: int) -> tuple[str, int]:
        """What is written from an offset to the end of the value that follows there."""
        if not value.entries:
            return self._text[start : value.end], value.end
        order = _order(value, schema)
        if value.block and order != sorted(order):
            made = self._block(value, schema, start, order)
            if made is not None:
                return made
        if value.flow and order != sorted(order):
            return self._flow(value, schema, start, order)
        return self._in_place(value, schema, start)

    def _entry(self, entry: Entry, schema: Schema) -> tuple[str, int]:
        if entry.key is None:
            return self.value(entry.value, _below(entry, schema), entry.value.start)
        key = self._text[entry.key.start : entry.key.end]
        text, end = self.value(entry.value, _below(entry, schema), entry.key.end)
        return key + text, end

    def _in_place(self, value: Value, schema: Schema, start: int) -> tuple[str, int]:
        made: list[str] = []
        at = start
        for entry in value.entries:
            text, end = self._entry(entry, schema)
            made += (self._text[at : _start(entry)], text)
            at = end
        end = max(at, value.end)
        return "".join((*made, self._text[at:end])), end

    def _flow(self, value: Value, schema: Schema, start: int, order: Sequence[int]) -> tuple[str, int]:
        """Entries change places and what separates them stays; where a comment stands among them, all stay."""
        written = [self._entry(entry, schema) for entry in value.entries]
        starts = [_start(entry) for entry in value.entries]
        ends = [value.start, *(end for _, end in written)]
        gaps = [self._text[one:other] for one, other in zip(ends, [*starts, value.end], strict=True)]
        if any("#" in gap for gap in gaps):
            return self._in_place(value, schema, start)
        made = [gap + written[index][0] for gap, index in zip(gaps, order, strict=False)]
        return self._text[start : value.start] + "".join((*made, gaps[-1])), value.end

    def _block(self, value: Value, schema: Schema, start: int, order: Sequence[int]) -> tuple[str, int] | None:
        """Entries with the comments that go with them change places.

        None where that cannot be: a comment would come before a dash, or the empty lines that follow are text.
        """
        if any(self._keeps(entry.value) for entry in value.entries):
            return None
        first = _start(value.entries[0])
        line = self._text.rfind("\n", 0, first) + 1
        column, begin = first - line, max(line, start)
        inline = begin > line
        top, head = self._top(self._text[start:begin], column, start)
        heads, bodies, end = [head], [], begin
        for index, entry in enumerate(value.entries):
            text, end = self._entry(entry, schema)
            line_end = self._line_end(end)
            body, end = text + self._text[end:line_end], line_end
            if index + 1 < len(value.entries):
                following = _start(value.entries[index + 1])
                tail, head = shared(self._text[end : following - column], column)
                heads.append(head)
            else:
                tail = self._foot(end, column)
                end += len(tail)
            bodies.append(body + tail)
        if inline and heads[order[0]]:
            return None
        indents = ["" if inline else " " * column, *[" " * column] * len(order)]
        made = [heads[index] + indents[place] + bodies[index] for place, index in enumerate(order)]
        return top + "".join(made), end

    def _foot(self, start: int, column: int) -> str:
        """The comments below the last entry that stand deeper than it."""
        lines = []
        for line in self._text[start:].splitlines(keepends=True):
            if line.strip() and not line.lstrip().startswith("#"):
                break
            lines.append(line)
        return "".join(lines[: _deeper(lines, 0, column)])

    def _keeps(self, value: Value) -> bool:
        """Whether a value ends in a text in lines that takes all empty lines below it for its own."""
        while value.entries:
            value = value.entries[-1].value
        return value.style in BLOCK_SCALARS and "+" in self._text[value.start : value.end].partition("\n")[0]

    def _top(self, above: str, column: int, start: int) -> tuple[str, str]:
        """What stays above the entries, and the comments that go with the first; all stay at the head of a document."""
        if not start or self._text[start - 1] == "\n":
            return above, ""
        opening, feed, lines = above.partition("\n")
        tail, head = shared(lines, column)
        return opening + feed + tail, head

    def _line_end(self, at: int) -> int:
        if self._text[at - 1 : at] == "\n":
            return at
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end + 1


def shared(between: str, column: int) -> tuple[str, str]:
    """The lines between two entries: those that belong to the entry above, and those that go with the one below.

    Comments that stand deeper than the entries belong to the one above, and so do those right below it that an empty
    line parts from the next.
    """
    lines = between.splitlines(keepends=True)
    above = _deeper(lines, 0, column)
    above += next((number for number, line in enumerate(lines[above:]) if not line.strip()), 0)
    above = _deeper(lines, above, column)
    return "".join(lines[:above]), "".join(lines[above:])


def _deeper(lines: Sequence[str], start: int, column: int) -> int:
    """The number of the line up to which, from a line on, no comment stands but those that are deeper."""
    above = start
    for number, line in enumerate(lines[start:], start + 1):
        if line.strip() and len(line) - len(line.lstrip()) > column:
            above = number
        elif line.strip():
            break
    return above


def _start(entry: Entry) -> int:
    return (entry.key or entry.value).start


def _order(value: Value, schema: Schema) -> list[int]:
    """The entries by index, in the order in which they are to stand."""
    indices = list(range(len(value.entries)))
    fields = schema.get("properties")
    if value.form != "mapping" or fields is None:
        return indices
    ranks = {name: rank for rank, name in enumerate(fields)}
    keys = [entry.key.text if entry.key is not None else "" for entry in value.entries]

    def rank(index: int) -> int:
        key = keys[index]
        if key == MERGE:
            return -1
        return ranks.get(key, len(ranks) + key.startswith("x-"))

    return sorted(indices, key=rank)


def _below(entry: Entry, schema: Schema) -> Schema:
    """The schema of the value of an entry; empty where it has none."""
    if entry.key is None:
        found: Any = schema.get("items")
    else:
        found = schema.get("properties", {}).get(entry.key.text, schema.get("additionalProperties"))
    return found if isinstance(found, Mapping) else {}
