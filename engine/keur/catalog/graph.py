"""The catalog: who is there, and who names whom.

The graph is held by relation, so that a question costs what its answer costs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from keur.model import Entity, Reference

Targets = Mapping[str, tuple[str, ...]]


class Header(NamedTuple):
    """What the graph needs of an entity; the entity itself may still be unread."""

    id: str
    kind: str
    name: str
    path: str
    document: int
    blob: str
    references: tuple[Reference, ...]
    intact: bool
    source: str
    observed: bool


class Relations(Protocol):
    """What the graph needs of the relation files."""

    def direction(self, name: str) -> tuple[str, bool] | None:
        """(relation, whether the name is its inverse), or None for no relation of that name."""
        ...

    @property
    def relations(self) -> Mapping[str, Any]:
        """The relations by name."""
        ...


class Catalog:
    """All entities of one revision and the graph of their references. Never changed once built.

    headers: by id, in the order of their files.
    entities: by id; a mapping that may read them when asked.
    resolved: per id, the id each of its references leads to (in the order of `references`), None where it leads
        nowhere.
    alike: a catalog with the very same edges, whose sorting of them serves this one too.
    fetch: reads the entities of these ids all at once, where they would be read one by one when asked.
    """

    def __init__(
        self,
        headers: Mapping[str, Header],
        entities: Mapping[str, Entity],
        resolved: Mapping[str, tuple[str | None, ...]],
        relations: Relations,
        *,
        alike: "Catalog | None" = None,
        fetch: Callable[[Iterable[str]], None] = lambda _: None,
    ) -> None:
        self.headers = headers
        self.entities = entities
        self.resolved = resolved
        self.relations = relations
        self.fetch = fetch
        self._alike = alike
        self._edges_of: dict[tuple[str, bool, bool], Targets] = {}

    def __contains__(self, entity: object) -> bool:
        return entity in self.headers

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """Ids by kind, in the order of the alphabet, so that no answer hangs on which file something stands in."""
        found: dict[str, list[str]] = {}
        for header in self.headers.values():
            found.setdefault(header.kind, []).append(header.id)
        return {kind: tuple(sorted(ids)) for kind, ids in found.items()}

    def way(self, name: str) -> tuple[str, bool] | None:
        """(relation, whether against its edges) of a relation's name or its inverse's; None for neither."""
        return self.relations.direction(name)

    def targets(self, entity: str, relation: str, *, against: bool = False, strong: bool = False) -> tuple[str, ...]:
        """Ids one step along a relation, each once, in document order; `strong` leaves soft edges out."""
        return self._edges(relation, against, strong).get(entity, ())

    def closure(
        self, entities: Iterable[str], relation: str, *, against: bool = False, strong: bool = False
    ) -> tuple[str, ...]:
        """Ids of everything along a relation, nearest first; a start is among them only where a cycle returns to it."""
        edges = self._edges(relation, against, strong)
        found: dict[str, None] = {}
        queue = deque(entities)
        while queue:
            for target in edges.get(queue.popleft(), ()):
                if target not in found:
                    found[target] = None
                    queue.append(target)
        return tuple(found)

    def cycles(self, relation: str) -> Iterator[tuple[str, ...]]:
        """Each cycle of a relation once, as the ids along it, the first of the alphabet first; soft edges make none."""
        edges = self._edges(relation, False, True)
        for component in _components(edges):
            yield _round(component, edges)

    def references(self, entity: str) -> Iterator[tuple[Reference, str | None]]:
        """Each reference of an entity with the id it leads to."""
        return zip(self.headers[entity].references, self.resolved[entity], strict=True)

    def edge(self, entity: str, reference: Reference, target: str) -> tuple[str, str, str]:
        """(relation, from, to) of a reference of an entity, which may say the edge from its other end."""
        name, against = self.relations.direction(reference.relation) or (reference.relation, False)
        return (name, target, entity) if against else (name, entity, target)

    def edges(self, relation: str, *, against: bool = False, strong: bool = False) -> Targets:
        """Every edge of a relation, as targets by source."""
        return self._edges(relation, against, strong)

    def _edges(self, relation: str, against: bool, strong: bool) -> Targets:
        if self._alike is not None:
            return self._alike._edges(relation, against, strong)
        key = (relation, against, strong)
        found = self._edges_of.get(key)
        if found is None:
            found = self._edges_of[key] = _sorted(self._said.get(relation, ()), against, strong)
        return found

    @cached_property
    def _said(self) -> Mapping[str, Sequence[tuple[str, str, bool]]]:
        """Every edge as (from, to, soft) by relation, in one pass over all references."""
        found: dict[str, list[tuple[str, str, bool]]] = {}
        ways: dict[str, tuple[list[tuple[str, str, bool]], bool]] = {}
        for id in sorted(self.headers):
            for reference, target in zip(self.headers[id].references, self.resolved[id], strict=True):
                if target is not None:
                    way = ways.get(reference.relation)
                    if way is None:
                        name, against = self.way(reference.relation) or (reference.relation, False)
                        way = ways[reference.relation] = found.setdefault(name, []), against
                    way[0].append((target, id, reference.soft) if way[1] else (id, target, reference.soft))
        return found


def _sorted(said: Iterable[tuple[str, str, bool]], against: bool, strong: bool) -> Targets:
    found: dict[str, dict[str, None]] = {}
    for source, end, soft in said:
        if not (strong and soft):
            if against:
                source, end = end, source
            if source in found:
                found[source][end] = None
            else:
                found[source] = {end: None}
    return {source: tuple(ends) for source, ends in found.items()}


def _components(edges: Targets) -> Iterator[frozenset[str]]:
    """Strongly connected components that hold a cycle (Tarjan, without recursion), in the order of their first node."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, ends = work[-1]
            for end in ends:
                if end not in index:
                    index[end] = low[end] = len(index)
                    stack.append(end)
                    on_stack.add(end)
                    work.append((end, iter(edges.get(end, ()))))
                    break
                if end in on_stack:
                    low[node] = min(low[node], index[end])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = {stack.pop()}
                    while node not in component:
                        component.add(stack.pop())
                    on_stack -= component
                    if len(component) > 1 or node in edges.get(node, ()):
                        yield frozenset(component)


def _round(component: frozenset[str], edges: Targets) -> tuple[str, ...]:
    """The shortest cycle through the component's first node, in the alphabet."""
    start = min(component)
    before: dict[str, str] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for end in edges.get(node, ()):
            if end == start:
                path = [node]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if end in component and end not in before:
                before[end] = node
                queue.append(end)
    raise AssertionError("a strongly connected component has a cycle through each of its nodes")
