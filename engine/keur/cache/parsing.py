"""Parses each blob once: what was parsed by an earlier run is read from the store."""

from collections.abc import Callable, Mapping, Sequence

from keur.cache.pool import nothing, parse_pooled
from keur.cache.store import DiskStore
from keur.manifest import FileFormat, Parsed, bulk_load
from keur.model import Snapshot


class CachedParser:
    """Parses blobs, and keeps what it parsed by blob id. Equal ids are equal bytes, whatever path they stand at.

    meanwhile: other work, done while another process parses.
    """

    def __init__(self, store: DiskStore, meanwhile: Callable[[], object] = nothing) -> None:
        self._store = store
        self._meanwhile = meanwhile

    def __call__(self, snapshot: Snapshot, blobs: Sequence[str], form: FileFormat) -> Mapping[str, Parsed]:
        """The parsed contents by blob id."""
        namespace = f"parsed {form.key}"
        with bulk_load():
            kept = self._store.get(namespace, blobs)
            found = {blob: parsed for blob, data in kept.items() if (parsed := _read(data)) is not None}
            missing = [blob for blob in blobs if blob not in found]
            fresh = parse_pooled(snapshot, missing, form, self._meanwhile)
            if fresh:
                self._store.put(namespace, {blob: parsed.to_json() for blob, parsed in fresh.items()})
        return {**found, **fresh}


def _read(data: bytes) -> Parsed | None:
    """What was kept; None where the disk has changed it, so that it is parsed again."""
    try:
        return Parsed.from_json(data)
    except (ValueError, TypeError):
        return None
