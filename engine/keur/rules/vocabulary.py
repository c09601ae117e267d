"""What a rule may say: the types of entities as their schemas have them, and the variables and functions there are."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from keur.cel.functions import Library
from keur.cel.program import Environment
from keur.cel.schema import entity_type, object_type
from keur.cel.types import DATE, STRING, Field, Type, object_of
from keur.kinds import Kinds
from keur.rules import agreed, reference
from keur.rules.functions import DEFINITIONS, LATER, library

ANY = "*"


class Vocabulary:
    """The types and environments of one set of kinds. zone: the clock of calendars that name none."""

    def __init__(self, kinds: Kinds, zone: str = "UTC") -> None:
        self.kinds = kinds
        self.zone = zone
        self._entities: dict[tuple[str, ...], Type] = {}

    @cached_property
    def _library(self) -> Library:
        heirs = {name: self.entity((name,)) for name, kind in self.kinds.items() if kind.extends}
        lists = reference.library(self.kinds, {**heirs, "*": self.entity()})
        a_calendar = self.entity(("Calendar",) if "Calendar" in self.kinds else ())
        hours = agreed.library(a_calendar, self.zone)
        return (*library(self.entity, tuple(self.kinds), self.ends, lists), *hours)

    def entity(self, kinds: Sequence[str] = ()) -> Type:
        """The type of an entity that is of one of these kinds; of any kind when there are none."""
        key = tuple(kinds)
        if key not in self._entities:
            self._entities[key] = self._of_one(key[0]) if len(key) == 1 else self._of_any(key)
        return self._entities[key]

    def ends(self, kinds: Sequence[str], relation: str) -> Sequence[str]:
        """The kinds that entities of these kinds reach by a relation or an inverse; none when it may be any."""
        way = self.kinds.direction(relation)
        if way is None or not kinds or "*" in kinds:
            return ()
        pairs = self._pairs.get(way[0], ())
        found = {(a if way[1] else b) for a, b in pairs if ANY in (a, b) or (b if way[1] else a) in kinds}
        return () if ANY in found else tuple(sorted(found))

    @cached_property
    def _pairs(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """By relation, the kinds at both ends of its edges, as any schema has them."""
        found: dict[str, set[tuple[str, str]]] = {}
        for name, kind in self.kinds.items():
            for ref in _refs(kind.document):
                way = self.kinds.direction(ref["relation"])
                if way is not None:
                    pairs = {(end, name) if way[1] else (name, end) for end in ref["kinds"]}
                    found.setdefault(way[0], set()).update(pairs)
        return {relation: frozenset(pairs) for relation, pairs in found.items()}

    def environment(self, variables: Mapping[str, Type]) -> Environment:
        """An environment with these variables and today."""
        return Environment({**variables, "today": DATE}, (self._library,), LATER, definitions=DEFINITIONS)

    def _of_one(self, name: str) -> Type:
        kind = self.kinds[name]
        return entity_type(name, kind.metadata_schema, kind.spec_schema)

    def _of_any(self, kinds: tuple[str, ...]) -> Type:
        """Of an entity whose kind is only known when it runs, every field of `spec` may be absent."""
        some = next(iter(self.kinds.values()))
        fields = {
            **entity_type("Entity", some.metadata_schema, {}).fields,
            "kind": Field(STRING, True),
            "spec": Field(object_of("Entity.spec", {}, open=True), True),
        }
        return object_of("Entity", fields, struct=True, kinds=kinds or ("*",))


def _refs(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every `x-ref` in a schema."""
    if isinstance(schema, Mapping):
        if "x-ref" in schema:
            yield schema["x-ref"]
        for part in schema.values():
            yield from _refs(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from _refs(part)


def parameters(schemas: Mapping[str, Mapping[str, Any]]) -> Type:
    """The type of `params`."""
    properties = {name: dict(schema) for name, schema in schemas.items()}
    return object_type("params", {"type": "object", "properties": properties})
