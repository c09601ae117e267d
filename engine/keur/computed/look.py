"""The catalog as of a day, walked the way that outages and duties travel."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keur.catalog import Catalog
from keur.model.quantities import Day

Ways = tuple[tuple[str, bool], ...]

BELOW: Ways = (("dependsOn", False), ("redundantOver", False), ("partOf", True))
"""From an entity to what it needs: what it depends on, the members of its group, its parts."""
ABOVE: Ways = tuple((relation, not against) for relation, against in BELOW)


@dataclass(frozen=True)
class Computed:
    """A value that nobody wrote and that follows from the rest of the catalog.

    name: what it is, in words. value: as it would be written. because: from what, as a clause.
    """

    name: str
    value: str
    because: str


@dataclass(frozen=True)
class Look:
    """A catalog on a day."""

    catalog: Catalog
    today: Day

    def spec(self, id: str) -> Mapping[str, Any]:
        """The spec of an entity; empty where its shape is wrong, so that nothing follows from it."""
        return self.catalog.entities[id].spec if self.catalog.headers[id].intact else {}

    def kind(self, id: str) -> str:
        """The kind of an entity."""
        return self.catalog.headers[id].kind

    def step(self, id: str, relation: str, against: bool = False) -> tuple[str, ...]:
        """Ids one step along a relation or against it."""
        return self.catalog.targets(id, relation, against=against)

    def named_by(self, id: str, relation: str, *kinds: str) -> Iterator[str]:
        """Ids of entities of these kinds that name this one."""
        return (one for one in self.step(id, relation, True) if self.kind(one) in kinds)

    def reach(self, ids: Iterable[str], ways: Ways) -> tuple[str, ...]:
        """These and everything along any of the ways, nearest first; what is merely missed (soft) is left out."""
        found = dict.fromkeys(ids)
        queue = list(found)
        for one in queue:
            for relation, against in ways:
                for target in self.catalog.targets(one, relation, against=against, strong=True):
                    if target not in found:
                        found[target] = None
                        queue.append(target)
        return tuple(found)

    def in_force(self, id: str) -> bool:
        """Whether today is within its `valid`, both days included."""
        valid = self.spec(id).get("valid", {})
        return bool(valid.get("from", self.today) <= self.today <= valid.get("to", self.today))


def joined(ids: Iterable[str]) -> str:
    """Several ids in one value, each once."""
    return ", ".join(dict.fromkeys(ids))
