"""Which documents are entities: one file's documents in, entities and what was turned away out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from keur.catalog.graph import Header
from keur.kinds import Kind, Kinds
from keur.manifest import Parsed
from keur.model import Entity, Problem, pointer

API_VERSION = "keur/v1"
SHAPE = "shape/"
"""Area of the problems that leave an entity there to be named, and unread."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A problem with the file and, where it could be told, the entity that it belongs to.

    written: the problem's document and pointer are those of the file, not of an entity that a mapping made of it.
    """

    path: str
    problem: Problem
    entity: str = ""
    written: bool = False


class Admitted(NamedTuple):
    """What one file gives.

    entities: a header alone where the entity itself was read by an earlier run.
    foreign: documents of another tool (another `apiVersion`), left alone.
    extensions: keys that begin with `x-`, ignored.
    unparsed: some of the file could not be read at all.
    """

    entities: tuple[Entity | Header, ...] = ()
    problems: tuple[Turned, ...] = ()
    foreign: int = 0
    extensions: int = 0
    unparsed: bool = False

    def joined(self, other: "Admitted") -> "Admitted":
        """What both give, this one first."""
        return Admitted(
            self.entities + other.entities,
            self.problems + other.problems,
            self.foreign + other.foreign,
            self.extensions + other.extensions,
            self.unparsed or other.unparsed,
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from.

    ours: it stands below a folder of the catalog, so it must be an entity and may leave `apiVersion` out.
    source: name of the mapping it came through, empty for what was written for keur.
    """

    path: str
    blob: str
    ours: bool = True
    source: str = ""
    observed: bool = False


@dataclass
class _Yield:
    """What one file has given so far. told: (document, pointer) of values that already have a finding of their own."""

    entities: list[Entity] = field(default_factory=list)
    problems: list[Turned] = field(default_factory=list)
    told: set[tuple[int, str]] = field(default_factory=set)
    foreign: int = 0
    extensions: int = 0

    def admitted(self, *, unparsed: bool = False) -> Admitted:
        return Admitted(tuple(self.entities), tuple(self.problems), self.foreign, self.extensions, unparsed)


class Admission:
    """The gate between manifests and the catalog.

    zone: IANA name of the time zone of date-times that are written without one.
    checked: what comes was checked by an earlier run, which knows what is wrong with it; it is not checked again.
    """

    def __init__(self, kinds: Kinds, zone: str, *, checked: bool = False) -> None:
        self.kinds = kinds
        self.zone = zone
        self.checked = checked

    def file(self, origin: Origin, parsed: Parsed) -> Admitted:
        """Admits every document of one file."""
        made = _Yield(problems=list(turned(origin.path, parsed)))
        made.told = {(problem.document, problem.pointer) for problem in parsed.problems}
        for index, document in enumerate(parsed.documents):
            self.document(origin, index, document.data, made)
        return made.admitted(unparsed=not parsed.complete)

    def mapped(self, origin: Origin, first: int, documents: Iterable[Any]) -> Admitted:
        """Admits documents that a mapping made of one file. first: the index of the first of them."""
        made = _Yield()
        for index, data in enumerate(documents, first):
            self.document(origin, index, data, made)
        return made.admitted()

    def document(self, origin: Origin, index: int, data: Any, made: _Yield) -> None:
        """Admits one document, or says why it is turned away."""
        kind = self._kind(origin, index, data, made)
        if kind is None:
            return
        name = _name(data)
        id = f"{kind.name}/{name}" if name is not None else ""
        admitted = kind.admit(data, self.zone)
        wrong = [] if self.checked else kind.problems(data, foreign=bool(origin.source))
        problems = (*wrong, *admitted.problems)
        made.problems += (
            Turned(origin.path, replace(problem, document=index), id)
            for problem in _told_once(problems)
            if (index, problem.pointer) not in made.told
        )
        if name is None:
            return
        made.extensions += admitted.extensions
        made.entities.append(
            Entity(
                kind=kind.name,
                name=name,
                metadata=admitted.metadata,
                spec=admitted.spec,
                path=origin.path,
                document=index,
                blob=origin.blob,
                references=admitted.references,
                intact=not any(problem.rule.startswith(SHAPE) for problem in problems),
                source=origin.source or _source(admitted.metadata),
                observed=origin.observed,
                inherited=admitted.inherited,
            )
        )

    def _kind(self, origin: Origin, index: int, data: Any, made: _Yield) -> Kind | None:
        """The kind of a document that means to be an entity; None, with a problem where one is due, for any other."""

        def turn_away(rule: str, message: str, where: str = "", remedy: str = "", on_key: bool = False) -> None:
            problem = Problem(rule, message, index, where, remedy=remedy, on_key=on_key)
            made.problems.append(Turned(origin.path, problem))

        if not isinstance(data, Mapping):
            if origin.ours:
                turn_away("shape/document", f"expected an entity (kind, metadata, spec), found {_noun(data)}")
            return None
        version = data.get("apiVersion")
        if version is None and not origin.ours:
            return None
        if version is not None and not (isinstance(version, str) and version.startswith("keur/")):
            made.foreign += 1
            return None
        if version not in (None, API_VERSION):
            turn_away("shape/api-version", f"apiVersion {version} is not known here; this keur reads {API_VERSION}",
                 pointer("apiVersion"))  # fmt: skip
            return None
        name = data.get("kind")
        if not isinstance(name, str):
            found = "has no kind" if name is None else f"has a kind that is {_noun(name)}"
            turn_away("shape/kind", f"an entity says its kind; this document {found}", pointer("kind") if name else "")
            return None
        if name not in self.kinds:
            close = self.kinds.suggest(name)
            hint = f"; did you mean {close}?" if close else f"; keur knows {', '.join(sorted(self.kinds))}"
            turn_away("shape/unknown-kind", f"unknown kind {name}{hint}", pointer("kind"))
            return None
        return self.kinds[name]


def _source(metadata: Mapping[str, Any]) -> str:
    """The mapping that an imported entity says it came through."""
    source = metadata.get("source", "")
    return source if isinstance(source, str) else ""


def turned(path: str, parsed: Parsed) -> Iterator[Turned]:
    """What could not be read of a file."""
    return (Turned(path, problem) for problem in parsed.problems)


def _told_once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Without the entries that name nothing because their field is misspelt."""
    misspelt = {problem.pointer.rpartition("/")[0] for problem in problems if problem.rule == "shape/unknown-field"}
    return (one for one in problems if one.rule != "reference/empty" or one.pointer not in misspelt)


def _name(data: Mapping[str, Any]) -> str | None:
    metadata = data.get("metadata")
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    return name if isinstance(name, str) and name else None


def _noun(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool() | int() | float() | str():
            return f"the value {str(value)[:40]!r}"
        case list() | tuple():
            return "a list"
        case _:
            return "a mapping"
