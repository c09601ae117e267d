"""Cells: the questions that rules ask of a catalog, and which answers an edit changes.

A result is stored with the questions it asked. An edit dirties a question in one of two ways: its *members* differ
(another entity is named, added, removed), which every result that asked it feels; or a member's *content* differs,
which only a rule feels that reads one of the changed fields of that kind. What a rule reads is known before it runs
(its footprint), so nothing is recorded per field.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from keur.catalog import Catalog
from keur.model import Entity
from keur.rules import INHERITED

Question = tuple[str, ...]
Path = tuple[str, ...]
Paths = frozenset[Path]

ENTITY, KIND, ALONG, REACH, VALUE, OBSERVED = "entity", "kind", "along", "reach", "value", "observed"


def along(entity: str, direction: str) -> Question:
    """One step from an entity; direction: a relation, or `^relation` against it."""
    return (ALONG, entity, direction)


def reach(entity: str, direction: str) -> Question:
    """Everything along a direction; `relation!` leaves soft edges out."""
    return (REACH, entity, direction)


def value_key(value: Any) -> str:
    """The name of a value in a question; equal values have equal names, as in CEL 1 and 1.0 have."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{type(value).__name__ if not isinstance(value, int) or isinstance(value, bool) else 'int'}:{value}"


@dataclass(frozen=True, slots=True)
class Edit:
    """One entity that differs between two catalogs.

    paths: the fields that differ; None when the entity is new, gone, or changed whether it may be read at all.
    """

    id: str
    kind: str
    paths: Paths | None


@dataclass
class Dirty:
    """What edits dirty.

    members: questions whose answer may name other entities.
    content: questions whose answer holds an entity of a kind with these changed fields.
    """

    members: set[Question] = field(default_factory=set)
    content: dict[Question, dict[str, set[Path]]] = field(default_factory=dict)

    def read(self, question: Question, kind: str, paths: Paths) -> None:
        """Notes that a member of the question's answer changed in these fields."""
        self.content.setdefault(question, {}).setdefault(kind, set()).update(paths)

    def questions(self) -> Iterator[Question]:
        """Every dirty question once."""
        yield from self.members
        yield from (question for question in self.content if question not in self.members)


def edits(before: Catalog, after: Catalog, ids: Iterable[str]) -> tuple[Edit, ...]:
    """How the two catalogs differ in these entities."""
    return tuple(edit for id in ids if (edit := _edit(before, after, id)) is not None)


def _edit(before: Catalog, after: Catalog, id: str) -> Edit | None:
    old, new = before.headers.get(id), after.headers.get(id)
    there = new or old
    if there is None:
        return None
    if old is None or new is None or old.intact != new.intact:
        return Edit(id, there.kind, None)
    return Edit(id, there.kind, frozenset(differing(before.entities[id], after.entities[id])))


def differing(old: Entity, new: Entity) -> Iterator[Path]:
    """Paths of the fields whose values differ; maps are entered, lists are not."""
    if old.inherited != new.inherited:
        yield INHERITED
    yield from _differing(old.metadata, new.metadata, ("metadata",))
    yield from _differing(old.spec, new.spec, ("spec",))


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], path: Path) -> Iterator[Path]:
    for key in old.keys() | new.keys():
        a, b = old.get(key, _ABSENT), new.get(key, _ABSENT)
        if a is b:
            continue
        if isinstance(a, Mapping) and isinstance(b, Mapping):
            yield from _differing(a, b, (*path, key))
        elif type(a) is not type(b) or a != b:
            yield (*path, key)


_ABSENT = object()


def touches(read: Iterable[Path], changed: Iterable[Path]) -> bool:
    """Whether a field that is read is, holds, or lies within one that changed."""
    changed = tuple(changed)
    return any(
        all(a == b for a, b in zip(one, other, strict=False))  # the shorter path is a prefix of the longer
        for one in read
        for other in changed
    )


def dirty(before: Catalog, after: Catalog, changed: Iterable[Edit], looked_up: Iterable[tuple[str, str]]) -> Dirty:
    """The questions whose answers differ between two catalogs that differ in these entities.

    looked_up: (kind, field) of every lookup that any rule makes.
    """
    found = Dirty()
    changed = tuple(changed)
    moved = _moved(before, after, {edit.id for edit in changed})
    for relation, sources in moved.items():
        _dirty_edges(before, after, relation, sources, found)
    lookups = tuple(looked_up)
    for edit in changed:
        _dirty_entity(before, after, edit, found)
        _dirty_lookups(before, after, edit, lookups, found)
    return found


