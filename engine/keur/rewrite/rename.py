"""What a new name for an entity asks of the catalog: which references are written anew, and how; or why it cannot be.

A reference stays as short as it was, unless the short name would then mean two entities.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keur.catalog import Catalog, Header
from keur.errors import KeurError
from keur.kinds import Kinds
from keur.kinds.wording import closest
from keur.model import Reference, pointer

ANY = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """One reference that is written anew: the place of the entity that says it among its references, and the name."""

    entity: str
    index: int
    text: str


@dataclass(frozen=True)
class Rename:
    """An entity, its new name, and the references that change.

    formerly: its earlier names once it is renamed, latest first.
    """

    header: Header
    name: str
    formerly: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def id(self) -> str:
        """The entity's id once it is renamed."""
        return f"{self.header.kind}/{self.name}"


def chosen(catalog: Catalog, name: str) -> Header:
    """The entity of this id or name. Raises KeurError when there is none, or several."""
    ids = [id for id, header in catalog.headers.items() if name in (id, header.name)]
    if len(ids) > 1 and name in ids:
        ids = [name]
    if not ids:
        bare = name.rpartition("/")[2]
        now = [id for id in catalog.headers if _had(catalog, id, bare)]
        if now:
            raise KeurError(f"There is no entity {name}; {' and '.join(now)} had that name before.")
        close = closest(name, [*(header.name for header in catalog.headers.values()), *catalog.headers])
        raise KeurError(f"There is no entity {name}{f'; did you mean {close}?' if close else ' in this catalog.'}")
    if len(ids) > 1:
        raise KeurError(f"{name} could be {' or '.join(sorted(ids))}; name the one you mean.")
    return catalog.headers[ids[0]]


def rename(catalog: Catalog, kinds: Kinds, header: Header, name: str, foreign: Collection[str]) -> Rename:
    """What changes when an entity gets another name.

    foreign: ids of entities that a mapping reads from files of another tool, which are not keur's to rewrite.
    Raises KeurError when it cannot be renamed, with every reason of one sort.
    """
    if header.id in foreign:
        raise KeurError(
            f"{header.id} comes from {header.path} by the mapping {header.source}; "
            "rename it there, and it is renamed here."
        )
    metadata = catalog.entities[header.id].metadata
    formerly = _former(header, metadata)
    _fits(kinds, header, name, metadata)
    _free(catalog, header, name)
    changes = tuple(_changes(catalog, header, name))
    theirs = sorted({change.entity for change in changes if change.entity in foreign})
    if theirs:
        where = [f"{catalog.headers[id].path}: {id}" for id in theirs]
        raise KeurError(
            f"{header.name} is named in files of other tools, which keur does not write; "
            "put the new name there first, then rename:", where,
        )  # fmt: skip
    kept = [one for one in formerly if one not in (header.name, name)]
    return Rename(header, name, (header.name, *kept), changes)


def _fits(kinds: Kinds, header: Header, name: str, metadata: Mapping[str, Any]) -> None:
    """Refuses a name that no entity of this kind may have; one that was imported keeps the freedom of its source."""
    if name == header.name:
        raise KeurError(f"{header.id} has that name already.")
    if "/" in name:
        raise KeurError(f"{name} is no name: a rename keeps the kind, so write the new name alone, without its kind.")
    source = {"source": metadata["source"]} if "source" in metadata else {}
    data = {"kind": header.kind, "metadata": {"name": name, **source}}
    where = pointer("metadata", "name")
    found = [one.message for one in kinds[header.kind].problems(data) if one.pointer == where]
    if found or not name:
        raise KeurError(f"{name!r} is no name for an entity: {found[0] if found else 'it is empty'}.")


def _former(header: Header, metadata: Mapping[str, Any]) -> tuple[str, ...]:
    names = metadata.get("formerly", [])
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise KeurError(f"metadata.formerly of {header.id} in {header.path} is no list of names; mend it first.")
    return tuple(names)


def _free(catalog: Catalog, header: Header, name: str) -> None:
    """Refuses a name that another entity of the kind has, nearly has, or once had: history would lead to both."""
    for id in catalog.kinds[header.kind]:
        other = catalog.headers[id]
        if other is header:
            continue
        if other.name == name:
            raise KeurError(f"{id} is there already, in {other.path}; choose another name.")
        if other.name.casefold() == name.casefold():
            raise KeurError(f"{id} in {other.path} differs from it in upper and lower case alone; choose another name.")
        if _had(catalog, id, name):
            raise KeurError(
                f"{id} was called {name} (formerly, in {other.path}), and history leads there; choose another name."
            )


def _had(catalog: Catalog, id: str, name: str) -> bool:
    """Whether an entity says that it had this name before."""
    earlier = catalog.entities[id].metadata.get("formerly")
    return isinstance(earlier, list) and name in earlier


def _changes(catalog: Catalog, header: Header, name: str) -> Iterator[Change]:
    after: dict[str, set[str]] = {}  # the kinds that bear each name once it is renamed
    for one in catalog.headers.values():
        after.setdefault(name if one is header else one.name, set()).add(one.kind)
    unclear = []
    for id, one in catalog.headers.items():
        for index, (reference, target) in enumerate(catalog.references(id)):
            if target == header.id:
                yield Change(id, index, _written(header.kind, name, reference, after[name]))
            elif target is not None and reference.target == name and _many(after[name], reference):
                yield Change(id, index, target)
            elif target is None and reference.target == header.name and _allowed(header.kind, reference):
                unclear.append(f"{one.path}: {id}")
    if unclear:
        raise KeurError(
            f"{header.name} is named where it could mean another entity too; "
            f"write {header.id} or the other one there first:",
            unclear,
        )


def _written(kind: str, name: str, reference: Reference, bearers: Iterable[str]) -> str:
    long = "/" in reference.target or _many(bearers, reference)
    return f"{kind}/{name}" if long else name


def _many(bearers: Iterable[str], reference: Reference) -> bool:
    """Whether the bare name would mean more than one entity where the reference stands."""
    return sum(1 for kind in bearers if _allowed(kind, reference)) > 1


def _allowed(kind: str, reference: Reference) -> bool:
    return reference.kinds == (ANY,) or kind in reference.kinds
