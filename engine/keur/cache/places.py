"""Where pointers lead in files, as earlier runs found it."""

from collections.abc import Iterable, Mapping

from keur.cache.store import DiskStore
from keur.manifest import PARSER_VERSION

NAMESPACE = f"places {PARSER_VERSION}"


class PlaceMemory:
    """Remembers the places of findings by blob, so that a file is read again only when it changed."""

    def __init__(self, store: DiskStore) -> None:
        self._store = store

    def get(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The texts of those files that are known."""
        return self._store.get(NAMESPACE, keys)

    def put(self, items: Mapping[str, bytes]) -> None:
        """Keeps texts."""
        if items:
            self._store.put(NAMESPACE, items)
