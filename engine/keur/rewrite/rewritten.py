"""A snapshot in which some files are written anew, and whether its catalog is the same but for one name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from keur.catalog import Catalog
from keur.model import Blobs, Snapshot, blob_id


@dataclass(frozen=True, slots=True)
class _Over:
    """Blobs, and some more that hide them."""

    below: Blobs
    above: Mapping[str, bytes]

    def read(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yields (id, bytes) for each id asked, in the order asked."""
        for id in ids:
            yield from [(id, self.above[id])] if id in self.above else self.below.read([id])


def rewritten(snapshot: Snapshot, files: Mapping[str, bytes]) -> Snapshot:
    """The snapshot with these files in the place of those of the same path."""
    ids = {path: blob_id(data) for path, data in files.items()}
    over = _Over(snapshot.blobs, {ids[path]: data for path, data in files.items()})
    return replace(snapshot, files={**snapshot.files, **ids}, blobs=over)


def gained(before: Catalog, after: Catalog, old: str, new: str) -> tuple[str, ...] | None:
    """Ids, as they are after, of entities of which a reference that led nowhere now leads to the renamed one.

    None where anything else leads elsewhere than before.
    """
    same = {id: new if id == old else id for id in before.headers}
    if list(after.headers) != [same[id] for id in before.headers]:
        return None
    found = []
    for id, later in same.items():
        for target, now in zip(before.resolved[id], after.resolved[later], strict=True):
            if target is None and now == new:
                found.append(later)
            elif now != (None if target is None else same[target]):
                return None
    return tuple(dict.fromkeys(found))
