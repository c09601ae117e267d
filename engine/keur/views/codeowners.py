"""CODEOWNERS: which files of the catalog are owned by whom, in the form that forges read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from keur.evaluate import CatalogReader, NotAssessed
from keur.model import Entity

BEGIN = "# keur: these lines follow from owners in the catalog; keur view codeowners --output FILE writes them again"
END = "# keur: end"
"""Between these lines stands what keur writes; the rest of the file is its author's."""

FORGE = "forge"

_NAME = re.compile(r"@{1,2}[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]+)*|[^\s@#\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SPECIAL = re.compile(r"[\s\\#*?\[\]!]")
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Owners:
    """What is known of owners.

    files: by path, their names on the forge, sorted. notes: what is left out, and why. torn: an owner has a shape that
    is wrong, so that nobody knows its names.
    """

    files: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    torn: bool = False


def block(owners: Owners) -> tuple[str, ...]:
    """The lines that keur writes: one for each file of the catalog with an owner that the forge knows."""
    return (BEGIN, *(f"{_pattern(file)} {' '.join(names)}" for file, names in owners.files.items()), END)


def find(lines: Sequence[str]) -> tuple[int, int] | None:
    """Where in the lines of a file those of keur begin, and where what comes after them; None where there are none."""
    start = lines.index(BEGIN) if BEGIN in lines else len(lines)
    end = next((index for index in range(start, len(lines)) if lines[index] == END), None)
    return None if end is None else (start, end + 1)


def replaced(lines: Sequence[str], owners: Owners) -> tuple[str, ...] | None:
    """The lines of a file with those of keur written again; None where there are none."""
    place = find(lines)
    return None if place is None else (*lines[: place[0]], *block(owners), *lines[place[1] :])


def _pattern(path: str) -> str:
    """The pattern that matches this file alone."""
    return "/" + _SPECIAL.sub(r"\\\g<0>", path)


def codeowners(reader: CatalogReader) -> Owners:
    """The owners of every file that holds entities, as the catalog has them."""
    files: dict[str, set[str]] = {}
    unknown: dict[str, int] = {}
    notes: dict[str, None] = {}
    names: dict[str, tuple[str, ...]] = {}
    torn = False
    for id, header in sorted(reader.catalog.headers.items()):
        if header.source or header.observed:
            continue  # a foreign file has its own owners
        owner = reader.owner_id(id)
        if not owner:
            unknown["nobody"] = unknown.get("nobody", 0) + 1
            continue
        if owner not in names:
            try:
                names[owner] = tuple(_names(reader, owner, notes))
            except NotAssessed as error:
                names[owner], torn = (), True
                notes[f"{owner} is left out: {error.why}"] = None
        if not names[owner]:
            unknown[owner] = unknown.get(owner, 0) + 1
        elif _UNSAYABLE.search(header.path):
            notes[f"{header.path!r} is left out: a pattern holds no control characters"] = None
        else:
            files.setdefault(header.path, set()).update(names[owner])
    reader.asked.clear()
    found = {path: tuple(sorted(said)) for path, said in sorted(files.items())}
    return Owners(found, (*notes, *_unknown(unknown)), torn)


def _unknown(found: Mapping[str, int]) -> Iterator[str]:
    for owner, count in found.items():
        what = "1 entity is" if count == 1 else f"{count} entities are"
        if owner == "nobody":
            yield f"{what} owned by nobody"
        else:
            yield f"{what} owned by {owner}, for which there is no contact.forge, such as @group/team"


def _names(reader: CatalogReader, owner: str, notes: dict[str, None]) -> Iterator[str]:
    """The names of an owner on the forge: its own, else those of who holds the role, else that of the group above."""
    seen = {owner}
    queue = [owner]
    while queue:
        further: list[str] = []
        found = False
        for id in queue:
            entity = reader.entity(id)
            name = _own(entity, notes) if entity else ""
            if name:
                found = True
                yield name
            elif entity:
                relation = "holder" if entity.kind == "Role" else "parent"
                further += (one.id for one in reader.refs(entity, relation))
        queue = [] if found else [id for id in dict.fromkeys(further) if id not in seen]
        seen.update(queue)


def _own(entity: Entity, notes: dict[str, None]) -> str:
    name = str((entity.metadata.get("contact") or {}).get(FORGE, ""))
    if name and not _NAME.fullmatch(name):
        notes[f"{entity.id} says contact.forge {name!r}; write @name, @group/team or an e-mail address"] = None
        return ""
    return name
