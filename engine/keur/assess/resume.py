"""A run that begins where an earlier one ended: only what differs is read, and only what that touches is judged.

What is kept is named by everything that decides a result; under another tool, schema, rule or setting nothing is found
and the run begins anew. Two runs that end at the same time never mix: what is kept counts up, and a run writes only
over the state that it read.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from keur import __version__
from keur.assess.ground import Ground
from keur.assess.index import LAYOUT, Index, differing, index
from keur.assess.line import state
from keur.assess.reading import ParseAll, Reading, Taken, joined, read, take
from keur.assess.stored import Batch, StoredResults, encoded
from keur.assess.stored import Store as Reads
from keur.catalog import Header, Load, build, earlier
from keur.errors import KeurError
from keur.evaluate import Evaluation, Results, State
from keur.manifest import PARSER_VERSION
from keur.model import Entity, Snapshot
from keur.model.quantities import Day

FEW = 25
"""So many files may differ before what was found out is kept anew: finding it out again is cheaper than writing it."""

SHARE = 4
"""When more than one file in so many differs, the run begins anew."""


class Store(Reads, Protocol):
    """Named bytes that outlive the run."""

    def keep(self, batch: Batch, guard: tuple[str, str], before: bytes | None, after: bytes) -> bool:
        """Writes everything at once, if the guard (namespace, key) still holds `before`; it holds `after` then."""
        ...


@dataclass(frozen=True)
class Judged:
    """What was read and how it was judged. resumed: whether an earlier run was of use; judged: results judged now."""

    reading: Reading
    results: Results
    resumed: bool
    judged: int


class Resumption:
    """One run that may begin where an earlier one ended. tool: what judges; another build begins anew."""

    def __init__(
        self, snapshot: Snapshot, ground: Ground, today: Day, store: Store, parse_all: ParseAll, tool: str = __version__
    ) -> None:
        self.snapshot = snapshot
        self.ground = ground
        self.today = today
        self.store = store
        self.parse_all = parse_all
        self.prefix = named_by(ground, today, tool)
        self._guard = (self.prefix, "current")
        self._current = store.get(*self._one("current")).get("current")

    def _one(self, key: str) -> tuple[str, list[str]]:
        return self.prefix, [key]

    def run(self, progress: Callable[[int], None]) -> Judged:
        """Judges everything, reading and judging only what an earlier run has not."""
        if self._current is not None:
            try:
                found = self._resumed(self._current)
            except (KeurError, ValueError):
                found = None  # an earlier blob is nowhere to be had, or what was kept cannot be read
            if found is not None:
                return found
        return self._anew(progress)

    def _resumed(self, current: bytes) -> Judged | None:
        generation, today = json.loads(current)
        row = self.store.get(*self._one(f"index {generation}"))
        if not row:
            return None
        kept = Index(**json.loads(row[f"index {generation}"]))
        paths = tuple(differing(kept.blobs, self.snapshot.files))
        if len(paths) > max(FEW, len(kept.blobs) // SHARE):
            return None
        before, after, changed = self._both(kept, paths)
        results = StoredResults(self.store, f"{self.prefix}/{generation}")
        # An earlier run compiled every one of these rules, so there is no mistake in those that are not due.
        evaluation = Evaluation(self.ground.asked_rules(self.today, kept.reads()), results)
        evaluation.move(replace(before, today=today), state(after, self.today), changed)
        if len(paths) > FEW:
            self._keep(generation, after, evaluation, results, current)
        return Judged(after, results, True, evaluation.judged)

    def _anew(self, progress: Callable[[int], None]) -> Judged:
        reading = read(self.snapshot, self.ground, self.parse_all)
        generation = 0 if self._current is None else json.loads(self._current)[0] + 1
        results = StoredResults(self.store, f"{self.prefix}/{generation}", fresh=True)
        evaluation = Evaluation(self.ground.compile_all(self.today), results)
        evaluation.judge_all(state(reading, self.today), progress)
        self._keep(generation, reading, evaluation, results, self._current)
        return Judged(reading, results, False, evaluation.judged)

    def _both(self, kept: Index, paths: tuple[str, ...]) -> tuple[State, Reading, set[str]]:
        """The catalogs before and after, and the entities that may differ."""
        old = Snapshot("before", self.snapshot.day, kept.blobs, self.snapshot.blobs, {})
        mapped = dict(take(old, self.ground, kept.mapped(), self.parse_all))
        were = _by_path(kept.taken() | mapped)
        before = earlier((one.admitted for one in were.values()), self.ground.kinds, kept.resolved, self._load(old))
        are = dict(
            take(self.snapshot, self.ground, [path for path in paths if path in self.snapshot.files], self.parse_all)
        )
        same = {path: taken for path, taken in were.items() if path not in paths}
        after = joined(self.snapshot, self.ground, _by_path(same | are), self._load(self.snapshot), before)
        differ = [*(were[path] for path in paths if path in were), *are.values()]
        changed = {one.id for taken in differ for one in _entities(taken)}
        observed = after.observed.catalog
        if any(taken.observed.entities for taken in differ):
            observed = build((one.observed for one in were.values()), self.ground.kinds).catalog
        return State(before, observed, self.today.ordinal), after, changed

    def _load(self, snapshot: Snapshot) -> Load:
        def load(headers: Sequence[Header]) -> Iterator[Entity]:
            paths = {one.path: None for one in headers}
            taken = dict(take(snapshot, self.ground, paths, self.parse_all, checked=True))
            for header in headers:
                found = (one for one in taken[header.path].admitted.entities if one.document == header.document)
                entity = next(found, None)
                if not isinstance(entity, Entity):
                    raise AssertionError(f"{header.path} no longer holds {header.id}, and its bytes are the same")
                yield replace(entity, intact=header.intact)

        return load

    def _keep(
        self,
        generation: int,
        reading: Reading,
        evaluation: Evaluation,
        results: StoredResults,
        before: bytes | None,
    ) -> None:
        batch = results.changes()
        made = index(self.snapshot.files, reading.files, reading.declared.catalog, evaluation.rules)
        batch[self.prefix] = encoded({f"index {generation}": vars(made)})
        after = json.dumps([generation, self.today.ordinal]).encode()
        self.store.keep(batch, self._guard, before, after)


def named_by(ground: Ground, today: Day, tool: str) -> str:
    """The name of everything that decides a result, today's comparisons apart."""
    asked = [id for id in ground.policies.rules if ground.asked(id, today)]
    parts = [
        tool,
        PARSER_VERSION,
        LAYOUT,
        *(f"{name}={digest}" for name, digest in sorted(ground.digests.items())),
        *asked,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _by_path(files: Mapping[str, Taken]) -> Mapping[str, Taken]:
    return dict(sorted(files.items()))


def _entities(taken: Taken) -> Iterable[Entity | Header]:
    return (*taken.admitted.entities, *taken.observed.entities)
