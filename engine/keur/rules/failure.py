"""Why a rule failed for an entity: what it says, where to point, and the values that decided."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keur.cel.program import Program
from keur.cel.show import show
from keur.cel.trace import Origin, Read, Trace
from keur.model import Entity, steps
from keur.model import pointer as pointer_of
from keur.rules.compile import Expressions
from keur.rules.functions import Reader

NAMES = ("id", "name", "ref", "value")
"""Fields that name an element of a list, in the order tried."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken promise, before it has a place in a file.

    pointer: JSON Pointer into the entity's normalised data: the smallest thing to change.
    via: id of another entity that decided, where nothing of the entity's own did: the place is where it is named.
    name: what names the place whatever line it stands on: the pointer with elements of lists by their own names.
    on_key: to point at the key: something below it is missing.
    element: what names the element of `each` that failed; empty without `each`.
    values: what decided: (expression, value as its format is written).
    related: places in other entities: (entity id, pointer, what it is).
    """

    message: str
    pointer: str = ""
    via: str = ""
    name: str = ""
    on_key: bool = False
    element: str = ""
    values: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, str, str], ...] = ()


WRITTEN = (("metadata",), ("spec",))
"""Where a place in an entity begins that somebody wrote; its id and kind follow from what it is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an entity. missing: the key that the object at the path lacks."""

    entity: Entity
    path: tuple[Any, ...]
    missing: str | None = None

    @property
    def pointer(self) -> str:
        """As JSON Pointer."""
        return pointer_of(*self.path)


@dataclass(frozen=True, slots=True)
class Bound:
    """One element of `each`: its variables' values, what names it, and where it lies."""

    values: tuple[Any, ...]
    name: str
    origin: Origin | None


class Explainer:
    """Explains failures of one rule for one entity."""

    def __init__(
        self, expressions: Expressions, entity: Entity | None, reader: Reader, variables: Mapping[str, Any]
    ) -> None:
        self.expressions = expressions
        self.entity = entity
        self.reader = reader
        self.variables = variables

    def bound(self, elements: Any, names: Sequence[str]) -> Iterator[Bound]:
        """The elements of `each` with where they lie; asked for only when one of them failed."""
        each = self.expressions.each
        assert each is not None
        root = each.program.trace(self.variables, self.reader).root
        if isinstance(elements, Mapping):
            for key, value in elements.items():
                yield Bound((key, value), str(key), root.origin.below(key) if root.origin else None)
            return
        for index, value in enumerate(elements):
            if root.elements is not None and index < len(root.elements):
                origin = root.elements[index][0]
            else:
                origin = root.origin.below(index) if root.origin else None
            yield Bound((value,), _named(value, index), Origin(value) if isinstance(value, Entity) else origin)

    def failure(self, bound: Bound | None, names: Sequence[str]) -> Failure:
        """What to say of a failed assertion."""
        variables = dict(self.variables)
        if bound is not None:
            variables.update(zip(names, bound.values, strict=True))
        origins = {names[-1]: bound.origin} if bound is not None and names else {}
        trace = self.expressions.assertion.program.trace(variables, self.reader)
        spots = [spot for read in trace.decisive if (spot := self.spot(read, origins)) is not None]
        chosen = self._chosen(variables, origins, spots, bound)
        own = self.entity.id if self.entity else ""
        related = {
            (spot.entity.id, spot.pointer): (spot.entity.id, spot.pointer, f"{spot.entity.kind} {spot.entity.name}")
            for spot in spots
            if spot.entity.id != own and spot.path[:1] in WRITTEN
        }
        pointer = chosen.pointer if chosen and chosen.entity is self.entity else ""
        via = chosen.entity.id if chosen and (chosen.entity is not self.entity or not chosen.path) else ""
        return Failure(
            message=self.expressions.message.render(self.reader, *variables.values()),
            pointer=pointer,
            via=via,
            name=stable_name(self.entity, pointer) if self.entity and pointer else f"by {via}" if via else "",
            on_key=chosen is not None and chosen.entity is self.entity and chosen.missing is not None,
            element=bound.name if bound else "",
            values=tuple(_values(trace)),
            related=tuple(related.values()),
        )

    def _chosen(
        self,
        variables: Mapping[str, Any],
        origins: Mapping[str, Origin | None],
        spots: Sequence[Spot],
        bound: Bound | None,
    ) -> Spot | None:
        """Where to point: `at`, else the entity's own place that decided, else the reference to the one that did."""
        at = self.expressions.at
        if at is not None:
            pointed = self._spots_of(at, variables, origins)
            if pointed:
                return pointed[0]
        own = [spot for spot in spots if spot.entity is self.entity and spot.path[:1] in WRITTEN]
        if own:
            return own[0]
        if bound is not None and bound.origin is not None:
            spot = self._at(bound.origin, origins)
            if spot is not None and spot.entity is self.entity:
                return spot
        if bound is not None and bound.values and isinstance(bound.values[-1], Entity):
            return Spot(bound.values[-1], ())
        return spots[0] if spots else None

    def _spots_of(
        self, program: Program, variables: Mapping[str, Any], origins: Mapping[str, Origin | None]
    ) -> list[Spot]:
        trace = program.trace(variables, self.reader)
        return [spot for read in trace.decisive if (spot := self.spot(read, origins)) is not None]

    def spot(self, read: Read, origins: Mapping[str, Origin | None]) -> Spot | None:
        """Where a read lies in an entity. origins: where the variables that `each` binds lie."""
        found = self._at(read.origin, origins)
        if found is None:
            return None
        return Spot(found.entity, found.path, str(read.key)) if read.missing else found

    def _at(self, origin: Origin, origins: Mapping[str, Origin | None]) -> Spot | None:
        path = origin.path
        seen: set[str] = set()
        while origin.name in origins and origin.name not in seen:
            seen.add(origin.name)
            base = origins[origin.name]
            if base is None:
                return None
            path, origin = (*base.path, *path), base
        return Spot(origin.root, path) if isinstance(origin.root, Entity) else None


def _values(trace: Trace) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for read in trace.decisive:
        if read.origin.name == "today":
            continue  # a report says today once; a failure that shows it would be another one every day
        if read.text not in seen:
            seen.add(read.text)
            yield read.text, "absent" if read.missing else show(read.value)


def _named(value: Any, index: int) -> str:
    match value:
        case Entity():
            return value.id
        case str() | bool() | int() | float():
            return str(value)
        case Mapping():
            for key in ("id", "name", "ref", "value"):
                if isinstance(value.get(key), str):
                    return str(value[key])
    return str(index)


def stable_name(entity: Entity, pointer: str) -> str:
    """The pointer with elements of lists by what names them, so that it survives a line moved up or down."""
    found: Any = {"metadata": entity.metadata, "spec": entity.spec, "kind": entity.kind}
    named: list[str] = []
    for step in steps(pointer):
        if isinstance(found, list | tuple) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
            named.append(_element(found) or step)
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
            named.append(step)
    return "/".join(named)


def _element(element: Any) -> str:
    if isinstance(element, Mapping):
        return next((f"{key}={element[key]}" for key in NAMES if isinstance(element.get(key), str)), "")
    return f"={element}" if isinstance(element, str | int | float) else ""