def _moved(before: Catalog, after: Catalog, changed: set[str]) -> dict[str, set[str]]:
    """Entities whose edges differ, by relation. Names that come or go also move the edges of entities left alone."""
    moved: dict[str, set[str]] = {}
    for id in after.led_elsewhere(before) | changed:
        old, new = _targets(before, id), _targets(after, id)
        for written in old.keys() | new.keys():
            if old.get(written) == new.get(written):
                continue
            relation, against = after.way(written) or (written, False)
            ends = {target for target, _ in (*old.get(written, ()), *new.get(written, ()))} if against else {id}
            moved.setdefault(relation, set()).update(ends)
    return moved


def _targets(catalog: Catalog, id: str) -> dict[str, tuple[tuple[str, bool], ...]]:
    found: dict[str, tuple[tuple[str, bool], ...]] = {}
    if id in catalog.headers:
        for reference, target in catalog.references(id):
            if target is not None:
                found[reference.relation] = (*found.get(reference.relation, ()), (target, reference.soft))
    return found


def _dirty_edges(before: Catalog, after: Catalog, relation: str, sources: set[str], found: Dirty) -> None:
    ends: set[str] = set()
    for source in sources:
        found.members.add(along(source, relation))
        for catalog in (before, after):
            ends.update(catalog.targets(source, relation))
    found.members.update(along(end, f"^{relation}") for end in ends)
    for catalog in (before, after):
        upstream = sources.union(catalog.closure(sources, relation, against=True))
        downstream = ends.union(catalog.closure(ends, relation))
        for mark in ("", "!"):
            found.members.update(reach(id, relation + mark) for id in upstream)
            found.members.update(reach(id, f"^{relation}{mark}") for id in downstream)


def _dirty_entity(before: Catalog, after: Catalog, edit: Edit, found: Dirty) -> None:
    if edit.paths is None:
        found.members.add((ENTITY, edit.id))
        found.members.add((KIND, edit.kind))
        found.members.add((OBSERVED, edit.id))
    else:
        found.read((ENTITY, edit.id), edit.kind, edit.paths)
        found.read((KIND, edit.kind), edit.kind, edit.paths)
    for catalog in (before, after):
        if edit.id in catalog.headers:
            _dirty_around(catalog, edit, found)


def _dirty_around(catalog: Catalog, edit: Edit, found: Dirty) -> None:
    """The questions of others whose answer holds this entity."""
    for relation in catalog.relations.relations:
        for direction, back in ((relation, True), (f"^{relation}", False)):
            asked = [along(id, direction) for id in catalog.targets(edit.id, relation, against=back)]
            if not asked:
                continue
            for id in catalog.closure((edit.id,), relation, against=back):
                asked += (reach(id, direction), reach(id, f"{direction}!"))
            for question in asked:
                if edit.paths is None:
                    found.members.add(question)
                else:
                    found.read(question, edit.kind, edit.paths)


def _dirty_lookups(
    before: Catalog, after: Catalog, edit: Edit, lookups: tuple[tuple[str, str], ...], found: Dirty
) -> None:
    for kind, path in lookups:
        if kind != edit.kind:
            continue
        keys = [
            {value_key(value) for value in values(catalog.entities[edit.id], path)} if edit.id in catalog else set()
            for catalog in (before, after)
        ]
        found.members.update((VALUE, kind, path, key) for key in keys[0] ^ keys[1])
        for key in keys[0] & keys[1]:
            if edit.paths is None:
                found.members.add((VALUE, kind, path, key))
            else:
                found.read((VALUE, kind, path, key), kind, edit.paths)


def values(entity: Entity, path: str) -> Iterator[Any]:
    """The scalars that a field holds: its value, or the elements of its list; nothing where it is absent."""
    first, *rest = path.split(".")
    found: Any = {"metadata": entity.metadata, "spec": entity.spec, "kind": entity.kind}.get(first)
    for step in rest:
        found = found.get(step) if isinstance(found, Mapping) else None
    for value in found if isinstance(found, list | tuple) else (found,):
        if value is not None and not isinstance(value, Mapping | list | tuple):
            yield value
