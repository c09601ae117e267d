"""A file as it is written: every value and key with its offsets, its style and its anchor, in the order of the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from keur.manifest.build import MAX_DEPTH
from keur.manifest.events import NextEvent, feed

BLOCK_SCALARS = ("|", ">")


@dataclass(slots=True, eq=False)
class Value:
    """Something written.

    start, end: its offsets, anchor and tag included; of a block collection from its first to its last entry.
    flow: a mapping or list in brackets. style: of a scalar, how it begins (`"`, `'`, `|`, `>`), "" where it is plain.
    text: of a scalar, what it says; of an alias, the anchor that it names.
    target: of an alias, the value that it repeats.
    """

    form: Literal["mapping", "list", "scalar", "alias"]
    start: int
    end: int
    flow: bool = False
    style: str = ""
    anchor: str = ""
    text: str = ""
    target: "Value | None" = None
    entries: "list[Entry]" = field(default_factory=list)

    @property
    def block(self) -> bool:
        """Whether it is a mapping or list whose entries stand on lines of their own."""
        return self.form in ("mapping", "list") and not self.flow

    def walk(self) -> "Iterator[Value]":
        """It, and every key and value in it, in the order of the text."""
        pending = [self]
        while pending:
            value = pending.pop()
            yield value
            for entry in reversed(value.entries):
                pending += [entry.value] if entry.key is None else [entry.value, entry.key]


@dataclass(slots=True, eq=False)
class Entry:
    """An entry of a mapping or list; an item of a list has no key."""

    key: Value | None
    value: Value


@dataclass(slots=True, eq=False)
class WrittenDocument:
    """One document.

    start, end: offsets of the markers, or of the places where they were left out.
    root: None where nothing is written.
    """

    start: int
    explicit_start: bool
    directives: bool
    root: Value | None = None
    end: int = 0
    explicit_end: bool = False


class Unreadable(Exception):
    """A text that is no YAML, or too deep; whoever asks has parsed it before."""


def read(text: str) -> list[WrittenDocument]:
    """The documents of a text that was parsed without problems, the empty ones too."""
    builder, failure, clean = feed(text, lambda: _Builder(text))
    if failure is not None or not clean or builder.too_deep:
        raise Unreadable(failure.problem if failure else "it is nested too deep or holds control characters")
    return builder.documents


class _Builder:
    """Builds the documents of one file from its events."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.documents: list[WrittenDocument] = []
        self.too_deep = False
        self._anchors: dict[str, Value] = {}
        self._stack: list[tuple[Value, Value | None]] = []  # an open collection, and its key that waits for a value

    def take(self, next_event: NextEvent) -> None:
        """Takes in all events, or all up to a nesting that is too deep."""
        while (event := next_event()) is not None:
            kind = event.__class__
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(self._stack) >= MAX_DEPTH:
                    self.too_deep = True
                    return
                self._stack.append((self._anchored(_collection(event, kind is MappingStartEvent)), None))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value, _ = self._stack.pop()
                last = value.entries[-1] if value.entries else None
                value.end = event.end_mark.index if value.flow or last is None else last.value.end
                self._place(value)
            elif kind is ScalarEvent or kind is AliasEvent:
                self._place(self._anchored(self._leaf(event)))
            elif kind is DocumentStartEvent:
                self._anchors.clear()
                directives = event.version is not None or bool(event.tags)
                self.documents.append(WrittenDocument(event.start_mark.index, bool(event.explicit), directives))
            elif kind is DocumentEndEvent:
                self.documents[-1].end = event.start_mark.index
                self.documents[-1].explicit_end = bool(event.explicit)

    def _anchored(self, value: Value) -> Value:
        if value.anchor:
            self._anchors[value.anchor] = value
        elif value.form == "alias":
            value.target = self._anchors.get(value.text)
        return value

    def _leaf(self, event: Any) -> Value:
        start, end = event.start_mark.index, event.end_mark.index
        if event.__class__ is AliasEvent:
            return Value("alias", start, end, text=event.anchor)
        style = event.style or ""
        if style in BLOCK_SCALARS:
            end = self._block_end(start, end)
        return Value("scalar", start, end, False, style, event.anchor or "", event.value)

    def _block_end(self, start: int, end: int) -> int:
        """Where a text in lines ends: with `+`, behind the empty lines that follow, which are part of it."""
        header = self._text[start:end].partition("\n")[0].partition(" #")[0].split()
        while header and "+" in header[-1] and (feed := self._text.find("\n", end)) >= 0:
            if self._text[end:feed].strip(" \r"):
                break
            end = feed + 1
        return end

    def _place(self, value: Value) -> None:
        if not self._stack:
            empty = value.form == "scalar" and value.start == value.end
            self.documents[-1].root = None if empty else value
            return
        container, key = self._stack[-1]
        if container.form == "list":
            container.entries.append(Entry(None, value))
        elif key is None:
            self._stack[-1] = (container, value)
        else:
            container.entries.append(Entry(key, value))
            self._stack[-1] = (container, None)


def _collection(event: Any, mapping: bool) -> Value:
    start, end = event.start_mark.index, event.end_mark.index
    return Value("mapping" if mapping else "list", start, end, bool(event.flow_style), "", event.anchor or "")
