"""Where results are kept, and what they come to."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from keur.evaluate.cells import Question
from keur.evaluate.judge import Result

Key = tuple[str, str]
"""(rule id, entity id); the entity of a catalog-wide rule is empty."""


NOTABLE = frozenset({"fail", "error", "not-assessed"})
"""Outcomes that a report has more to say of than their number."""


@dataclass(frozen=True)
class Tally:
    """What the results come to.

    outcomes: how many of each outcome, by rule. notable: the results that a report says more of.
    """

    outcomes: Mapping[str, Mapping[str, int]]
    notable: Mapping[Key, Result]

    @property
    def count(self) -> int:
        """How many results there are."""
        return sum(sum(outcomes.values()) for outcomes in self.outcomes.values())


class Results(Protocol):
    """Where results are kept: in memory, or on disk between runs."""

    def get(self, key: Key) -> Result | None:
        """The result of a rule for an entity, if it was judged."""
        ...

    def put(self, key: Key, result: Result | None) -> None:
        """Keeps a result, with the questions that it asked; None forgets it."""
        ...

    def asking(self, question: Question) -> Iterable[Key]:
        """The results that asked a question."""
        ...

    def expect(self, questions: Iterable[Question]) -> None:
        """Says which questions `asking` will be asked for, so that they may be read at once."""
        ...

    def expired(self, today: int) -> Iterable[Key]:
        """The results that hold on other days only; today is an ordinal."""
        ...

    def tally(self) -> Tally:
        """What the results come to."""
        ...


class MemoryResults:
    """Results in memory."""

    def __init__(self) -> None:
        self.results: dict[Key, Result] = {}
        self._askers: dict[Question, set[Key]] = {}
        self._dated: dict[Key, Result] = {}

    def get(self, key: Key) -> Result | None:
        """The result of a rule for an entity, if it was judged."""
        return self.results.get(key)

    def put(self, key: Key, result: Result | None) -> None:
        """Keeps a result; None forgets it."""
        if key in self.results:
            for question in self.results.pop(key).asked:
                self._askers[question].discard(key)
            self._dated.pop(key, None)
        if result is None:
            return
        self.results[key] = result
        for question in result.asked:
            if question in self._askers:
                self._askers[question].add(key)
            else:
                self._askers[question] = {key}
        if result.dated:
            self._dated[key] = result

    def asking(self, question: Question) -> Iterable[Key]:
        """The results that asked a question."""
        return tuple(self._askers.get(question, ()))

    def expect(self, questions: Iterable[Question]) -> None:
        """Nothing needs to be read."""

    def expired(self, today: int) -> Iterable[Key]:
        """The results that hold on other days only."""
        return tuple(key for key, result in self._dated.items() if not result.first <= today <= result.last)

    def tally(self) -> Tally:
        """What the results come to."""
        outcomes: dict[str, dict[str, int]] = {}
        counts = Counter((rule, result.outcome) for (rule, _), result in self.results.items())
        for (rule, outcome), count in counts.items():
            outcomes.setdefault(rule, {})[outcome] = count
        return Tally(outcomes, {key: result for key, result in self.results.items() if result.outcome in NOTABLE})


class Summed:
    """Results of which only what they come to was kept; nobody may ask for one of them, or change one."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def get(self, key: Key) -> Result | None:
        """Raises LookupError."""
        raise LookupError(key)

    def put(self, key: Key, result: Result | None) -> None:
        """Raises LookupError."""
        raise LookupError(key)

    def asking(self, question: Question) -> Iterable[Key]:
        """Raises LookupError."""
        raise LookupError(question)

    def expect(self, questions: Iterable[Question]) -> None:
        """Raises LookupError."""
        raise LookupError(tuple(questions))

    def expired(self, today: int) -> Iterable[Key]:
        """Raises LookupError."""
        raise LookupError(today)

    def tally(self) -> Tally:
        """What the results come to."""
        return self._tally
