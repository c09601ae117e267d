"""The functions that let a rule see the catalog: signatures here, answers from whoever evaluates.

Every answer goes through `Reader`, which records what was asked; nothing else may look at the catalog.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from keur.cel.functions import BY_ID, Const, Function, Library, Overload
from keur.cel.types import DYN, STRING, Type, list_of, optional_of
from keur.cel.values import Optional
from keur.model import Entity
from keur.rules import working

STRONG = "strong"


class Reader(Protocol):
    """What answers a rule's questions about the catalog."""

    def once(self, part: Any, values: Sequence[Any]) -> Any:
        """The value of a part of an expression that is the same for every entity."""
        ...

    def entity(self, id: str) -> Entity | None:
        """The entity of this id."""
        ...

    def kind(self, kind: str) -> Sequence[Entity]:
        """Every entity of a kind."""
        ...

    def refs(self, entity: Entity, relation: str) -> Sequence[Entity]:
        """What an entity names by a relation, or what names it, by the relation's inverse."""
        ...

    def referrers(self, entity: Entity, kind: str, relation: str) -> Sequence[Entity]:
        """Entities of a kind (`*` for any) that name this one."""
        ...

    def closure(self, entity: Entity, relation: str, strength: str) -> Sequence[Entity]:
        """Everything along a relation, nearest first; `strong` leaves soft edges out."""
        ...

    def lookup(self, kind: str, field: str, value: Any) -> Sequence[Entity]:
        """Entities of a kind whose field, a path such as `spec.type`, has this value or lists it."""
        ...

    def persons(self, entity: Entity) -> Sequence[Entity]:
        """The persons behind a Role (holders), a Group (members) or a Person, each once."""
        ...

    def owner(self, entity: Entity) -> Entity | None:
        """The owner: declared, else that of the redundancy group or the whole."""
        ...

    def observed(self, entity: Entity) -> Sequence[Entity]:
        """What observing sources say of the same thing, joined by `metadata.ids`, else by kind and name."""
        ...


def library(
    entity_of: Callable[[Sequence[str]], Type],
    kinds: Sequence[str],
    ends: Callable[[Sequence[str], str], Sequence[str]],
    lists: Library,
) -> Library:
    """The catalog functions.

    entity_of: the type of an entity that is of one of these kinds; of any kind when there are none.
    ends: the kinds that entities of these kinds reach by a relation or an inverse.
    lists: what may be asked of reference lists.
    """
    any_entity = entity_of(())

    def of_kind(at: int, wrap: Callable[[Type], Type]) -> Callable[..., Type | None]:
        def result(constants: tuple[Const | None, ...], _: tuple[Type, ...]) -> Type | None:
            constant = constants[at]
            kind = constant.value.partition("/")[0] if constant and isinstance(constant.value, str) else ""
            return wrap(entity_of((kind,))) if kind in kinds else None

        return result

    def along(constants: tuple[Const | None, ...], types: tuple[Type, ...]) -> Type | None:
        relation = constants[1]
        if relation is None or not isinstance(relation.value, str):
            return None
        return list_of(entity_of(ends(types[0].kinds, relation.value)))

    def same(wrap: Callable[[Type], Type]) -> Callable[..., Type | None]:
        def result(_: tuple[Const | None, ...], types: tuple[Type, ...]) -> Type | None:
            return wrap(types[0])

        return result

    some, many = optional_of(any_entity), list_of(any_entity)
    person = entity_of(("Person",)) if "Person" in kinds else any_entity
    return (
        *lists,
        *working.library(entity_of(("Calendar",)) if "Calendar" in kinds else any_entity),
        Function(
            "entity",
            (Overload("entity", (STRING,), some, result_of=of_kind(0, optional_of)),),
            lambda reader, id: _optional(reader.entity(id)),
            contextual=True,
        ),
        Function(
            "all",
            (Overload("all", (STRING,), many, result_of=of_kind(0, list_of)),),
            lambda reader, kind: reader.kind(kind),
            contextual=True,
        ),
        Function(
            "refs",
            (Overload("refs", (any_entity, STRING), many, member=True, result_of=along),),
            lambda reader, entity, relation: reader.refs(entity, relation),
            contextual=True,
            reads=BY_ID,
        ),
        Function(
            "referrers",
            (Overload("referrers", (any_entity, STRING, STRING), many, member=True, result_of=of_kind(1, list_of)),),
            lambda reader, entity, kind, relation: reader.referrers(entity, kind, relation),
            contextual=True,
            reads=BY_ID,
        ),
        Function(
            "closure",
            (
                Overload("closure", (any_entity, STRING), many, member=True),
                Overload("closure", (any_entity, STRING, STRING), many, member=True),
            ),
            lambda reader, entity, relation, strength="": reader.closure(entity, relation, strength),
            contextual=True,
            reads=BY_ID,
        ),
        Function(
            "lookup",
            (Overload("lookup", (STRING, STRING, DYN), many, result_of=of_kind(0, list_of)),),
            lambda reader, kind, field, value: reader.lookup(kind, field, value),
            contextual=True,
        ),
        Function(
            "persons",
            (Overload("persons", (any_entity,), list_of(person), member=True),),
            lambda reader, entity: reader.persons(entity),
            contextual=True,
            reads=BY_ID,
        ),
        Function(
            "owner",
            (Overload("owner", (any_entity,), some, member=True),),
            lambda reader, entity: _optional(reader.owner(entity)),
            contextual=True,
            reads=BY_ID,
        ),
        Function(
            "observed",
            (Overload("observed", (any_entity,), many, member=True, result_of=same(list_of)),),
            lambda reader, entity: reader.observed(entity),
            contextual=True,
            reads=BY_ID,
        ),
    )


