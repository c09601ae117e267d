"""From admitted files to a catalog: names are told apart, references are resolved."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from keur.catalog.admission import Admitted, Turned
from keur.catalog.graph import Catalog, Header
from keur.catalog.resolve import Resolver, still_resolved
from keur.kinds import Kinds
from keur.model import Entity, Problem, pointer


@dataclass(frozen=True, slots=True)
class Build:
    """A catalog and what was found wrong while it was built.

    outlived: references of records that have ended to things that are gone; information, never an error.
    unassessed: dangling references whose name occurs in a file that does not parse.
    """

    catalog: Catalog
    problems: tuple[Turned, ...]
    outlived: tuple[Turned, ...] = ()
    unassessed: tuple[Turned, ...] = ()


def header(entity: Entity) -> Header:
    """What the graph needs of an entity."""
    return Header(
        entity.id,
        entity.kind,
        entity.name,
        entity.path,
        entity.document,
        entity.blob,
        entity.references,
        entity.intact,
        entity.source,
        entity.observed,
    )


Load = Callable[[Sequence[Header]], Iterable[Entity]]


class _Entities(Mapping[str, Entity]):
    """Entities by id; those of which only the header is at hand are read when they are asked for."""

    def __init__(self, load: Load) -> None:
        self.headers: dict[str, Header] = {}
        self.known: dict[str, Entity] = {}
        self._load = load

    def __getitem__(self, id: str) -> Entity:
        found = self.known.get(id)
        if found is None:
            self.fetch([id])
            found = self.known[id]
        return found

    def fetch(self, ids: Iterable[str]) -> None:
        """Reads those of which only the header is at hand, all at once."""
        unread = [self.headers[id] for id in dict.fromkeys(ids) if id not in self.known and id in self.headers]
        if unread:
            self.known.update((one.id, one) for one in self._load(unread))

    def take(self, files: Iterable[Admitted]) -> Iterator[Turned]:
        """Takes in what files give; tells which entities are there already."""
        headers, known = self.headers, self.known
        for admitted in files:
            for entity in admitted.entities:
                id = entity.id
                if id in headers:
                    yield _duplicate(entity, headers[id])
                elif isinstance(entity, Header):
                    headers[id] = entity
                else:
                    headers[id], known[id] = header(entity), entity

    def __iter__(self) -> Iterator[str]:
        return iter(self.headers)

    def __len__(self) -> int:
        return len(self.headers)


def build(
    files: Iterable[Admitted],
    kinds: Kinds,
    unparsed: Callable[[], Sequence[str]] = tuple,
    load: Load | None = None,
    since: Catalog | None = None,
) -> Build:
    """Builds the catalog of the files, in their order; the first of two entities of one name keeps the name.

    unparsed: texts of the files that do not parse, asked for only when a reference dangles.
    load: reads entities of which the files hold only the headers.
    since: an earlier catalog, of which most headers are still the same objects; what it knows is not found out again.
    """
    entities = _Entities(load or _unreachable)
    problems = [*entities.take(files), *_differ_in_case(entities.headers)]
    if load is None:
        return resolve(entities.headers, entities.known, kinds, problems, unparsed, since=since)
    return resolve(entities.headers, entities, kinds, problems, unparsed, entities.fetch, since)


Resolved = Mapping[str, tuple[str | None, ...]]


def earlier(
    files: Iterable[Admitted], kinds: Kinds, resolved: Callable[[Mapping[str, Header]], Resolved], load: Load
) -> Catalog:
    """The catalog of an earlier state; what was wrong with it is not asked. resolved: where its references led."""
    entities = _Entities(load)
    for _ in entities.take(files):
        pass  # an entity that stands twice, of which the first counts
    return Catalog(entities.headers, entities, resolved(entities.headers), kinds, fetch=entities.fetch)


def _unreachable(headers: Sequence[Header]) -> Iterable[Entity]:
    raise AssertionError(f"only the header of {headers[0].id} was given, and nothing to read it with")


def resolve(
    headers: Mapping[str, Header],
    entities: Mapping[str, Entity],
    kinds: Kinds,
    problems: Iterable[Turned] = (),
    unparsed: Callable[[], Sequence[str]] = tuple,
    fetch: Callable[[Iterable[str]], None] = lambda _: None,
    since: Catalog | None = None,
) -> Build:
    """The catalog of these entities, with what is wrong with their references added to the problems."""
    resolver = Resolver(headers, entities, kinds)
    known = still_resolved(since, headers) if since is not None else {}
    resolved = {id: known[id] if id in known else resolver.resolve(found) for id, found in headers.items()}
    catalog = Catalog(headers, entities, resolved, kinds, since=since, anew=headers.keys() - known.keys(), fetch=fetch)
    texts = unparsed() if resolver.dangling else ()
    unassessed = [turned for turned, name in resolver.dangling if any(name in text for text in texts)]
    dangling = [turned for turned, name in resolver.dangling if not any(name in text for text in texts)]
    found = [*problems, *resolver.problems, *dangling, *_cycles(catalog, kinds)]
    return Build(catalog, tuple(found), tuple(resolver.outlived), tuple(unassessed))


def _duplicate(entity: Entity | Header, first: Header) -> Turned:
    message = f"{entity.kind} {entity.name} stands already in {first.path}; a name of a kind is given once"
    return Turned(
        entity.path, Problem("identity/duplicate", message, entity.document, pointer("metadata", "name")), entity.id
    )


def _differ_in_case(headers: Mapping[str, Header]) -> Iterable[Turned]:
    seen: dict[str, Header] = {}
    for found in headers.values():
        first = seen.setdefault(found.id.casefold(), found)
        if first is not found:
            message = (
                f"{found.kind} {found.name} and {first.name} ({first.path}) differ in upper and lower case alone; "
                "people and file systems will take one for the other"
            )
            problem = Problem("identity/case", message, found.document, pointer("metadata", "name"))
            yield Turned(found.path, problem, found.id)


def _cycles(catalog: Catalog, kinds: Kinds) -> Iterable[Turned]:
    for name, relation in kinds.relations.items():
        if not relation.acyclic:
            continue
        for cycle in catalog.cycles(name):
            teller, where = _told(catalog, (name, cycle[0], cycle[1] if len(cycle) > 1 else cycle[0]))
            if len(cycle) == 1:
                message = f"{teller.name} names itself: {name} must not lead back to where it began"
            else:
                message = f"{name} goes in a circle: {' -> '.join((*cycle, cycle[0]))}"
            yield Turned(teller.path, Problem("reference/cycle", message, teller.document, where), teller.id)


def _told(catalog: Catalog, edge: tuple[str, str, str]) -> tuple[Header, str]:
    """The entity that says an edge, at its beginning or at its end, and where."""
    return next(
        (catalog.headers[id], reference.pointer)
        for id in edge[1:]
        for reference, target in catalog.references(id)
        if target is not None and catalog.edge(id, reference, target) == edge
    )
