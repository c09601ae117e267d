"""What leans on an entity: the services, agreements and customers that a broken promise may reach."""

from collections import deque
from collections.abc import Iterator

from keur.catalog import Catalog

HOLDERS = ("Service", "ServiceLevelAgreement", "Customer")
"""Kinds whose entities are named as being at stake."""

FAR = 2_000
"""How many entities are looked at before the rest is left unnamed: the line is for people, not for a register."""

CARRIES = frozenset({"strong", "weak", "promise"})
"""Strengths that carry what happens to the one over to the other."""


def stake(catalog: Catalog, entity: str) -> tuple[str, ...]:
    """Ids of what is at stake, nearest first; the entity itself is not among them."""
    seen = {entity}
    queue = deque([entity])
    found: list[str] = []
    while queue and len(seen) < FAR:
        for next_id in _reached(catalog, queue.popleft()):
            if next_id not in seen:
                seen.add(next_id)
                queue.append(next_id)
                if catalog.headers[next_id].kind in HOLDERS:
                    found.append(next_id)
    return tuple(found)


def _reached(catalog: Catalog, entity: str) -> Iterator[str]:
    for name, relation in catalog.relations.relations.items():
        if relation.strength not in CARRIES:
            continue
        if relation.impact in ("to-referrer", "both"):
            yield from catalog.targets(entity, name, against=True)
        if relation.impact in ("to-referent", "both"):
            yield from catalog.targets(entity, name)
