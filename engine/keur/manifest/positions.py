"""From events to positions: the offsets of every value and key of a file, in the shape of its data."""

from dataclasses import dataclass, field
from typing import Any

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
from keur.manifest.events import NextEvent


@dataclass(slots=True)
class Node:
    """Something written: its offsets, and what is in it.

    keys: offsets of each key, in a mapping; the first of two equal keys counts.
    entries: the values by key, or by index as text.
    merged: mappings taken in by `<<`, which count where the mapping itself says nothing.
    """

    start: int
    end: int
    scalar: bool = False
    entries: "dict[str, Node]" = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    merged: "list[Node]" = field(default_factory=list)


class PositionBuilder:
    """Builds one node for each document of a file; counts documents as the data builder does."""

    def __init__(self) -> None:
        self.documents: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._stack: list[Frame] = []
        self._root: Node | None = None

    def take(self, next_event: NextEvent) -> None:
        """Takes in all events, or all up to a nesting that is too deep."""
        while (event := next_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                node = Node(event.start_mark.index, event.end_mark.index, scalar=True)
                self._place(self._anchored(event, node), event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(self._stack) >= MAX_DEPTH:
                    return
                node = Node(event.start_mark.index, event.end_mark.index)
                self._stack.append(Frame(self._anchored(event, node), kind is MappingStartEvent))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = self._stack.pop().node
                node.end = event.end_mark.index
                self._place(node, None)
            elif kind is AliasEvent:
                self._place(self._alias(event), event)
            elif kind is DocumentStartEvent:
                self._anchors.clear()
                self._root = None
            elif kind is DocumentEndEvent and self._root is not None:
                self.documents.append(self._root)

    def _anchored(self, event: Any, node: Node) -> Node:
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> Node:
        """Stands at the alias; what is in it stands where it was written."""
        node = Node(event.start_mark.index, event.end_mark.index, scalar=True)
        known = self._anchors.get(event.anchor)
        if known is not None and not any(frame.node is known for frame in self._stack):
            node.entries, node.keys, node.merged = known.entries, known.keys, known.merged
        return node

    def _place(self, node: Node, event: Any) -> None:
        if not self._stack:
            empty = event.__class__ is ScalarEvent and node.start == node.end
            self._root = None if empty else node
            return
        frame = self._stack[-1]
        if not frame.mapping:
            frame.node.entries[str(frame.count)] = node
            frame.count += 1
        elif not frame.at_value:
            frame.key = None if event is None or event.__class__ is AliasEvent else event.value
            frame.merge = frame.key == "<<" and not event.style
            frame.place = (node.start, node.end)
            frame.at_value = True
        else:
            frame.at_value = False
            frame.take(node)


@dataclass(slots=True)
class Frame:
    """A mapping or list that is being read.

    count: items so far, in a list. key, place: the key that waits for its value, and its offsets, in a mapping.
    """

    node: Node
    mapping: bool
    count: int = 0
    at_value: bool = False
    merge: bool = False
    key: str | None = None
    place: tuple[int, int] = (0, 0)

    def take(self, value: Node) -> None:
        """Takes in the value of the key that waits."""
        node = self.node
        if self.merge:
            node.merged.extend(value.entries.values() if _is_list(value) else [value])
        if self.key is not None and self.key not in node.entries:
            node.entries[self.key] = value
            node.keys[self.key] = self.place


def _is_list(node: Node) -> bool:
    return bool(node.entries) and not node.keys
