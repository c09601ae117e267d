"""Entities and what they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Reference(NamedTuple):
    """One place in an entity that names another.

    pointer: JSON Pointer of the name, in the normalised data.
    relation: name of the relation file.
    kinds: kinds that may be named, in the order of the schema.
    target: the name as written: bare, or `Kind/name`.
    soft: the edge is weak: it carries impact, not unavailability.
    expects: "present", or for Change items "add" or "remove" (when the named entity may be absent).
    """

    pointer: str
    relation: str
    kinds: tuple[str, ...]
    target: str
    soft: bool = False
    expects: str = "present"


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A manifest admitted to the catalog.

    metadata, spec: normalised data: short forms expanded, formats converted, defaults and derivations filled in.
    path, document: the file and the index of the document in it.
    blob: id of the blob it was read from.
    references: every name in it, in document order.
    intact: whether its shape is right; when it is not, its own rules and results that read it are not assessed.
    source: name of the mapping it came through, in place or by import; empty for an entity written for keur.
    observed: it comes from a source that only observes; it stands apart from declared entities.
    inherited: fields of `spec` that nobody wrote and that were taken from a reference list.
    """

    kind: str
    name: str
    metadata: Mapping[str, Any]
    spec: Mapping[str, Any]
    path: str
    document: int
    blob: str
    references: tuple[Reference, ...] = ()
    intact: bool = True
    source: str = ""
    observed: bool = False
    inherited: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`Kind/name`."""
        return f"{self.kind}/{self.name}"
