"""Reads schema files into kinds and relations. What is wrong with them is said all at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath
from re import fullmatch
from typing import Any

from keur.errors import KeurError
from keur.kinds.admit import Lists
from keur.kinds.check import Check, metaschema, top
from keur.kinds.extend import extend
from keur.kinds.kind import Kind
from keur.kinds.publish import Names, combined
from keur.kinds.relation import Relation, clashes, relation
from keur.kinds.resolve import resolve
from keur.kinds.source import Unreadable, read
from keur.kinds.wording import closest, shown

OURS = ("envelope", "shared")
BESIDE = ("mappings", "frameworks", "views", "due", "requirements")
"""Folders of what lies beside schemas and is none."""

Read = Callable[[bytes], Mapping[str, Any]]


class Kinds(Mapping[str, Kind]):
    """All kinds, by name, and the relations between their entities.

    lists: reference lists by name (`itil-2011/change-management`): the fields that a Process may inherit.
    """

    def __init__(self, kinds: Mapping[str, Kind], relations: Mapping[str, Relation], lists: Lists) -> None:
        self._kinds = kinds
        self.relations = relations
        self.lists = lists

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def suggest(self, name: str) -> str | None:
        """The kind that was probably meant: the one with these initials (SLA, CI), else one that is near."""
        initials = [kind for kind in self._kinds if "".join(filter(str.isupper, kind)) == name.upper()]
        return initials[0] if len(initials) == 1 and len(name) > 1 else closest(name, self._kinds)

    def direction(self, name: str) -> tuple[str, bool] | None:
        """(relation, whether the name is its inverse), or None for no relation of that name."""
        return self._directions.get(name)

    def json_schema(self, names: Names | None = None) -> Mapping[str, Any]:
        """One JSON Schema for entities of any kind, which switches on `kind`.

        names: the entities there are today, by kind; references then offer exactly those.
        """
        schemas = {name: kind.schema if names is None else kind.schema_with(names) for name, kind in self.items()}
        return combined(schemas)

    @cached_property
    def _directions(self) -> Mapping[str, tuple[str, bool]]:
        forth = {name: (name, False) for name in self.relations}
        return {one.inverse: (name, True) for name, one in self.relations.items()} | forth

    @cached_property
    def digest(self) -> str:
        """Of all kinds and relations together."""
        kinds = sorted(f"{name} {kind.digest}" for name, kind in self.items())
        relations = sorted(map(repr, self.relations.values()))
        return sha256("\n".join((*kinds, *relations)).encode()).hexdigest()


def load(
    files: Mapping[str, bytes],
    *,
    extensions: Mapping[str, bytes] | None = None,
    verified: bool = False,
    read: Read = read,
) -> Kinds:
    """The kinds and relations that schema files say.

    files: the shipped files by path: `<Kind>.yaml`, `relations/<name>.yaml`, `reference/<edition>/<process>.yaml`,
    and the two that all kinds share, `envelope.yaml` and `shared.yaml`. Folders before these are passed over, and so
    are the mappings, frameworks, views, due dates and requirements that lie beside them.
    extensions: an organisation's own files, laid out alike: new kinds, relations and lists, and, under the name of a
    shipped kind, fields and constraints to add to it.
    verified: the shipped files are those of this keur, which its own tests have checked, so they are only read.
    read: reads one file.
    Raises KeurError with every problem of every file.
    """
    loader = _Loader(verified, read)
    loader.gather(files, loader.shipped)
    loader.gather(extensions or {}, loader.own)
    kinds = loader.build()
    if loader.problems:
        raise KeurError("these schema files cannot be used:", loader.problems)
    return kinds


Sourced = tuple[str, Mapping[str, Any]]


@dataclass
class _Files:
    """Schema files of one origin, read, by name; each with its path."""

    kinds: dict[str, Sourced] = field(default_factory=dict)
    relations: dict[str, Sourced] = field(default_factory=dict)
    lists: dict[str, Sourced] = field(default_factory=dict)
    ours: dict[str, Mapping[str, Any]] = field(default_factory=dict)


class _Loader:
    def __init__(self, verified: bool, read: Read) -> None:
        self._verified = verified
        self._read = read
        self.shipped = _Files()
        self.own = _Files()
        self.problems: list[str] = []
        self._unread: set[str] = set()

    def gather(self, files: Mapping[str, bytes], into: _Files) -> None:
        """Reads files and sorts them by what their path says they are."""
        for path in sorted(files):
            where = PurePosixPath(path)
            if where.suffix not in (".yaml", ".yml") or where.parent.name in BESIDE:
                continue
            try:
                data = self._read(files[path])
            except Unreadable as error:
                self.problems.append(f"{path} {error}")
                self._unread.add(where.stem)
                continue
            name = where.stem
            if where.parent.name == "relations":
                self._take(into.relations, name, path, data)
            elif where.parts[-3:-2] == ("reference",):
                self._take(into.lists, f"{where.parent.name}/{name}", path, data)
            elif name in OURS and into is self.shipped:
                into.ours[name] = data
            elif not fullmatch("[A-Z][A-Za-z0-9]{0,63}", name):
                self.problems.append(f"{path}: a kind bears the name of its file, letters and digits, a capital first")
            else:
                self._take(into.kinds, name, path, data)

    def _take(self, into: dict[str, Sourced], name: str, path: str, data: Mapping[str, Any]) -> None:
        if name in into:
            self.problems.append(f"{path}: {name} is also {into[name][0]}; say it in one file")
        else:
            into[name] = path, data

    def build(self) -> Kinds:
        """The kinds of the files gathered; whether they can be used is said by `problems`."""
        relations = self._relations()
        # An inverse says the same edge from its other end.
        known = frozenset((*relations, *(one.inverse for one in relations.values()), *self._unread))
        names = frozenset((*self.shipped.kinds, *self.own.kinds, *self._unread))
        lists = {name: data for name, (_, data) in (self.shipped.lists | self.own.lists).items()}
        specs = self._specs(names, known)
        shared = self.shipped.ours.get("shared", {})
        envelope = resolve(self.shipped.ours.get("envelope", {}), shared, self._complain("envelope.yaml"))
        if not self._verified:
            Check(names, known, self._complain("envelope.yaml")).schema(envelope)
        if self.problems or not {"properties", "required"} <= envelope.keys():
            return Kinds({}, relations, lists)
        kinds = {name: Kind(name, spec, envelope, lists) for name, spec in specs.items()}
        self._examples(kinds)
        self._lists(kinds)
        return Kinds(kinds, relations, lists)

    def _complain(self, path: str) -> Any:
        return lambda where, sentence: self.problems.append(f"{path}{where and f' at {where}'}: {sentence}")

    def _relations(self) -> dict[str, Relation]:
        made: dict[str, Relation] = {}
        for origin in (self.shipped, self.own):
            for name, (path, data) in origin.relations.items():
                if name in made:
                    self.problems.append(f"{path}: {name} is a shipped relation; give yours another name")
                    continue
                one = relation(name, data)
                if isinstance(one, Relation):
                    made[name] = one
                else:
                    self.problems += (f"{path}: {problem}" for problem in one)
        self.problems += (f"relations: {clash}" for clash in clashes(made.values()))
        return made

    def _specs(self, kinds: frozenset[str], relations: frozenset[str]) -> dict[str, Mapping[str, Any]]:
        """The resolved schema of each kind's spec, additions included."""
        shared = self.shipped.ours.get("shared", {})
        made: dict[str, Mapping[str, Any]] = {}
        for origin in (self.shipped, self.own):
            for name, (path, data) in origin.kinds.items():
                complain = self._complain(path)
                if origin is self.shipped and self._verified:
                    made[name] = resolve(data, shared, complain)
                    continue
                if not metaschema(data, complain):
                    continue
                spec: Mapping[str, Any] = resolve(data, shared, complain)
                if origin is self.own and "x-answers" in data:
                    complain("/x-answers", "only kinds that keur ships prove requirements; leave it out")
                if origin is self.own and name in made:
                    spec = extend(made[name], spec, complain)
                top(spec, complain)
                Check(kinds, relations, complain).schema(spec, top=True)
                made[name] = spec
        return made

    def _examples(self, kinds: Mapping[str, Kind]) -> None:
        for name, kind in kinds.items():
            if self._verified and name not in self.own.kinds:
                continue
            path = (self.own.kinds.get(name) or self.shipped.kinds[name])[0]
            for index, example in enumerate(kind.examples):
                if not isinstance(example, Mapping):
                    self.problems.append(f"{path} at /examples/{index}: an example is a whole entity")
                    continue
                data = {"kind": name, **example}
                for problem in (*kind.problems(data), *kind.admit(data).problems):
                    self.problems.append(f"{path} at /examples/{index}{problem.pointer}: {problem.message}")

    def _lists(self, kinds: Mapping[str, Kind]) -> None:
        """Every reference list must be what the kinds that extend it could have written themselves."""
        heirs = [kind for kind in kinds.values() if kind.extends]
        for name in self.own.lists.keys() & self.shipped.lists.keys():
            self.problems.append(f"{self.own.lists[name][0]}: {name} is a shipped list; give yours another name")
        lists = self.own.lists if self._verified else self.shipped.lists | self.own.lists
        for name, (path, data) in lists.items():
            for kind in heirs:
                document = {"kind": kind.name, "metadata": {"name": "list"}, "spec": dict(data)}
                found = (*kind.problems(document), *kind.admit(document).problems)
                self.problems += (f"{path} ({name}) at {p.pointer.removeprefix('/spec')}: {p.message}" for p in found)
            if not heirs:
                self.problems.append(f"{path}: no kind extends reference lists, so {shown(name)} is never read")
