"""Whose things are due: by the name of a role, a group or a person."""

from collections.abc import Iterable
from dataclasses import replace

from keur.catalog import Catalog
from keur.due.item import Due

OWNERS = ("Group", "Person", "Role")
BELONGING = ("holder", "member", "parent")
"""Along these, against their edges, stands what somebody answers for: roles held, groups taken part in, and units."""


def owners(catalog: Catalog) -> tuple[str, ...]:
    """Ids of everybody who may own something."""
    return tuple(id for kind in OWNERS for id in catalog.kinds.get(kind, ()))


def named(catalog: Catalog, name: str) -> tuple[str, ...]:
    """Ids of the owners of this name or id; several where a role and a group share a name."""
    return tuple(id for id in owners(catalog) if name in (id, catalog.headers[id].name))


def of(due: Due, catalog: Catalog, ids: Iterable[str], name: str) -> Due:
    """What is due of what they own themselves, through a role they hold, or through a group they are in or above."""
    found = list(dict.fromkeys(ids))
    for id in found:
        for relation in BELONGING:
            found += (one for one in catalog.targets(id, relation, against=True) if one not in found)
    return replace(due, owner=name, items=tuple(one for one in due.items if one.owner in found))
