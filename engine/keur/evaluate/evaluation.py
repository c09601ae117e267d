"""Rules over a catalog: every result, and which must be judged again when the catalog or the day moves.

An evaluation is a session over one set of rules. `judge_all` judges everything; `move` takes it to another catalog or
day and judges only what an edit or the day can have changed. Both end in the same results: that law is a property
test, and `--verify-incremental` proves it on any repository.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from keur.catalog import Catalog
from keur.evaluate.cells import Dirty, Edit, Path, Question, dirty, touches
from keur.evaluate.cells import edits as find_edits
from keur.evaluate.judge import UNREADABLE, Judge, Result
from keur.evaluate.results import Key, Results
from keur.rules import CATALOG, CompiledRule


@dataclass(frozen=True, slots=True)
class State:
    """What is judged: the declared catalog, what was observed, and the day (an ordinal)."""

    catalog: Catalog
    observed: Catalog
    today: int


class Evaluation:
    """One set of rules over a state that may move.

    rules: compiled, by id.
    judged: how many results were judged since the evaluation began; what speed is made of.
    """

    def __init__(self, rules: Mapping[str, CompiledRule], results: Results) -> None:
        self.rules = rules
        self.results = results
        self.judged = 0
        self._by_kind: dict[str, list[CompiledRule]] = {}
        for rule in rules.values():
            for kind in rule.kinds:
                self._by_kind.setdefault(kind, []).append(rule)

    def judge_all(self, state: State, progress: Callable[[int], None] = lambda _: None) -> None:
        """Judges every rule for every entity it speaks of. progress: gets the number of rules done."""
        judge, put = self._judge(state).result, self.results.put
        headers, entities = state.catalog.headers, state.catalog.entities
        for done, rule in enumerate(self.rules.values()):
            id = rule.id
            for subject in self._subjects(rule, state.catalog):
                if subject and not headers[subject].intact:
                    put((id, subject), UNREADABLE)
                else:
                    put((id, subject), judge(rule, entities[subject] if subject else None))
                self.judged += 1
            progress(done + 1)

    def move(self, before: State, after: State, changed: Iterable[str]) -> tuple[Key, ...]:
        """Takes the results from one state to another that differs in these entities; returns what was judged."""
        edits = find_edits(before.catalog, after.catalog, changed)
        due = dict.fromkeys(self._due(before, after, edits))
        judge = self._judge(after)
        after.catalog.fetch(subject for _, subject in due)
        for key in due:
            id, subject = key
            gone = bool(subject) and subject not in after.catalog.headers
            self.results.put(key, None if gone else self._one(judge, self.rules[id], subject, after))
        return tuple(due)

    def _due(self, before: State, after: State, edits: Sequence[Edit]) -> Iterator[Key]:
        for edit in edits:
            for rule in self._by_kind.get(edit.kind, ()):
                if edit.paths is None or touches(rule.reads.own, edit.paths):
                    yield (rule.id, edit.id)
        # A rule that was never run has no results that could feel a lookup.
        known = (reads for rule in self.rules.values() if (reads := rule.known_reads) is not None)
        lookups = {lookup for reads in known for lookup in reads.lookups}
        found = dirty(before.catalog, after.catalog, edits, lookups)
        if before.observed is not after.observed:
            found.members.update(("observed", id) for id in after.catalog.headers)
        self.results.expect(found.questions())
        for question in found.questions():
            for key in self.results.asking(question):
                if question in found.members or self._reads(key, found, question):
                    yield key
        if before.today != after.today:
            yield from self.results.expired(after.today)

    def _reads(self, key: Key, found: Dirty, question: Question) -> bool:
        rule = self.rules[key[0]]
        return any(touches(rule.reads.of(kind), paths) for kind, paths in found.content.get(question, _NOTHING).items())

    def _subjects(self, rule: CompiledRule, catalog: Catalog) -> Iterator[str]:
        for kind in rule.kinds:
            if kind == CATALOG:
                yield ""
            else:
                yield from catalog.kinds.get(kind, ())

    def _judge(self, state: State) -> Judge:
        return Judge(state.catalog, state.observed, state.today)

    def _one(self, judge: Judge, rule: CompiledRule, subject: str, state: State) -> Result:
        self.judged += 1
        if not subject:
            return judge.result(rule, None)
        if not state.catalog.headers[subject].intact:
            return UNREADABLE
        return judge.result(rule, state.catalog.entities[subject])


_NOTHING: Mapping[str, set[Path]] = {}
