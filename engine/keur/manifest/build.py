"""From events to plain data: duplicate keys caught, aliases, merge keys and depth bounded.

The first of two equal keys wins. Aliases are copied, so that no two places of the data are one object, up to a number
of nodes in proportion to the file.
"""

import re
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

from keur.manifest.aliases import budget, copied, measure
from keur.manifest.events import NextEvent
from keur.manifest.parsed import Document
from keur.manifest.scalars import CORE, MERGE, Unfit, abridged, plain, tagged
from keur.manifest.text import CONTROL, Text, shown
from keur.model import Problem, pointer

MAX_DEPTH = 100
"""Mappings and lists inside each other, aliases followed."""

MAX_PROBLEMS = 100
"""Problems listed for one file."""

_NOTHING = object()
_DROPPED = object()
"""Stands for a key whose value has no place in the data."""

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")

_OPEN = object()
"""Stands for an anchored value that is still being read."""


class DataBuilder:
    """Builds the documents of one file and notes what it turns away."""

    def __init__(self, text: Text) -> None:
        self.documents: list[Document] = []
        self.problems: list[Problem] = []
        self.stopped = False
        self._text = text
        self._budget = budget(len(text.value))
        self._stack: list[tuple[Any, Any, Any]] = []  # (container, its pending key, the event that opened the inner)
        self._anchors: dict[str, Any] = {}
        self._merges: list[tuple[dict[str, Any], Any, list[dict[str, Any]]]] = []
        self._container: Any = None
        self._key: Any = None
        self._line = 0

    def take(self, next_event: NextEvent) -> None:
        """Takes in all events, or all up to a nesting that is too deep."""
        root: Any = _NOTHING
        container: Any = None
        key: Any = None
        stack = self._stack
        while (event := next_event()) is not None:
            kind = event.__class__
            if kind is ScalarEvent:
                value = event.value
                if event.anchor is not None or event.ctag is not None:
                    self._container, self._key = container, key
                    value = self._decorated(event)
                elif not event.style:
                    try:
                        value = plain(value)
                    except Unfit as unfit:
                        self._container, self._key = container, key
                        self._unfit(event, unfit)
                elif event.style == '"' and not value.isprintable():
                    self._container, self._key = container, key
                    value = self._escaped(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._container, self._key = container, key
                if not self._opens(event):
                    return
                stack.append((container, key, event))
                container = {} if kind is MappingStartEvent else []
                key = None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = container
                container, key, start = stack.pop()
                if self._merges and self._merges[-1][0] is value:
                    self._merge()
                if start.anchor is not None:
                    self._anchors[start.anchor] = value
                event = start
            elif kind is AliasEvent:
                self._container, self._key = container, key
                value = self._alias(event)
            elif kind is DocumentEndEvent:
                if root is not _NOTHING:
                    self.documents.append(Document(root, self._line))
                continue
            else:
                if kind is DocumentStartEvent:
                    self._anchors.clear()
                    root = _NOTHING
                continue

            if container is None:
                root = self._root(event, value)
            elif container.__class__ is list:
                container.append(value)
            elif key is None:
                if value.__class__ is str and value is not MERGE and value not in container:
                    key = value
                else:
                    self._container, self._key = container, key
                    key = self._odd_key(event, value)
            else:
                if key is MERGE:
                    self._container, self._key = container, key
                    self._note_merge(event, value)
                elif key is not _DROPPED:
                    container[key] = value
                key = None

    def problem(self, rule: str, message: str, start: int, end: int, on_key: bool = False) -> None:
        """Notes a problem at a stretch of text; those beyond the most that are listed are counted by the last."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        if len(self.problems) == MAX_PROBLEMS - 1:
            message += " More problems of this file are not listed."
        place = self._pointer()
        region = self._text.region(start, end)
        self.problems.append(Problem(rule, message, len(self.documents), place, region, on_key=on_key))

    def _at(self, rule: str, message: str, event: Any, on_key: bool = False) -> None:
        start = event.start_mark.index
        end = max(event.end_mark.index, start + 1)
        self.problem(rule, message, start, end, on_key)

    def _pointer(self) -> str:
        frames = [(container, key) for container, key, _ in self._stack] + [(self._container, self._key)]
        found: list[str | int] = []
        for container, key in frames:
            if container.__class__ is list:
                found.append(len(container))
            elif key.__class__ is str:
                found.append(key)
        return pointer(*found)

    def _root(self, event: Any, value: Any) -> Any:
        """The value of a document; nothing where nothing is written."""
        if event.__class__ is ScalarEvent and event.start_mark.index == event.end_mark.index:
            return _NOTHING
        self._line = self._text.line_of(event.start_mark.index)
        return value

    def _opens(self, event: Any) -> bool:
        """Whether a mapping or list may open here; its tag and anchor are noted."""
        if len(self._stack) >= MAX_DEPTH:
            message = f"More than {MAX_DEPTH} mappings and lists are nested; make it flatter. The rest is not read."
            self._at("manifest/depth", message, event)
            self.stopped = True
            return False
        if event.ctag is not None:
            tag = str(event.ctag)
            if tag not in ("!", f"{CORE}{'map' if event.__class__ is MappingStartEvent else 'seq'}"):
                self._tag(event, tag)
        if event.anchor is not None:
            self._anchors[event.anchor] = _OPEN
        return True

    def _decorated(self, event: Any) -> Any:
        """The value of a scalar with a tag or an anchor."""
        tag = None if event.ctag is None else str(event.ctag)
        value: Any = event.value
        try:
            if tag is None:
                value = value if event.style else plain(value)
            elif tag != "!":  # which says: a text
                value = tagged(value, tag)
        except Unfit as unfit:
            self._unfit(event, unfit)
        except KeyError:
            self._tag(event, str(tag))
        if event.style == '"':
            value = self._escaped(event) if value.__class__ is str else value
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _tag(self, event: Any, tag: str) -> None:
        name = abridged(shown(tag.replace(CORE, "!!")))
        message = f"The tag {name} means nothing here; leave it out (the value is read as if it had none)."
        self._at("manifest/tag", message, event)

    def _unfit(self, event: Any, unfit: Unfit) -> None:
        message = f"{abridged(shown(event.value))} {unfit}; put it between quotes if it is a text, else correct it."
        self._at("manifest/number", message, event)

    def _escaped(self, event: Any) -> str:
        """A double-quoted scalar, whose escapes may have brought in control characters or halves of surrogate pairs."""
        value = _PAIR.sub(_joined, event.value)
        found = CONTROL.search(value)
        if found is None:
            return value
        if "\ud800" <= found.group() <= "\udfff":
            self._at("manifest/encoding", "Half a surrogate pair is no character; write the character itself.", event)
            return _HALF.sub("\ufffd", value)
        message = f"The text holds the control character U+{ord(found.group()):04X}; leave it out."
        self._at("manifest/control-character", message, event)
        return value

    def _alias(self, event: Any) -> Any:
        name = event.anchor
        value = self._anchors.get(name, _NOTHING)
        if value is _NOTHING or value is _OPEN:
            why = "names no anchor before it" if value is _NOTHING else "lies inside the value that it repeats"
            self._at("manifest/alias", f"The alias *{abridged(name)} {why}; write the value out.", event)
            return None
        if self._budget < 0:
            return None
        nodes, depth = measure(value, self._budget)
        # Whatever was measured is paid for, so that the aliases of a file cost no more than its budget together.
        self._budget -= nodes
        if self._budget < 0:
            message = f"With *{abridged(name)} aliases make far more values than the file holds; write them out."
            self._at("manifest/alias", message, event)
            return None
        if len(self._stack) + depth > MAX_DEPTH:
            message = f"With the alias *{abridged(name)} more than {MAX_DEPTH} mappings and lists are nested."
            self._at("manifest/depth", message, event)
            return None
        return copied(value)

    def _odd_key(self, event: Any, value: Any) -> Any:
        """A key that is no new text: a merge key, no text, or one that the mapping has already."""
        if value is MERGE:
            if not self._merges or self._merges[-1][0] is not self._container:
                self._merges.append((self._container, event, []))
                return value
        elif value.__class__ is not str:
            if event.__class__ is not ScalarEvent:
                message = "A key must be a text, not a mapping, a list or an alias of one; the entry is left out."
                self._at("manifest/key", message, event)
                return _DROPPED
            written = event.value
            message = f"The key {abridged(shown(written)) or '(nothing)'} is no text; put it between quotes."
            self._at("manifest/key", message, event)
            value = written
            if value not in self._container:
                return value
        self._key = str(value)
        message = f"The key {abridged(shown(value))} stands twice in this mapping; keep one (the first one counts)."
        self._at("manifest/duplicate-key", message, event, on_key=True)
        return _DROPPED

    def _note_merge(self, event: Any, value: Any) -> None:
        sources = value if value.__class__ is list else [value]
        if not all(source.__class__ is dict for source in sources):
            self._key = "<<"
            message = "The merge key << takes a mapping or a list of mappings; give it an alias of one."
            self._at("manifest/merge-key", message, event)
            return
        self._merges[-1][2].extend(sources)

    def _merge(self) -> None:
        """Fills in what the mapping that ends here takes over and does not say itself."""
        container, _, sources = self._merges.pop()
        for source in sources:
            for key, value in source.items():
                container.setdefault(key, value)


def _joined(pair: re.Match[str]) -> str:
    return pair.group().encode("utf-16", "surrogatepass").decode("utf-16")
