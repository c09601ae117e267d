"""The catalog as a rule sees it: every answer is recorded as the question that was asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from keur.catalog import Catalog, owned
from keur.cel.program import Program
from keur.cel.values import CelError
from keur.evaluate.cells import ENTITY, KIND, OBSERVED, VALUE, Question, along, reach, value_key, values
from keur.evaluate.today import FIRST, Horizon
from keur.model import Entity
from keur.rules import STRONG


class NotAssessed(Exception):
    """A result that cannot be had because something it reads is not there to be read.

    why: one sentence.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CatalogReader:
    """Answers the questions of one evaluation after another over the same catalog.

    asked: the questions of the evaluation under way; whoever evaluates empties it before each.
    horizon: the days for which what the evaluation concludes holds; whoever evaluates resets it before each.
    """

    def __init__(self, catalog: Catalog, observed: Catalog, horizon: Horizon | None = None) -> None:
        self.catalog = catalog
        self.horizon = horizon or Horizon(FIRST)
        self.observations = observed
        self.asked: dict[Question, None] = {}
        self._once: dict[Program, tuple[Any, dict[Question, None], tuple[int, int]]] = {}
        self._values: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._joined: dict[str, list[str]] | None = None

    def once(self, part: Program, values: Sequence[Any]) -> Any:
        """The value of a part that is the same for every entity.

        What it asked, and the days for which it holds, count for each evaluation that uses it.
        """
        found = self._once.get(part)
        if found is None:
            outer, self.asked = self.asked, {}
            days = self.horizon.opened()
            try:
                value = part.run(self, *values)
            finally:
                inner, self.asked = self.asked, outer
                self.asked.update(inner)
                held = self.horizon.opened(days)
                self.horizon.within(held)
            found = self._once[part] = (value, inner, held)
        self.asked.update(found[1])
        self.horizon.within(found[2])
        return found[0]

    def entity(self, id: str) -> Entity | None:
        """The entity of this id."""
        self.asked[(ENTITY, id)] = None
        return self._read((id,))[0] if id in self.catalog.headers else None

    def kind(self, kind: str) -> Sequence[Entity]:
        """Every entity of a kind."""
        self.asked[(KIND, kind)] = None
        return self._read(self.catalog.kinds.get(kind, ()))

    def refs(self, entity: Entity, relation: str) -> Sequence[Entity]:
        """What an entity names by a relation, or what names it, by the relation's inverse."""
        return self._read(self._step(entity.id, relation, False))

    def referrers(self, entity: Entity, kind: str, relation: str) -> Sequence[Entity]:
        """Entities of a kind (`*` for any) that name this one by a relation."""
        found = self._step(entity.id, relation, True)
        headers = self.catalog.headers
        return self._read(found if kind == "*" else (id for id in found if headers[id].kind == kind))

    def closure(self, entity: Entity, relation: str, strength: str) -> Sequence[Entity]:
        """Everything along a relation, nearest first; `strong` leaves soft edges out."""
        if strength not in ("", STRONG):
            raise CelError("invalid_argument", f"closure() knows the strength {STRONG!r}, not {strength!r}")
        name, against = self._way(relation)
        strong = strength == STRONG
        self.asked[reach(entity.id, f"{'^' if against else ''}{name}{'!' if strong else ''}")] = None
        return self._read(self.catalog.closure((entity.id,), name, against=against, strong=strong))

    def lookup(self, kind: str, field: str, value: Any) -> Sequence[Entity]:
        """Entities of a kind whose field has this value or lists it."""
        key = value_key(value)
        self.asked[(VALUE, kind, field, key)] = None
        index = self._values.get((kind, field))
        if index is None:
            index = self._values[(kind, field)] = self._index(kind, field)
        return self._read(index.get(key, ()))

    def persons(self, entity: Entity) -> Sequence[Entity]:
        """The persons behind a Role (holders), a Group (members) or a Person, each once."""
        found: dict[str, Entity] = {}
        seen = {entity.id}
        queue = [entity]
        for one in queue:
            if one.kind == "Person":
                found[one.id] = one
            for next_one in (*self.refs(one, "holder"), *self.refs(one, "member")):
                if next_one.id not in seen:
                    seen.add(next_one.id)
                    queue.append(next_one)
        return tuple(found.values())

    def owner(self, entity: Entity) -> Entity | None:
        """The owner: declared, else that of the redundancy group or the whole."""
        owner = self.owner_id(entity.id)
        return self._read((owner,))[0] if owner else None

    def owner_id(self, entity: str) -> str:
        """Id of the owner; empty when nobody owns the entity, the group it stands in, or the whole it is part of."""
        return owned(entity, self._step).owner

    def observed(self, entity: Entity) -> Sequence[Entity]:
        """What observing sources say of the same thing, joined by `metadata.ids`, else by kind and name."""
        self.asked[(OBSERVED, entity.id)] = None
        if self._joined is None:
            self._joined = {}
            for seen in self.observations.entities.values():
                for key in _joins(seen):
                    self._joined.setdefault(key, []).append(seen.id)
        for key in _joins(entity):
            if key in self._joined:
                return tuple(self.observations.entities[id] for id in self._joined[key])
        return ()

    def _step(self, id: str, relation: str, back: bool) -> Iterable[str]:
        name, against = self._way(relation)
        against ^= back
        self.asked[along(id, f"^{name}" if against else name)] = None
        return self.catalog.targets(id, name, against=against)

    def _way(self, relation: str) -> tuple[str, bool]:
        way = self.catalog.way(relation)
        if way is None:
            raise CelError("invalid_argument", f"there is no relation {relation!r}")
        return way

    def _index(self, kind: str, field: str) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for id in self.catalog.kinds.get(kind, ()):
            if self.catalog.headers[id].intact:
                for value in values(self.catalog.entities[id], field):
                    index.setdefault(value_key(value), []).append(id)
        return index

    def _read(self, ids: Iterable[str]) -> tuple[Entity, ...]:
        entities, headers = self.catalog.entities, self.catalog.headers
        found = []
        ids = tuple(ids)
        if len(ids) > 1:
            self.catalog.fetch(ids)
        for id in ids:
            if not headers[id].intact:
                raise NotAssessed(f"{id}, which it reads, has a shape that is wrong")
            found.append(entities[id])
        return tuple(found)


def _joins(entity: Entity) -> list[str]:
    """Keys under which two records of one thing meet, the best first."""
    ids = entity.metadata.get("ids") or {}
    return [*(f"{system}:{id}" for system, id in sorted(ids.items())), f"{entity.kind}/{entity.name}"]
