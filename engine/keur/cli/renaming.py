"""A rename over a whole repository: every file that changes, and the proof that nothing else does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from keur.assess import Ask, Reading, judge, read, report
from keur.assess.rebased import rebased
from keur.cli.session import Session
from keur.errors import KeurError
from keur.evaluate import Evaluation, MemoryResults
from keur.exchange.replace import read_all
from keur.manifest import locate
from keur.model import Finding
from keur.rewrite import Rename, chosen, gained, mentions, paths, rename, renamed, rewritten


@dataclass(frozen=True)
class Renamed:
    """Everything that a rename does.

    paths: where the entities stand, by id. before, after: the files that change, by path.
    gained: ids of entities that named the new name already, which meant nothing.
    observed: the file in which another system reports it by the old name, if one does.
    lost: lines of the baseline on the entity whose finding is not there now, so that nothing tells its new fingerprint.
    """

    session: Session
    rename: Rename
    paths: Mapping[str, str]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    gained: tuple[str, ...]
    observed: str = ""
    lost: int = 0

    def mentions(self) -> Iterator[tuple[str, str]]:
        """(file:line, text) of each line that still mentions the old name, in files that keur reads."""
        header, snapshot = self.rename.header, self.session.snapshot
        for path in snapshot.files:
            use = self.session.config.use(path)
            data = self.after.get(path)
            if data is not None or use not in ("elsewhere", "baseline", None):
                data = data if data is not None else snapshot.read(path)
                but = []
                if path == header.path:
                    but = [locate(data, header.document, "/metadata/formerly/0").line]
                yield from ((f"{path}:{line}", text) for line, text in mentions(header.name, data, but))


def prepare(session: Session, old: str, new: str) -> Renamed:
    """Another name for the entity of this id or name. Raises KeurError where it cannot have it."""
    reading = read(session.snapshot, session.ground)
    catalog = reading.declared.catalog
    header = chosen(catalog, old)
    _refuse(session, reading, header.id, (header.name, new))
    mapped = reading.mapped
    foreign = {id for id, one in catalog.headers.items() if (one.path, one.document) in mapped}
    plan = rename(catalog, session.ground.kinds, header, new, foreign)
    before = read_all(session.root, paths(plan, catalog))
    after = renamed(plan, catalog, session.ground.kinds, before)
    again = read(rewritten(session.snapshot, after), session.ground)
    found = gained(catalog, again.declared.catalog, header.id, plan.id)
    if found is None:
        raise KeurError(f"With the name {new}, references would lead elsewhere than they do; choose another name.")
    where = {id: one.path for id, one in catalog.headers.items()}
    seen = reading.observed.catalog.headers.get(header.id)
    made = Renamed(session, plan, where, before, after, found, seen.path if seen else "")
    return _with_baseline(made, reading, again) if session.baseline.accepted else made


def _with_baseline(made: Renamed, reading: Reading, again: Reading) -> Renamed:
    """The same with the baseline, where what was accepted has other fingerprints."""
    session, baseline, old = made.session, made.session.baseline, made.rename.header.id
    findings, later = _findings(session, reading), _findings(session, again)
    after, lost = rebased(baseline, findings, later, old, made.rename.id)
    if after == baseline:
        return replace(made, lost=lost)
    there = read_all(session.root, [baseline.path])
    files = {**made.after, baseline.path: after.text().encode()}
    return replace(made, before={**made.before, **there}, after=files, lost=lost)


def _findings(session: Session, reading: Reading) -> Sequence[Finding]:
    rules, results = session.ground.compile_all(session.today), MemoryResults()
    judge(reading, session.ground, session.today, Evaluation(rules, results), lambda _: None)
    return report(reading, session.ground, Ask(session.today, session.today_from), results.tally()).findings


def _refuse(session: Session, reading: Reading, id: str, names: tuple[str, str]) -> None:
    """Refuses where a file that is not read whole speaks of it, or where two entities are one."""
    for path, taken in reading.files.items():
        if taken.admitted.unparsed and any(name.encode() in session.snapshot.read(path) for name in names):
            raise KeurError(f"{path} does not parse and speaks of {' or '.join(names)}; mend it first (keur check).")
    paths = [path for path, taken in reading.files.items() for one in taken.admitted.entities if one.id == id]
    if len(paths) > 1:
        raise KeurError(f"{id} stands twice, in {' and '.join(dict.fromkeys(paths))}; take one away first.")
