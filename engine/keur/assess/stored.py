"""Results that outlive the run: what one check leaves for the next.

Everything is JSON in a store of named bytes. Results lie by entity and are read when they are asked for; what a report
needs of all of them (how many of each outcome, and the ones it says more of) lies together and is read at once.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from keur.evaluate import Key, Question, Result, Tally
from keur.evaluate.judge import NOT_APPLICABLE, PASS
from keur.evaluate.results import NOTABLE
from keur.rules import Failure

RESULTS, ASKING, SUMMARY = "results", "asking", "summary"


class Store(Protocol):
    """Named bytes that outlive the run."""

    def get(self, namespace: str, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The values of those keys that are there."""
        ...


Batch = dict[str, Mapping[str, bytes]]
"""What is to be kept, by namespace."""


class StoredResults:
    """Results on disk, with what this run changes in memory until `keep`.

    prefix: names what the results were judged by; other rules, schemas or settings have another one.
    fresh: nothing was kept under this prefix yet.
    """

    def __init__(self, store: Store, prefix: str, *, fresh: bool = False) -> None:
        self._store = store
        self._prefix = prefix
        self._fresh = fresh
        self._subjects: dict[str, dict[str, Any]] = {}
        self._asking: dict[str, set[Key]] = {}
        self._changed: set[str] = set()
        self._asked_anew: set[str] = set()
        summary = self._load(SUMMARY, [SUMMARY]).get(SUMMARY) or {"outcomes": {}, "dated": [], "notable": []}
        self._outcomes = {rule: Counter(counts) for rule, counts in summary["outcomes"].items()}
        self._dated = {(rule, subject): (first, last) for rule, subject, first, last in summary["dated"]}
        self._notable = {(rule, subject): of_row(found) for rule, subject, found in summary["notable"]}

    def get(self, key: Key) -> Result | None:
        """The result of a rule for an entity, if it was judged."""
        found = self._rows(key[1]).get(key[0])
        return None if found is None else of_row(found)

    def put(self, key: Key, result: Result | None) -> None:
        """Keeps a result; None forgets it."""
        rule, subject = key
        rows = self._rows(subject)
        if rule in rows:
            self._forget(key, of_row(rows.pop(rule)))
        self._changed.add(subject)
        if result is None:
            return
        rows[rule] = row(result)
        self._outcomes.setdefault(rule, Counter())[result.outcome] += 1
        if result.outcome in NOTABLE:
            self._notable[key] = result
        if result.dated:
            self._dated[key] = (result.first, result.last)
        for question in result.asked:
            self._askers(question).add(key)

    def _forget(self, key: Key, old: Result) -> None:
        self._outcomes[key[0]][old.outcome] -= 1
        self._notable.pop(key, None)
        self._dated.pop(key, None)
        for question in old.asked:
            self._askers(question).discard(key)

    def asking(self, question: Question) -> Iterable[Key]:
        """The results that asked a question."""
        name = _name(question)
        if name not in self._asking:
            self._read_askers([name])
        return tuple(self._asking[name])

    def expect(self, questions: Iterable[Question]) -> None:
        """Reads who asked these questions, all at once."""
        self._read_askers([name for question in questions if (name := _name(question)) not in self._asking])

    def expired(self, today: int) -> Iterable[Key]:
        """The results that hold on other days only."""
        return tuple(key for key, (first, last) in self._dated.items() if not first <= today <= last)

    def tally(self) -> Tally:
        """What the results come to."""
        outcomes = {rule: +counts for rule, counts in self._outcomes.items()}
        return Tally({rule: counts for rule, counts in outcomes.items() if counts}, dict(self._notable))

    def changes(self) -> Batch:
        """What this run changed, to be kept."""
        summary = {
            "outcomes": self._outcomes,
            "dated": [(*key, *days) for key, days in self._dated.items()],
            "notable": [(*key, row(result)) for key, result in self._notable.items()],
        }
        return {
            f"{self._prefix}/{RESULTS}": encoded({subject: self._subjects[subject] for subject in self._changed}),
            f"{self._prefix}/{ASKING}": encoded({name: sorted(self._asking[name]) for name in self._asked_anew}),
            f"{self._prefix}/{SUMMARY}": encoded({SUMMARY: summary}),
        }

    def _rows(self, subject: str) -> dict[str, Any]:
        if subject not in self._subjects:
            self._subjects[subject] = self._load(RESULTS, [subject]).get(subject, {})
        return self._subjects[subject]

    def _askers(self, question: Question) -> set[Key]:
        name = _name(question)
        if name not in self._asking:
            self._read_askers([name])
        self._asked_anew.add(name)
        return self._asking[name]

    def _read_askers(self, names: list[str]) -> None:
        found = self._load(ASKING, names)
        for name in names:
            self._asking[name] = {(rule, subject) for rule, subject in found.get(name, ())}

    def _load(self, what: str, keys: Iterable[str]) -> dict[str, Any]:
        found = {} if self._fresh else self._store.get(f"{self._prefix}/{what}", keys)
        return {key: json.loads(data) for key, data in found.items()}


def encoded(values: Mapping[str, Any]) -> dict[str, bytes]:
    """Values as JSON."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    return {key: encode(value).encode() for key, value in values.items()}


def _name(question: Question) -> str:
    return "\t".join(question)


def row(result: Result) -> Any:
    """A result as JSON."""
    if result is PASS or result == PASS:
        return "p"
    if result is NOT_APPLICABLE or result == NOT_APPLICABLE:
        return "n"
    failures = [
        (one.message, one.pointer, one.via, one.name, one.on_key, one.element, one.values, one.related)
        for one in result.failures
    ]
    return [result.outcome, failures, result.why, result.asked, result.first, result.last]


def of_row(said: Any) -> Result:
    """The result that `row` made JSON of."""
    if said == "p":
        return PASS
    if said == "n":
        return NOT_APPLICABLE
    outcome, failures, why, asked, first, last = said
    return Result(outcome, tuple(map(_failure, failures)), why, tuple(map(tuple, asked)), first, last)


def _failure(row: Any) -> Failure:
    message, pointer, via, name, on_key, element, values, related = row
    return Failure(message, pointer, via, name, on_key, element, tuple(map(tuple, values)), tuple(map(tuple, related)))
