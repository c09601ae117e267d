"""From an entity and a JSON Pointer to a place in a file. Files are read again only where a finding stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from keur.manifest import YAML, Positions, format_of
from keur.mapping import MappedDocument
from keur.model import Place, Region, Snapshot

HELD = 256
"""Files whose positions are held at a time: several rules often find something in one file."""


@dataclass
class Places:
    """Finds places in one snapshot.

    mapped: documents that came through a mapping, by (path, document); they know where each leaf was read.
    """

    snapshot: Snapshot
    mapped: Mapping[tuple[str, int], MappedDocument] = field(default_factory=dict)
    _contents: dict[str, bytes] = field(default_factory=dict)
    _locators: dict[tuple[str, str], Positions] = field(default_factory=dict)

    def expect(self, paths: Iterable[str]) -> None:
        """Reads the files in which places will be asked for, all at once."""
        blobs = {self.snapshot.files[path] for path in paths if path in self.snapshot.files}
        missing = sorted(blob for blob in blobs if blob not in self._contents)
        if missing:
            self._contents.update(self.snapshot.blobs.read(missing))

    def place(self, path: str, document: int, pointer: str, *, on_key: bool = False) -> Place:
        """The smallest written thing at or above a pointer into a document."""
        mapped = self.mapped.get((path, document))
        if mapped is None:
            return self.written(path, document, pointer, on_key=on_key)
        return self.written(path, *mapped.place(pointer))

    def written(self, path: str, document: int, pointer: str, *, on_key: bool = False) -> Place:
        """The place of a pointer into a document as it is written, whoever reads it."""
        locator = self._locator(path)
        region = locator.region(document, pointer, on_key=on_key)
        return Place(path, region, pointer, locator.excerpt(region.line))

    def at(self, path: str, region: Region) -> Place:
        """The place of a region that is known already."""
        return Place(path, region, "", self._locator(path).excerpt(region.line))

    def _locator(self, path: str) -> Positions:
        blob, form = self.snapshot.files[path], format_of(path) or YAML
        key = (blob, form.key)
        if key not in self._locators:
            self._locators.clear()  # findings come file by file; one file is held at a time
            self.expect([path])
            self._locators[key] = form.locator(self._contents[blob])
        return self._locators[key]