def _optional(entity: Entity | None) -> Optional:
    return Optional.none() if entity is None else Optional.of(entity)


_IN_FORCE = "it.spec.?valid.?from.orValue(.today) <= .today && .today <= it.spec.?valid.?to.orValue(.today)"
_PLANNED = (
    "optional.unwrap(lookup('Policy', 'spec.type', 'configuration-management')"
    f".filter(plan, plan.spec.status == 'in-force' && {_IN_FORCE.replace('it.', 'plan.')})"
    ".map(plan, plan.spec.?configuration.?types[?it.spec.?type.orValue('')]))"
)
_ONLY_HOURS = "all('Calendar').filter(one, !one.roundTheClock())"
DEFINITIONS = {
    "inForce": _IN_FORCE,
    "planned": _PLANNED,
    "isPhysical": f"it.spec.?physical.orValue(!has(it.spec.redundancy) && {_PLANNED}.exists(said, said.physical))",
    "worksBy": (
        "it.owner().optFlatMap(owner, ([owner] + owner.closure('holder') + owner.closure('parent'))"
        ".map(one, one.refs('hours')).filter(found, found.size() > 0)[?0].optFlatMap(found, found[?0]))"
        f".or({_ONLY_HOURS}.size() == 1 ? {_ONLY_HOURS}[?0] : optional.none())"
    ),
}
"""Methods that are written in CEL.

inForce: today is within `valid`, both days included. Without `valid`, or without one end of it, it holds on that side;
`status` is not asked. A kind that cannot have `valid` has no such method.
planned: what each configuration management plan in force says of its type; nothing where no plan knows the type.
isPhysical: whether a configuration item can be touched: what it says itself, else what a plan says of its type;
  a redundancy group is no thing, though its members are.
worksBy: the calendar of the owner's hours, or of the nearest group above it that says its hours; else the only one of
the catalog that is not round the clock.
"""

_AUDIT = "not in this version of keur: rules over history come with `keur audit`"
LATER = {
    "commit": _AUDIT,
    "history": _AUDIT,
    "old": "not in this version of keur: it comes with `keur review`",
    "availability": "not in this version of keur: it comes with `keur availability`",
}
"""Names of later versions, and what the checker says of them."""
