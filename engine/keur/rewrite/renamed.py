"""The text of a file in which names are written anew: nothing changes but the scalars that hold them.

What was written is read again, and must say just what it should.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from keur.catalog import Catalog
from keur.errors import KeurError
from keur.kinds import Kinds
from keur.manifest import parse
from keur.model import Reference, pointer, steps
from keur.rewrite.former import beside, instead
from keur.rewrite.pointed import entry_at
from keur.rewrite.references import Named, named
from keur.rewrite.rename import Rename
from keur.rewrite.scalar import plain, replaced
from keur.rewrite.splice import Splice, spliced
from keur.rewrite.written import Value, read

MARK = "\ufeff"
METADATA, NAME, FORMERLY = pointer("metadata"), pointer("metadata", "name"), pointer("metadata", "formerly")


def paths(plan: Rename, catalog: Catalog) -> list[str]:
    """The files that a rename changes."""
    return sorted({plan.header.path, *(catalog.headers[change.entity].path for change in plan.changes)})


def renamed(plan: Rename, catalog: Catalog, kinds: Kinds, before: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those files as they will be. Raises KeurError where one cannot be written so that only the names change."""
    files = {path: _File(path, data) for path, data in before.items()}
    texts: dict[str, dict[int, str]] = {}  # by entity, and index of the reference
    for change in plan.changes:
        texts.setdefault(change.entity, {})[change.index] = change.text
    for id, names in texts.items():
        one = catalog.headers[id]
        files[one.path].references(one.document, one.references, names, kinds)
    files[plan.header.path].name(plan.header.document, plan.name, plan.formerly)
    return {path: file.data() for path, file in files.items()}


class _File:
    """One file, and what is to be written anew in it."""

    def __init__(self, path: str, data: bytes) -> None:
        parsed = parse(data)
        if parsed.problems:
            first = parsed.problems[0]
            line = f":{first.region.line}" if first.region else ""
            raise KeurError(f"{path}{line} cannot be written anew, because of this; mend it first: {first.message}")
        self._path = path
        self._mark, self._text = _marked(data.decode())
        self._before = parsed
        self._after = [deepcopy(document.data) for document in parsed.documents]
        self._written = [document for document in read(self._text) if document.root is not None]
        self._texts: dict[int, tuple[Value, str]] = {}  # by the identity of what is written
        self._aliases: list[tuple[Value, str]] = []
        self._splices: list[Splice] = []

    def references(
        self, document: int, references: Sequence[Reference], texts: Mapping[int, str], kinds: Kinds
    ) -> None:
        """Gives these references of an entity, by index, another name."""
        data = self._data(document)
        kind = kinds[data["kind"]] if isinstance(data, dict) and data.get("kind") in kinds else None
        places = list(named(kind, data)) if kind else []
        if [one.target for one in places] != [one.target for one in references]:
            raise KeurError(f"{self._path} is not as it was read; run it again.")
        chosen = [(places[index], text) for index, text in texts.items()]
        for place, text in chosen:
            self._scalar(document, place, text)
        for place, text in sorted(chosen, key=lambda one: (one[0].on_key, -one[0].pointer.count("/"))):
            _set(self._after[document], place, text, self._path)

    def name(self, document: int, name: str, formerly: Sequence[str]) -> None:
        """Gives an entity another name, and says its former ones."""
        self._scalar(document, Named(NAME, False, ""), name)
        metadata = self._after[document]["metadata"]
        metadata["name"] = name
        there = "formerly" in metadata
        metadata["formerly"] = list(formerly)
        root = self._root(document)
        if there:
            self._splices += instead(self._text, entry_at(root, FORMERLY).value, formerly)
        else:
            self._splices.append(beside(self._text, entry_at(root, METADATA).value, entry_at(root, NAME), formerly))

    def data(self) -> bytes:
        """The file, written anew. Raises KeurError where it would say anything else than it should."""
        for alias, text in self._aliases:
            target = alias.target
            if target is None or self._texts.get(id(target), (target, None))[1] != text:
                self._splices.append(Splice(alias.start, alias.end, plain(text)))
        for value, text in self._texts.values():
            written = self._text[value.start : value.end].rstrip()
            self._splices.append(Splice(value.start, value.start + len(written), replaced(written, value.style, text)))
        made = (self._mark + spliced(self._text, self._splices)).encode()
        parsed = parse(made)
        if parsed.problems or not _same([document.data for document in parsed.documents], self._after):
            raise KeurError(
                f"{self._path} shares what is written once, by an anchor or a merge key, between places that would "
                "differ; write it out there first."
            )
        return made

    def _data(self, document: int) -> Any:
        documents = self._before.documents
        return documents[document].data if document < len(documents) else None

    def _root(self, document: int) -> Value:
        root = self._written[document].root
        assert root is not None
        return root

    def _scalar(self, document: int, place: Named, text: str) -> None:
        entry = entry_at(self._root(document), place.pointer)
        value = entry.key if place.on_key else entry.value
        assert value is not None
        if value.form == "alias":
            self._aliases.append((value, text))
            return
        known = self._texts.setdefault(id(value), (value, text))
        if known[1] != text:
            raise KeurError(
                f"{self._path} says by an anchor what should be {known[1]} here and {text} there; write it out."
            )


def _marked(text: str) -> tuple[str, str]:
    """The byte order mark, if there is one, and the rest."""
    return (MARK, text[1:]) if text.startswith(MARK) else ("", text)


def _set(data: Any, place: Named, text: str, path: str) -> None:
    *above, last = steps(place.pointer)
    for step in above:
        data = data[int(step)] if isinstance(data, list) else data[step]
    if not place.on_key:
        data[int(last) if isinstance(data, list) else last] = text
        return
    if text in data:
        raise KeurError(f"{path} has {last} and {text} in one mapping already; keep one of them first.")
    entries = [(text if key == last else key, value) for key, value in data.items()]
    data.clear()
    data.update(entries)


def _same(some: Sequence[Any], others: Sequence[Any]) -> bool:
    """Whether data are the same, their types included."""
    return json.dumps(some, sort_keys=True) == json.dumps(others, sort_keys=True)
