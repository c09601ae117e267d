"""Who answers for an entity that does not say so itself."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

Step = Callable[[str, str, bool], Iterable[str]]
"""Ids one step from an entity along a relation, or against it."""


class Owned(NamedTuple):
    """Ids of an owner and of the entity that names it; both empty when nobody owns it."""

    owner: str
    by: str


def owned(entity: str, step: Step) -> Owned:
    """The owner: declared, else that of the redundancy group it stands in, else that of the whole it is part of."""
    seen: set[str] = set()
    queue = [entity]
    for one in queue:
        if one in seen:
            continue
        seen.add(one)
        own = tuple(step(one, "owner", False))
        if own:
            return Owned(own[0], one)
        queue += (*step(one, "redundantOver", True), *step(one, "partOf", False))
    return Owned("", "")
