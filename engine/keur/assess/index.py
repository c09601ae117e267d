"""The index that one run leaves for the next: which files there were, and what each gave.

Of an entity it holds the header; the entity itself is read again from its file when somebody asks for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keur.assess.reading import Taken
from keur.catalog import Admitted, Header, Turned
from keur.model import Problem, Reference, Region

Row = Sequence[Any]

LAYOUT = "index 2"
"""Changes with the form of the rows."""


@dataclass(frozen=True)
class Index:
    """Blobs by path, and what they gave: an empty row those that are none of ours.

    Files that came through a mapping are in `blobs` only.
    """

    blobs: Mapping[str, str]
    rows: Mapping[str, Row]
    edges: Sequence[Row]

    def ours(self, path: str) -> bool:
        """Whether a file was read as one of the catalog, or through a mapping."""
        return self.rows.get(path) != []

    def taken(self, path: str) -> Taken | None:
        """What a file gave; None when it must be read again."""
        row = self.rows.get(path)
        if row is None:
            return None
        entities, problems, foreign, extensions, unparsed = row
        blob = self.blobs[path]
        headers = tuple([self._header(path, blob, one) for one in entities])
        turned = tuple([_turned(path, one) for one in problems])
        return Taken(Admitted(headers, turned, foreign, extensions, bool(unparsed)))

    def _header(self, path: str, blob: str, row: Row) -> Header:
        kind, name, document, intact, source, references = row
        edges = self.edges
        found = []
        for index, target, pointer in references:
            relation, kinds, soft, expects = edges[index]
            found.append(Reference(pointer, relation, kinds, target, soft, expects))
        return Header(f"{kind}/{name}", kind, name, path, document, blob, tuple(found), bool(intact), source, False)

    def json(self) -> dict[str, Any]:
        """As plain data."""
        return {"blobs": self.blobs, "rows": self.rows, "edges": self.edges}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Index":
        """What `json` gave."""
        edges = [(relation, tuple(kinds), soft, expects) for relation, kinds, soft, expects in data["edges"]]
        return cls(data["blobs"], data["rows"], edges)


def index(blobs: Mapping[str, str], files: Mapping[str, Taken]) -> Index:
    """The index of what was taken."""
    edges: dict[Row, int] = {}
    rows: dict[str, Row] = {
        path: [
            [_entity(one, edges) for one in taken.admitted.entities],
            [_problem(one) for one in taken.admitted.problems],
            taken.admitted.foreign,
            taken.admitted.extensions,
            int(taken.admitted.unparsed),
        ]
        for path, taken in files.items()
        if not taken.through_mapping
    }
    return Index(blobs, rows | {path: [] for path in blobs.keys() - files.keys()}, list(edges))


def _entity(one: Any, edges: dict[Row, int]) -> Row:
    references = [
        (
            edges.setdefault((found.relation, found.kinds, found.soft, found.expects), len(edges)),
            found.target,
            found.pointer,
        )
        for found in one.references
    ]
    return one.kind, one.name, one.document, int(one.intact), one.source, references


def _problem(turned: Turned) -> Row:
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


def _turned(path: str, row: Row) -> Turned:
    rule, message, document, pointer, at, remedy, on_key, entity = row
    region = Region(*at) if at else None
    return Turned(path, Problem(rule, message, document, pointer, region, remedy, bool(on_key)), entity)


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[str]:
    """Paths that came, went or hold other bytes."""
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
