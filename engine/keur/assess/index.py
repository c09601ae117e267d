"""The index that one run leaves for the next: which files there were, what each gave, and where references led.

Of an entity it holds the header; the entity itself is read again from its file when somebody asks for it. It lies in
columns (all names, all targets, ...), since ten thousand headers are made of those in a tenth of the time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, repeat
from typing import Any, TypeVar

from keur.assess.reading import Taken
from keur.catalog import Admitted, Catalog, Header, Turned
from keur.model import Problem, Reference, Region
from keur.rules import CompiledRule, Reads

LAYOUT = "index 4"
"""Changes with the form of the columns."""

OURS, MAPPED, NOT_OURS = 0, 1, 2
"""What a file is to the catalog: its own, one that came through a mapping (it must be read again), or nothing."""

_T = TypeVar("_T", bound=tuple[Any, ...])


@dataclass(frozen=True)
class Index:
    """What is kept, as plain data.

    blobs: by path. uses: what each of those is to the catalog.
    files, entities, references: a list for each thing that is known of them; the files are those that are OURS.
    edges: what references have in common (relation, kinds, soft, expects, pointer); a reference names one by its place.
    led: of all entities of the catalog, for each reference the place of the entity that it leads to; -1 for none.
    rules: what each rule that was asked reads, by id: of its own entity, of others by kind, and its lookups.
    """

    blobs: Mapping[str, str]
    uses: Sequence[int]
    files: Mapping[str, Sequence[Any]]
    entities: Mapping[str, Sequence[Any]]
    references: Mapping[str, Sequence[Any]]
    edges: Sequence[Sequence[Any]]
    led: Sequence[int]
    rules: Mapping[str, Sequence[Any]]

    def mapped(self) -> Sequence[str]:
        """The files that came through a mapping."""
        return [path for path, use in zip(self.blobs, self.uses, strict=True) if use == MAPPED]

    def taken(self) -> dict[str, Taken]:
        """What each file gave that did not come through a mapping, by path."""
        paths = [path for path, use in zip(self.blobs, self.uses, strict=True) if use == OURS]
        headers = self._headers(paths)
        files = self.files
        admitted = _all(
            Admitted,
            _cut(headers, files["entities"]),
            [tuple([_turned(path, row) for row in rows]) for path, rows in zip(paths, files["problems"], strict=True)],
            files["foreign"],
            files["extensions"],
            files["unparsed"],
        )
        taken = _all(Taken, admitted, *([same] * len(paths) for same in Taken._field_defaults.values()))
        return dict(zip(paths, taken, strict=True))

    def _headers(self, paths: Sequence[str]) -> Sequence[Header]:
        entities = self.entities
        kinds, names = entities["kind"], entities["name"]
        path = list(chain.from_iterable(map(repeat, paths, self.files["entities"])))
        return _all(
            Header,
            [f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True)],
            kinds,
            names,
            path,
            entities["document"],
            [self.blobs[one] for one in path],
            _cut(self._references(), entities["references"]),
            entities["intact"],
            entities["source"],
            [False] * len(path),
        )

    def _references(self) -> Sequence[Reference]:
        edges = [
            (relation, tuple(kinds), soft, expects, pointer) for relation, kinds, soft, expects, pointer in self.edges
        ]
        said = [edges[place] for place in self.references["edge"]]
        relation, kinds, soft, expects, pointer = zip(*said, strict=True) if said else ((),) * 5
        return _all(Reference, pointer, relation, kinds, self.references["target"], soft, expects)

    def resolved(self, headers: Mapping[str, Header]) -> Mapping[str, tuple[str | None, ...]]:
        """Where the references of the catalog's entities led, by entity."""
        ids = [*headers, None]  # the place of what leads nowhere is -1
        ends = [ids[place] for place in self.led]
        return dict(zip(headers, _cut(ends, [len(one.references) for one in headers.values()]), strict=True))

    def reads(self) -> Mapping[str, Reads]:
        """What each rule that was asked reads, by id."""
        return {
            id: Reads(
                _paths(own), {kind: _paths(paths) for kind, paths in others.items()}, frozenset(map(tuple, lookups))
            )
            for id, (own, others, lookups) in self.rules.items()
        }


def index(
    blobs: Mapping[str, str], files: Mapping[str, Taken], catalog: Catalog, rules: Mapping[str, CompiledRule]
) -> Index:
    """The index of what was taken, the catalog that was built of it, and the rules that were asked."""
    ours = {path: taken.admitted for path, taken in files.items() if not taken.through_mapping}
    entities = [one for admitted in ours.values() for one in admitted.entities]
    references = [one for entity in entities for one in entity.references]
    edges: dict[Sequence[Any], int] = {}
    places: dict[str | None, int] = {id: place for place, id in enumerate(catalog.headers)}
    return Index(
        blobs,
        [OURS if path in ours else MAPPED if path in files else NOT_OURS for path in blobs],
        {
            "entities": [len(one.entities) for one in ours.values()],
            "problems": [[_problem(turned) for turned in one.problems] for one in ours.values()],
            **{name: [getattr(one, name) for one in ours.values()] for name in ("foreign", "extensions", "unparsed")},
        },
        {
            "references": [len(one.references) for one in entities],
            **{
                name: [getattr(one, name) for one in entities]
                for name in ("kind", "name", "document", "intact", "source")
            },
        },
        {
            "edge": [
                edges.setdefault((one.relation, one.kinds, one.soft, one.expects, one.pointer), len(edges))
                for one in references
            ],
            "target": [one.target for one in references],
        },
        list(edges),
        [places.get(end, -1) for id in catalog.headers for end in catalog.resolved[id]],
        {id: _reads(known) for id, rule in rules.items() if (known := rule.known_reads) is not None},
    )


def _all(make: type[_T], *columns: Iterable[Any]) -> list[_T]:
    """One named tuple for each row of the columns, made without a step of Python's own for each."""
    return list(map(tuple.__new__, repeat(make), zip(*columns, strict=True)))


def _cut(values: Sequence[Any], lengths: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """The values in pieces of these lengths. Raises ValueError when they do not come out even."""
    ends = list(accumulate(lengths, initial=0))
    if ends[-1] != len(values):
        raise ValueError(f"there are {len(values)} values where {ends[-1]} belong")
    return (tuple(values[start:end]) for start, end in pairwise(ends))


def _reads(reads: Reads) -> Sequence[Any]:
    others = {kind: sorted(paths) for kind, paths in sorted(reads.others.items())}
    return (sorted(reads.own), others, sorted(reads.lookups))


def _paths(rows: Iterable[Sequence[str]]) -> frozenset[tuple[str, ...]]:
    return frozenset(map(tuple, rows))


def _problem(turned: Turned) -> Sequence[Any]:
    problem = turned.problem
    region = problem.region
    at = region and (region.line, region.column, region.end_line, region.end_column)
    return (
        problem.rule,
        problem.message,
        problem.document,
        problem.pointer,
        at,
        problem.remedy,
        int(problem.on_key),
        turned.entity,
    )


def _turned(path: str, row: Sequence[Any]) -> Turned:
    rule, message, document, pointer, at, remedy, on_key, entity = row
    region = Region(*at) if at else None
    return Turned(path, Problem(rule, message, document, pointer, region, remedy, bool(on_key)), entity)


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[str]:
    """Paths that came, went or hold other bytes."""
    gone = [path for path in before if path not in after]
    return sorted(gone + [path for path, blob in after.items() if before.get(path) != blob])
