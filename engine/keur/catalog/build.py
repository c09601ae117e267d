"""From admitted files to a catalog: names are told apart, references are resolved."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from keur.catalog.admission import Admitted, Turned
from keur.catalog.graph import Catalog, Header
from keur.catalog.resolve import Resolver
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


def build(files: Iterable[Admitted], kinds: Kinds, unparsed: Callable[[], Sequence[str]] = tuple) -> Build:
    """Builds the catalog of the files, in their order; the first of two entities of one name keeps the name.

    unparsed: texts of the files that do not parse, asked for only when a reference dangles.
    """
    entities: dict[str, Entity] = {}
    headers: dict[str, Header] = {}
    problems: list[Turned] = []
    for admitted in files:
        for entity in admitted.entities:
            id = entity.id
            if id in entities:
                problems.append(_duplicate(entity, entities[id]))
            else:
                entities[id] = entity
                headers[id] = header(entity)
    problems += _differ_in_case(headers)
    return resolve(headers, entities, kinds, problems, unparsed)


def resolve(
    headers: Mapping[str, Header],
    entities: Mapping[str, Entity],
    kinds: Kinds,
    problems: Iterable[Turned] = (),
    unparsed: Callable[[], Sequence[str]] = tuple,
) -> Build:
    """The catalog of these entities, with what is wrong with their references added to the problems."""
    resolver = Resolver(headers, entities, kinds)
    resolved = {id: resolver.resolve(found) for id, found in headers.items()}
    catalog = Catalog(headers, entities, resolved, kinds)
    texts = unparsed() if resolver.dangling else ()
    unassessed = [turned for turned, name in resolver.dangling if any(name in text for text in texts)]
    dangling = [turned for turned, name in resolver.dangling if not any(name in text for text in texts)]
    found = [*problems, *resolver.problems, *dangling, *_cycles(catalog, kinds)]
    return Build(catalog, tuple(found), tuple(resolver.outlived), tuple(unassessed))


def _duplicate(entity: Entity, first: Entity) -> Turned:
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
            way = " -> ".join((*cycle, cycle[0]))
            message = f"{name} goes in a circle: {way}; nothing can be {name} itself"
            yield Turned(teller.path, Problem("reference/cycle", message, teller.document, where), teller.id)


def _told(catalog: Catalog, edge: tuple[str, str, str]) -> tuple[Header, str]:
    """The entity that says an edge, at its beginning or at its end, and where."""
    return next(
        (catalog.headers[id], reference.pointer)
        for id in edge[1:]
        for reference, target in catalog.references(id)
        if target is not None and catalog.edge(id, reference, target) == edge
    )
