"""What a rule may ask of reference lists: which text is the organisation's own, and what the list says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from keur.cel.functions import Const, Function, Library, Overload
from keur.cel.types import DYN, STRING, Field, Type, list_of, map_of, object_of, optional_of
from keur.cel.values import Optional, no_overload
from keur.kinds import Kinds
from keur.model import Entity

INHERITED = ("inherited",)
"""Where the names of the inherited fields stand in an entity."""

_ANYTHING = map_of(STRING, DYN)


def library(kinds: Kinds, types: Mapping[str, Type]) -> Library:
    """`inherited()` and `reference()`.

    types: of the entities of each kind that may extend a list, and of any kind as `*`.
    """
    said = {name: _fields(f"{name}.reference", kind.fields["spec"].type) for name, kind in types.items() if name != "*"}

    def reference_of(_: tuple[Const | None, ...], given: tuple[Type, ...]) -> Type | None:
        known = said.get(given[0].kinds[0]) if len(given[0].kinds) == 1 else None
        return optional_of(known) if known else None

    def reference(entity: Any) -> Optional:
        if not isinstance(entity, Entity):
            raise no_overload("reference", entity)
        kind = kinds[entity.kind]
        found = kind.reference(entity.name, entity.spec.get(kind.extends)) if kind.extends else None
        return Optional.none() if found is None else Optional.of(found)

    extending = {kind.extends for kind in kinds.values() if kind.extends}
    return (
        Function(
            "inherited",
            (Overload("inherited", (types["*"],), list_of(STRING), member=True),),
            inherited,
            reads=(INHERITED,),
        ),
        Function(
            "reference",
            (Overload("reference", (types["*"],), optional_of(_ANYTHING), member=True, result_of=reference_of),),
            reference,
            reads=(("id",), *(("spec", field) for field in sorted(extending))),
        ),
    )


def inherited(entity: Any) -> tuple[str, ...]:
    """The names of the fields that nobody wrote and that a reference list says."""
    if isinstance(entity, Entity):
        return entity.inherited
    raise no_overload("inherited", entity)


def _fields(name: str, spec: Type) -> Type:
    """The same fields, any of which a list may leave out."""
    fields: Mapping[str, Field] = {field: replace(one, always=False) for field, one in spec.fields.items()}
    return object_of(name, fields)
