"""The layout of block collections: two spaces a step, and what hangs on an entry moves along with it.

A line is written anew from its left: its entries at their columns, then the rest of it as it was. Lines on which a
text or a collection in brackets goes on move as far as the entry that they belong to, and so do comments; a comment
at the end of a line keeps its column where there is room.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from keur.rewrite.lines import Column, Line, Lines, known
from keur.rewrite.written import WrittenDocument

BLANK = " \t"
GAP = 2
"""Spaces before a comment at the end of a line that was moved, at least, unless there were fewer."""


def laid_out(text: str, documents: Sequence[WrittenDocument]) -> str:
    """The text, every line of which is ended, in its layout."""
    lines = Lines(text)
    layout = _Layout(lines, known(lines, documents), _scalars(documents))
    return "".join(f"{layout.made(number)}\n" for number in range(len(lines.begins)))


def comments(text: str, documents: Sequence[WrittenDocument]) -> list[str]:
    """Every comment of a text, without blanks at its end; not those behind the sign that begins a text in lines."""
    lines, scalars = Lines(text), _scalars(documents)
    found = []
    for number, begin in enumerate(lines.begins):
        at = _comment(text, begin, begin + len(lines.line(number)), scalars)
        if at is not None:
            found.append(text[at : begin + len(lines.line(number))].rstrip(BLANK))
    return found


def _scalars(documents: Iterable[WrittenDocument]) -> list[tuple[int, int]]:
    """The stretches of all scalars and aliases, in the order of the text."""
    roots = (document.root for document in documents if document.root is not None)
    return [(one.start, one.end) for root in roots for one in root.walk() if one.form in ("scalar", "alias")]


def _comment(text: str, start: int, end: int, scalars: Sequence[tuple[int, int]]) -> int | None:
    """Where a comment begins between two offsets of a line."""
    at = text.find("#", start, end)
    while at >= 0:
        before = bisect_right(scalars, (at, len(text))) - 1
        if before >= 0 and at < scalars[before][1]:
            at = text.find("#", scalars[before][1], end) if scalars[before][1] < end else -1
        elif at == 0 or text[at - 1] in " \t\n":
            return at
        else:
            at = text.find("#", at + 1, end)
    return None


class _Layout:
    def __init__(self, lines: Lines, known: Mapping[int, Line], scalars: Sequence[tuple[int, int]]) -> None:
        self._lines = lines
        self._known = known
        self._scalars = scalars
        self._numbers = sorted(known)
        numbers = range(len(lines.begins))
        self._markers = [one for one in numbers if one not in known and lines.line(one).startswith(("---", "..."))]

    def made(self, number: int) -> str:
        """One line, laid out."""
        raw, line = self._lines.line(number), self._known.get(number)
        if line is not None and line.content is not None:
            empty = not raw.strip(" ") and len(raw) <= line.content
            return "" if empty else " " * max(0, self._lines.indent(number) + line.shift) + raw.lstrip(" ")
        if line is None:
            made = self._lone(number, raw)
        elif line.starts:
            made = self._begun(number, line)
        else:
            indent = self._lines.indent(number)
            made = self._with_rest(" " * max(0, indent + line.shift), self._lines.begins[number] + indent, number)
        # A backslash at the end of a line in quotes takes the blank behind it for its own.
        return made if made.rstrip(BLANK).endswith("\\") else made.rstrip(BLANK)

    def _begun(self, number: int, line: Line) -> str:
        """A line on which entries begin."""
        text, made = self._lines.text, ""
        for index, (start, column) in enumerate(line.starts):
            made = made.rstrip(BLANK)
            made += " " * (column.now - len(made))
            if index + 1 < len(line.starts):
                made += text[start : line.starts[index + 1][0]]
        behind = start + 1
        while text[behind] in BLANK:
            behind += 1
        if text[start] == "-" and behind > start + 1 and text[behind] not in "#\n":
            return self._with_rest(f"{made}- ", behind, number)
        return self._with_rest(made, start, number)

    def _with_rest(self, made: str, start: int, number: int) -> str:
        """The beginning of a line and the rest of it from an offset, a comment at its end in its column."""
        text, begin = self._lines.text, self._lines.begins[number]
        end = begin + len(self._lines.line(number))
        at = _comment(text, start, end, self._scalars)
        if at is None or at == start or len(made) == start - begin:
            return made + text[start:end]
        body = made + text[start:at].rstrip(BLANK)
        gap = at - start - len(text[start:at].rstrip(BLANK))
        return body + " " * max(min(gap, GAP), at - begin - len(body)) + text[at:end]

    def _lone(self, number: int, raw: str) -> str:
        """A comment, or a marker or directive, which stays."""
        if not raw.lstrip(" ").startswith("#"):
            return raw
        column = self._lines.indent(number)
        before, after = self._near(number)
        now = column
        if after is not None and _first(after).was == column:
            now = _first(after).now
        elif before is not None:
            owner: Column | None = before.column
            while owner is not None and owner.was > column:
                owner = owner.within
            now = column + (owner.shift if owner is not None else 0)
        if before is not None and before.content is not None and self._follows(number):
            now = min(now, before.column.now)  # deeper it would become part of the text
        return " " * max(0, now) + raw.lstrip(" ")

    def _follows(self, number: int) -> bool:
        """Whether nothing but empty lines stands between a line and what is written before it."""
        number -= 1
        while number not in self._known and not self._lines.line(number).strip(BLANK):
            number -= 1
        return number in self._known

    def _near(self, number: int) -> tuple[Line | None, Line | None]:
        """The lines of the same document before and after one on which something is written."""
        place = bisect_right(self._numbers, number)
        before = self._numbers[place - 1] if place else -1
        after = self._numbers[place] if place < len(self._numbers) else len(self._lines.begins)
        marker = bisect_right(self._markers, number)
        last = self._markers[marker - 1] if marker else -1
        following = self._markers[marker] if marker < len(self._markers) else len(self._lines.begins)
        return self._known.get(before) if last < before else None, self._known.get(after) if after < following else None


def _first(line: Line) -> Column:
    return line.starts[0][1] if line.starts else line.column
