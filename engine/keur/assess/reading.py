"""One snapshot, read: every relevant file parsed, admitted, and built into catalogs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from keur.assess.ground import Ground
from keur.catalog import Admission, Admitted, Build, Catalog, Header, Load, Origin, Turned, build, turned
from keur.manifest import YAML, FileFormat, Parsed, bulk_load, format_of
from keur.mapping import MappedDocument, Unread
from keur.mapping import read as read_mapped
from keur.model import Entity, Snapshot

MARK = b"keur/"
"""A file outside the catalog's folders is an entity only if it says `apiVersion: keur/...`."""

NOTHING = Admitted()

ParseAll = Callable[[Snapshot, Sequence[str], FileFormat], Mapping[str, Parsed]]


def parse_each(snapshot: Snapshot, blobs: Sequence[str], form: FileFormat) -> Mapping[str, Parsed]:
    """Parses blobs one after the other; what a cache or a pool does faster."""
    with bulk_load():
        return {blob: form.parse(data) for blob, data in snapshot.blobs.read(blobs)}


class Taken(NamedTuple):
    """What one file gave. mapped: the documents that came through a mapping, by index."""

    admitted: Admitted
    observed: Admitted = NOTHING
    mapped: Mapping[int, MappedDocument] = MappingProxyType({})
    unread: tuple[Unread, ...] = ()

    @property
    def through_mapping(self) -> bool:
        """Whether the file is a foreign one."""
        return bool(self.mapped or self.unread or self.observed.entities)


@dataclass(frozen=True)
class Reading:
    """One snapshot as a catalog.

    files: what each relevant file gave, by path, in the order of paths.
    """

    snapshot: Snapshot
    files: Mapping[str, Taken]
    declared: Build
    observed: Build

    @property
    def mapped(self) -> Mapping[tuple[str, int], MappedDocument]:
        """Documents that came through a mapping, by (path, document)."""
        return {(path, index): one for path, taken in self.files.items() for index, one in taken.mapped.items()}


def read(snapshot: Snapshot, ground: Ground, parse_all: ParseAll = parse_each) -> Reading:
    """Reads a whole snapshot."""
    paths = sorted(snapshot.files)
    return joined(snapshot, ground, dict(take(snapshot, ground, paths, parse_all)))


def joined(
    snapshot: Snapshot,
    ground: Ground,
    files: Mapping[str, Taken],
    load: Load | None = None,
    since: Catalog | None = None,
) -> Reading:
    """The catalogs of files that were taken.

    load: reads entities of which only the header was taken. since: an earlier catalog of mostly the same files.
    """

    def unparsed() -> list[str]:
        torn = [path for path, taken in files.items() if taken.admitted.unparsed]
        return [snapshot.read(path).decode("utf-8", "replace") for path in torn]

    declared = build((taken.admitted for taken in files.values()), ground.kinds, unparsed, load, since)
    observed = build((taken.observed for taken in files.values()), ground.kinds)
    return Reading(snapshot, files, declared, observed)


def take(
    snapshot: Snapshot,
    ground: Ground,
    paths: Iterable[str],
    parse_all: ParseAll = parse_each,
    *,
    checked: bool = False,
) -> Iterator[tuple[str, Taken]]:
    """Parses and admits these files, in their order; files that are none of ours give nothing.

    checked: an earlier run knows what is wrong with them and which entities are intact; they are not checked again.
    """
    config = ground.config
    wanted = {path: use for path in paths if (use := config.use(path)) in ("catalog", "elsewhere", "source")}
    marked = _marked(snapshot, [path for path, use in wanted.items() if use == "elsewhere"])
    ours = {path: use for path, use in wanted.items() if use != "elsewhere" or path in marked}
    parsed = {form: parse_all(snapshot, blobs, form) for form, blobs in _by_format(snapshot, ours).items()}
    admission = Admission(ground.kinds, config.time_zone, checked=checked)
    for path, use in ours.items():
        blob = snapshot.files[path]
        found = parsed[format_of(path) or YAML][blob]
        if use == "source":
            yield path, _mapped(ground, admission, path, blob, found)
        else:
            yield path, Taken(admission.file(Origin(path, blob, ours=use == "catalog"), found))


def _by_format(snapshot: Snapshot, paths: Iterable[str]) -> Mapping[FileFormat, list[str]]:
    """Blobs by how they are read, each once; a source file of no known format is read as YAML."""
    found: dict[FileFormat, dict[str, None]] = {}
    for path in paths:
        found.setdefault(format_of(path) or YAML, {})[snapshot.files[path]] = None
    return {form: list(blobs) for form, blobs in found.items()}


def _marked(snapshot: Snapshot, paths: Sequence[str]) -> set[str]:
    found = {blob for blob, data in snapshot.blobs.read([snapshot.files[path] for path in paths]) if MARK in data}
    return {path for path in paths if snapshot.files[path] in found}


def _mapped(ground: Ground, admission: Admission, path: str, blob: str, parsed: Parsed) -> Taken:
    """Reads one file through every mapping that takes it."""
    declared = Admitted(problems=tuple(turned(path, parsed)), unparsed=not parsed.complete)
    observed = Admitted()
    documents: dict[int, MappedDocument] = {}
    unread: list[Unread] = []
    for source in ground.config.sources_of(path):
        mapped = read_mapped(ground.mappings[source.mapping], path, parsed)
        is_observed = source.role == "observed"
        origin = Origin(path, blob, source=source.mapping, observed=is_observed)
        first = len(documents)
        documents |= dict(enumerate(mapped.documents, first))
        made = admission.mapped(origin, first, [document.data for document in mapped.documents])
        torn = {first + found.entity for found in mapped.problems if found.entity is not None}
        made = made._replace(entities=tuple(_torn(one) if one.document in torn else one for one in made.entities))
        said = tuple(Turned(path, found.problem, written=True) for found in mapped.problems)
        if is_observed:
            observed = observed.joined(made)
            declared = declared.joined(Admitted(problems=said))
        else:
            declared = declared.joined(made).joined(Admitted(problems=said))
        unread += mapped.unread
    return Taken(declared, observed, documents, tuple(unread))


def _torn(one: Entity | Header) -> Entity:
    """An entity of which something could not be read: it may be named, and is not judged."""
    assert isinstance(one, Entity)
    return replace(one, intact=False)
