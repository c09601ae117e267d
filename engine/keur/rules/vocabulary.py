"""What a rule may say: the types of entities as their schemas have them, and the variables and functions there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from keur.cel.program import Environment
from keur.cel.schema import entity_type, object_type
from keur.cel.types import DATE, STRING, Field, Type, object_of
from keur.kinds import Kinds
from keur.rules.functions import LATER, library


class Vocabulary:
    """The types and environments of one set of kinds."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self._entities: dict[tuple[str, ...], Type] = {}
        self._library = library(self.entity, tuple(kinds))

    def entity(self, kinds: Sequence[str] = ()) -> Type:
        """The type of an entity that is of one of these kinds; of any kind when there are none."""
        key = tuple(kinds)
        if key not in self._entities:
            self._entities[key] = self._of_one(key[0]) if len(key) == 1 else self._of_any(key)
        return self._entities[key]

    def environment(self, variables: Mapping[str, Type]) -> Environment:
        """An environment with these variables and today."""
        return Environment({**variables, "today": DATE}, (self._library,), LATER)

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


def parameters(schemas: Mapping[str, Mapping[str, Any]]) -> Type:
    """The type of `params`."""
    properties = {name: dict(schema) for name, schema in schemas.items()}
    return object_type("params", {"type": "object", "properties": properties})
