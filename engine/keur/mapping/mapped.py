"""What a mapping makes of one foreign file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from keur.model import Problem


class Source(NamedTuple):
    """A place in a foreign file: the index of the document, and a JSON Pointer into it."""

    document: int
    pointer: str


@dataclass(frozen=True, slots=True)
class MappedDocument:
    """One entity as a mapping reads it.

    data: kind, metadata and spec, in the form in which people write them.
    origin: the source element that it was made of.
    places: by JSON Pointer in `data`, what it was made of; what is not in it was made of what it lies in.
    says: the fields that the source can say of it, as `metadata.owner`.
    """

    data: Mapping[str, Any]
    origin: Source
    places: Mapping[str, Source]
    says: frozenset[str]

    def place(self, where: str) -> Source:
        """The place in the source of what stands at a JSON Pointer in `data`."""
        while where:
            if where in self.places:
                return self.places[where]
            where = where.rpartition("/")[0]
        return self.origin


class MappingProblem(NamedTuple):
    """A problem whose document and pointer are those of the source.

    entity: index in `Mapped.documents` of the entity that lacks what could not be read; None where there is none.
    """

    problem: Problem
    entity: int | None


@dataclass(frozen=True, slots=True)
class Unread:
    """Scalars of a file that nothing read.

    pattern: their JSON Pointers with list indices as `*`. first: the first of them.
    """

    pattern: str
    count: int
    first: Source


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping makes of one file.

    documents: one per entity, in the order of the file, and within a document of it in the order of the mapping.
    problems: what could not be read.
    unread: what no expression read, per pattern, in the order of the file.
    """

    documents: tuple[MappedDocument, ...] = ()
    problems: tuple[MappingProblem, ...] = ()
    unread: tuple[Unread, ...] = ()
