"""What a mapping file says, once read: where entities stand in foreign files, and what each of their fields is."""

import collections.abc
from collections.abc import Iterator
from dataclasses import dataclass, field

from keur.cel.functions import Function
from keur.cel.parser import Expression

Chain = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One CEL expression that gives one scalar.

    chain: the variable and the fields after it, for an expression that is nothing else (`service.technical.owner`).
    chains: one per element, for a list of nothing but such expressions.
    """

    expression: Expression
    chain: Chain = ()
    chains: tuple[Chain, ...] = ()

    @property
    def text(self) -> str:
        """As it is written."""
        return self.expression.source.text


Variables = tuple[tuple[str, Leaf], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """An object with fields that are known beforehand."""

    fields: "collections.abc.Mapping[str, Part]"


@dataclass(frozen=True, slots=True)
class Each:
    """The elements of a list, or the entries of a map, made from the elements of a source list or map.

    names: what an element is called; two names are its key (or index) and its value.
    elements: the source list or map.
    variables: named sub-expressions, evaluated for each element.
    key: the key of an entry, where the schema has a map.
    value: what is made of the element.
    """

    names: tuple[str, ...]
    elements: Leaf
    variables: Variables
    key: Leaf | None
    value: "Leaf | Fields"


@dataclass(frozen=True, slots=True)
class Elements:
    """A list, or a map whose keys are data: what all the parts give, in order."""

    parts: tuple[Each, ...]
    keyed: bool


Part = Leaf | Fields | Elements


@dataclass(frozen=True, slots=True)
class Entry:
    """How entities of one kind are read.

    names: what an element of the source is called; two names are its key (or index) and its value.
    elements: the source list or map whose elements are the entities.
    when: which of them are.
    says: the fields of metadata and spec that the source can say, as `metadata.owner`.
    """

    names: tuple[str, ...]
    elements: Leaf
    when: Leaf | None
    variables: Variables
    kind: str
    name: Leaf
    metadata: Fields
    spec: Fields
    says: frozenset[str]


@dataclass(frozen=True, slots=True)
class Mapping:
    """One mapping file.

    name: the file's own, without its ending.
    digest: of the file's bytes; with the blob id it decides what `read` gives.
    functions: what its expressions may call.
    """

    name: str
    entries: tuple[Entry, ...]
    digest: str
    functions: "collections.abc.Mapping[str, tuple[Function, ...]]" = field(repr=False, default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it makes, each once, in the order of the file."""
        return tuple(dict.fromkeys(entry.kind for entry in self.entries))

    def can_say(self, kind: str) -> frozenset[str]:
        """The fields that the source can say of every entity of a kind, as `metadata.owner` or `spec.dependsOn`.

        A failure that read any other field of a mapped entity says nothing about the entity.
        """
        said = [entry.says for entry in self.entries if entry.kind == kind]
        return frozenset.intersection(*said) if said else frozenset()


class Mappings(collections.abc.Mapping[str, Mapping]):
    """All mappings, by name.

    digests: of each mapping's file. A shipped mapping, whose tests have read it, is read when it is first asked for.
    """

    def __init__(
        self,
        mappings: "collections.abc.Mapping[str, Mapping | collections.abc.Callable[[], Mapping]]",
        digests: "collections.abc.Mapping[str, str]",
    ) -> None:
        self._mappings = dict(mappings)
        self.digests = digests

    def __getitem__(self, name: str) -> Mapping:
        found = self._mappings[name]
        if not isinstance(found, Mapping):
            found = self._mappings[name] = found()
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._mappings)

    def __len__(self) -> int:
        return len(self._mappings)
