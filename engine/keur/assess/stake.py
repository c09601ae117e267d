"""What leans on an entity: the services, agreements and customers that a broken promise may reach."""

from collections import deque
from collections.abc import Iterator

from keur.catalog import Catalog, Targets

HOLDERS = ("Service", "ServiceLevelAgreement", "Customer")
"""Kinds whose entities are named as being at stake."""

FAR = 2_000
"""How many entities are looked at before the rest is left unnamed: the line is for people, not for a register."""

CARRIES = frozenset({"strong", "weak", "promise"})
"""Strengths that carry what happens to the one over to the other."""


class Stakes:
    """Answers what is at stake in one catalog, each entity's once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._ways = tuple(_ways(catalog))
        self._next: dict[str, tuple[str, ...]] = {}
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, entity: str) -> tuple[str, ...]:
        """Ids of what is at stake, nearest first; the entity itself is not among them."""
        if entity not in self._known:
            self._known[entity] = tuple(self._reached(entity))
        return self._known[entity]

    def _reached(self, entity: str) -> Iterator[str]:
        headers = self._catalog.headers
        seen = {entity}
        queue = deque([entity])
        while queue and len(seen) < FAR:
            node = queue.popleft()
            for next_id in self._leaning(node):
                if next_id not in seen:
                    seen.add(next_id)
                    queue.append(next_id)
                    if headers[next_id].kind in HOLDERS:
                        yield next_id

    def _leaning(self, entity: str) -> tuple[str, ...]:
        """Ids of what leans on an entity itself, each once, in the order of the relations."""
        found = self._next.get(entity)
        if found is None:
            ids = dict.fromkeys(id for way in self._ways for id in way.get(entity, ()))
            found = self._next[entity] = tuple(ids)
        return found


def _ways(catalog: Catalog) -> Iterator[Targets]:
    """The edges along which impact travels, by where it travels from."""
    for name, relation in catalog.relations.relations.items():
        if relation.strength in CARRIES:
            if relation.impact in ("to-referrer", "both"):
                yield catalog.edges(name, against=True)
            if relation.impact in ("to-referent", "both"):
                yield catalog.edges(name)
