"""Relations: what it means that one entity names another, and which way impact travels. One file each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from keur.kinds.wording import closest, either, shown

Strength = Literal[
    "strong", "weak", "promise", "plan", "guard", "document", "conflict", "knowledge", "rule", "ownership"
]
Impact = Literal["to-referrer", "to-referent", "both", "none"]

_CHOICES: dict[str, tuple[str, ...]] = {"strength": get_args(Strength), "impact": get_args(Impact)}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation, read from `schemas/relations/<name>.yaml`.

    name: said from the entity that names the other: `dependsOn`.
    inverse: said from the other: `requiredBy`.
    meaning: one sentence that holds for every pair.
    strength: what happens to the one when something happens to the other; a soft reference counts as `weak`.
    impact: which way it travels: to the one that names, to the one that is named, both, or neither.
    acyclic: nothing may lead back to itself.
    """

    name: str
    inverse: str
    meaning: str
    strength: Strength
    impact: Impact
    acyclic: bool = False


def relation(name: str, data: Mapping[str, Any]) -> Relation | list[str]:
    """The relation that a file says, or what is wrong with it, one sentence each."""
    known = {field.name: field for field in fields(Relation) if field.name != "name"}
    problems = []
    for key in data:
        if key not in known:
            close = closest(key, known)
            problems.append(f"unknown field {shown(key)}" + (f"; did you mean {close}?" if close else ""))
    for key in known:
        value = data.get(key)
        if key == "acyclic":
            if not isinstance(data.get(key, False), bool):
                problems.append("acyclic should be true or false")
        elif not isinstance(value, str) or not value.strip():
            problems.append(f"{key} is missing" if value is None else f"{key} should be text, not {shown(value)}")
        elif key in _CHOICES and value not in _CHOICES[key]:
            problems.append(f"{key} {shown(value)} is not {either(_CHOICES[key])}")
    return problems or Relation(name=name, **{key: data[key] for key in known if key in data})


def clashes(relations: Iterable[Relation]) -> list[str]:
    """Names that mean two relations: an inverse that is also a name or another's inverse."""
    taken: dict[str, str] = {}
    problems = []
    for one in relations:
        for said in (one.name, one.inverse):
            if taken.setdefault(said, one.name) != one.name:
                problems.append(f"{one.name}: {said} is already said by {taken[said]}")
    return problems
