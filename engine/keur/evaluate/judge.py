"""One rule for one entity: the verdict, what was asked to reach it, and for how long it holds."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from keur.catalog import Catalog
from keur.cel.values import CelError
from keur.errors import KeurError
from keur.evaluate.cells import Question
from keur.evaluate.reader import CatalogReader, NotAssessed
from keur.evaluate.today import FIRST, LAST, Horizon, Today
from keur.model import Entity
from keur.rules import CompiledRule, Failure, failures

Outcome = Literal["pass", "fail", "not-applicable", "not-assessed", "error"]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one rule for one entity.

    failures: what failed, one per element where the rule asks `each`; only of a failed result.
    why: of a result that is not assessed, or an error: one sentence.
    asked: the questions that were asked of the catalog.
    first, last: the days (ordinals) on which it holds, both included.
    """

    outcome: Outcome
    failures: tuple[Failure, ...] = ()
    why: str = ""
    asked: tuple[Question, ...] = ()
    first: int = FIRST
    last: int = LAST

    @property
    def dated(self) -> bool:
        """Whether it may be another one on another day."""
        return self.first != FIRST or self.last != LAST


MOST_COSTLY = 3
"""So often may a rule run too long before the run ends: each time takes a second, and a catalog holds thousands."""

PASS = Result("pass")
NOT_APPLICABLE = Result("not-applicable")
UNREADABLE = Result("not-assessed", why="its own shape is wrong")


class Judge:
    """Judges rules over one catalog on one day."""

    def __init__(self, catalog: Catalog, observed: Catalog, today: int) -> None:
        self._horizon = Horizon(today)
        self._reader = CatalogReader(catalog, observed, self._horizon)
        self._today = Today(today, self._horizon)
        self._costly: Counter[str] = Counter()

    def result(self, rule: CompiledRule, entity: Entity | None) -> Result:
        """The result of a rule for an entity; entity: None for a catalog-wide rule."""
        reader, horizon = self._reader, self._horizon
        try:
            if rule.daily:
                horizon.only_today()
            broken = failures(rule, entity, reader, self._today)
        except NotAssessed as unread:
            return self._noted("not-assessed", why=unread.why)
        except CelError as error:
            if error.kind == "cost":
                self._count(rule.id)
            return self._noted("error", why=error.message)
        if not broken:
            if not reader.asked and not horizon.bounded:
                return NOT_APPLICABLE if broken is None else PASS
            return self._noted("not-applicable" if broken is None else "pass")
        if rule.shows_today:
            horizon.only_today()
        return self._noted("fail", broken)

    def _count(self, rule: str) -> None:
        self._costly[rule] += 1
        if self._costly[rule] >= MOST_COSTLY:
            raise KeurError(
                f"{rule} runs too long: it went over what one evaluation may cost {MOST_COSTLY} times. "
                "Nothing was checked; make it simpler, or leave it out with --ignore."
            )

    def _noted(self, outcome: Outcome, failures: tuple[Failure, ...] = (), why: str = "") -> Result:
        """The result with what was noted on the way; the notes begin anew."""
        reader, horizon = self._reader, self._horizon
        first, last = horizon.opened()
        result = Result(outcome, failures, why, tuple(reader.asked), first, last)
        reader.asked.clear()
        return result
