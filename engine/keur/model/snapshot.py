"""The core's only input: the relevant blobs of one revision, and its date."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Blobs(Protocol):
    """Contents by blob id. The git floor reads them in bulk; tests hold them in memory."""

    def read(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yields (id, bytes) for each id asked, in the order asked."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryBlobs:
    """Blobs held in memory."""

    contents: Mapping[str, bytes]

    def read(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yields (id, bytes) for each id asked, in the order asked."""
        for blob in ids:
            yield blob, self.contents[blob]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every relevant blob of one revision (or the work tree) and its date.

    revision: commit id, or "work tree", or "index".
    day: the revision's day, from which today may be decided.
    files: blob id by path in the repository (forward slashes); equal bytes have equal ids.
    links: paths that are symbolic links, with their target as written; never followed.
    blobs: the contents.
    """

    revision: str
    day: date
    files: Mapping[str, str]
    blobs: Blobs
    links: Mapping[str, str]

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        ((_, data),) = self.blobs.read([self.files[path]])
        return data

    @classmethod
    def of(cls, files: Mapping[str, str | bytes], day: date = date(2027, 3, 28)) -> "Snapshot":
        """A snapshot in memory, for tests and rule examples."""
        data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        ids = {path: blob_id(content) for path, content in data.items()}
        return cls("memory", day, ids, MemoryBlobs({ids[path]: data[path] for path in data}), {})


def blob_id(data: bytes) -> str:
    """The id git gives to these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
