"""The catalog: who is there, and who names whom.

The graph is held by relation, so that a question costs what its answer costs.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from keur.model import Entity, Reference

Targets = Mapping[str, tuple[str, ...]]

Said = tuple[str, str, str, bool]
"""An edge as it is said: by whom, from, to, and whether it is soft."""


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
    since: an earlier catalog; its sorting of the edges of a relation serves this one too, where none of them differs.
    anew: ids of entities that are not the same in that catalog, or may lead elsewhere.
    fetch: reads the entities of these ids all at once, where they would be read one by one when asked.
    """

    def __init__(
        self,
        headers: Mapping[str, Header],
        entities: Mapping[str, Entity],
        resolved: Mapping[str, tuple[str | None, ...]],
        relations: Relations,
        *,
        since: "Catalog | None" = None,
        anew: Set[str] = frozenset(),
        fetch: Callable[[Iterable[str]], None] = lambda _: None,
    ) -> None:
        self.headers = headers
        self.entities = entities
        self.resolved = resolved
        self.relations = relations
        self.fetch = fetch
        self._since = since
        self._anew = anew
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
        if self._since is not None and relation not in self._said:
            return self._since._edges(relation, against, strong)
        key = (relation, against, strong)
        found = self._edges_of.get(key)
        if found is None:
            said = self._said.get(relation, ())
            same = strong and not any(edge[3] for edge in said)  # no edge is soft
            found = self._edges(relation, against, False) if same else _sorted(said, against, strong)
            self._edges_of[key] = found
        return found

    def led_elsewhere(self, earlier: "Catalog") -> Set[str]:
        """Ids of entities that came or went since an earlier catalog, or whose references may lead elsewhere."""
        if earlier is self._since:
            return self._anew | (earlier.headers.keys() - self.headers.keys())
        ids = earlier.headers.keys() | self.headers.keys()
        return {id for id in ids if earlier.resolved.get(id) != self.resolved.get(id)}

    @cached_property
    def _said(self) -> Mapping[str, Sequence[Said]]:
        """Every edge by relation; where there is an earlier catalog, only of relations in which an edge differs."""
        since = self._since
        if since is None:
            return self._says(sorted(self.headers))
        ids = sorted(self.led_elsewhere(since))
        before = since._says(id for id in ids if id in since.headers)
        now = self._says(id for id in ids if id in self.headers)
        edited = frozenset(ids)
        return {
            relation: sorted(
                [*(edge for edge in since._all_said(relation) if edge[0] not in edited), *now.get(relation, ())],
                key=itemgetter(0),
            )
            for relation in before.keys() | now.keys()
            if before.get(relation) != now.get(relation)
        }

    def _all_said(self, relation: str) -> Sequence[Said]:
        if self._since is not None and relation not in self._said:
            return self._since._all_said(relation)
        return self._said.get(relation, ())

    def _says(self, ids: Iterable[str]) -> dict[str, list[Said]]:
        """The edges that these entities say, by relation, in one pass over their references."""
        found: dict[str, list[Said]] = {}
        ways: dict[str, tuple[list[Said], bool]] = {}
        for id in ids:
            for reference, target in zip(self.headers[id].references, self.resolved[id], strict=True):
                if target is not None:
                    way = ways.get(reference.relation)
                    if way is None:
                        name, against = self.way(reference.relation) or (reference.relation, False)
                        way = ways[reference.relation] = found.setdefault(name, []), against
                    ends = (target, id) if way[1] else (id, target)
                    way[0].append((id, *ends, reference.soft))
        return found


def _sorted(said: Iterable[Said], against: bool, strong: bool) -> Targets:
    found: dict[str, dict[str, None]] = {}
    for _, source, end, soft in said:
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
