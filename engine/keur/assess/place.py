"""From an entity and a JSON Pointer to a place in a file. Files are read again only where a finding stands.

Where a pointer leads in a blob never changes, so what was found once may be remembered by blob.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from keur.manifest import YAML, FileFormat, Positions, format_of
from keur.mapping import MappedDocument
from keur.model import Place, Region, Snapshot

HELD = 256
"""Files whose positions are held at a time: several rules often find something in one file."""


class Memory(Protocol):
    """Places found by earlier runs: a JSON text by file."""

    def get(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The texts of those files that are known."""
        ...

    def put(self, items: Mapping[str, bytes]) -> None:
        """Keeps texts."""
        ...


class NoMemory:
    """Remembers nothing."""

    def get(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """Nothing."""
        return {}

    def put(self, items: Mapping[str, bytes]) -> None:
        """Nothing is kept."""


FORGETFUL = NoMemory()


@dataclass
class Places:
    """Finds places in one snapshot.

    mapped: documents that came through a mapping, by (path, document); they know where each leaf was read.
    memory: what earlier runs found.
    """

    snapshot: Snapshot
    mapped: Mapping[tuple[str, int], MappedDocument] = field(default_factory=dict)
    memory: Memory = FORGETFUL
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)
    _learned: set[str] = field(default_factory=set)
    _contents: dict[str, bytes] = field(default_factory=dict)
    _locators: dict[str, Positions] = field(default_factory=dict)

    def expect(self, paths: Iterable[str]) -> None:
        """Says in which files places will be asked for, so that they are looked up, or else read, all at once."""
        files = {self._key(path): self.snapshot.files[path] for path in paths if path in self.snapshot.files}
        asked = [key for key in files if key not in self._known]
        known = self.memory.get(asked)
        self._known.update({key: json.loads(known[key]) if key in known else {} for key in asked})
        self._read(sorted({files[key] for key in asked if key not in known}))

    def place(self, path: str, document: int, pointer: str, *, on_key: bool = False) -> Place:
        """The smallest written thing at or above a pointer into a document."""
        mapped = self.mapped.get((path, document))
        if mapped is None:
            return self.written(path, document, pointer, on_key=on_key)
        return self.written(path, *mapped.place(pointer))

    def written(self, path: str, document: int, pointer: str, *, on_key: bool = False) -> Place:
        """The place of a pointer into a document as it is written, whoever reads it."""
        key = self._key(path)
        if key not in self._known:
            self.expect([path])
        known = self._known[key]
        name = f"{document} {int(on_key)} {pointer}"
        if name not in known:
            locator = self._locator(path, key)
            region = locator.region(document, pointer, on_key=on_key)
            at = (region.line, region.column, region.end_line, region.end_column)
            known[name] = (*at, locator.excerpt(region.line))
            self._learned.add(key)
        *at, excerpt = known[name]
        return Place(path, Region(*at), pointer, excerpt)

    def at(self, path: str, region: Region) -> Place:
        """The place of a region that is known already."""
        return Place(path, region, "", self._locator(path, self._key(path)).excerpt(region.line))

    def keep(self) -> None:
        """Remembers what was found."""
        encode = json.JSONEncoder(separators=(",", ":")).encode
        self.memory.put({key: encode(self._known[key]).encode() for key in self._learned})

    def _key(self, path: str) -> str:
        return f"{self.snapshot.files[path]} {_format(path).key}"

    def _read(self, blobs: Iterable[str]) -> None:
        missing = [blob for blob in blobs if blob not in self._contents]
        if missing:
            self._contents.update(self.snapshot.blobs.read(missing))

    def _locator(self, path: str, key: str) -> Positions:
        if key not in self._locators:
            if len(self._locators) >= HELD:
                self._locators.clear()
            blob = self.snapshot.files[path]
            self._read([blob])
            self._locators[key] = _format(path).locator(self._contents[blob])
        return self._locators[key]


def _format(path: str) -> FileFormat:
    return format_of(path) or YAML
