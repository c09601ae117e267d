"""Incremental equals full: over random catalogs, edits, renames and days."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keur import bundle
from keur.assess import Ground, Reading, Taken, joined
from keur.catalog import Admission, Origin
from keur.evaluate import Evaluation, MemoryResults, State
from keur.kinds import load
from keur.model import Snapshot
from keur.model.quantities import Day

BASE = Day.of(2027, 3, 1).ordinal
Document = dict[str, Any]
LISTS = load(bundle.shipped("schemas")).lists


@dataclass
class World:
    """A catalog that changes at random."""

    dice: random.Random
    declared: dict[str, Document] = field(default_factory=dict)
    observed: dict[str, Document] = field(default_factory=dict)
    today: int = BASE

    def step(self) -> None:
        """One thing changes: an entity comes, goes, is renamed, edited or broken, or a day passes."""
        roll = self.dice.random()
        if roll < 0.1:
            self.today += self.dice.choice([-3, 1, 1, 2, 7, 30])
        elif roll < 0.2:
            self.edit(self.observed, ["ConfigurationItem"])
        else:
            self.edit(
                self.declared,
                ["Service", "ConfigurationItem", "Group", "Person", "ServiceLevelAgreement", "Role", "Process"],
            )

    def edit(self, into: dict[str, Document], kinds: list[str]) -> None:
        kind = self.dice.choice(kinds)
        name = f"{kind[0].lower()}{self.dice.randint(1, 4)}"
        if kind == "Process" and self.dice.random() < 0.5:
            name = "incident-management"
        id = f"{kind}/{name}"
        if id in into and self.dice.random() < 0.3:
            old = into.pop(id)
            if self.dice.random() < 0.5:
                new = f"{kind[0].lower()}{self.dice.randint(1, 6)}"
                into.setdefault(f"{kind}/{new}", {**old, "metadata": {**old["metadata"], "name": new}})
            return
        into[id] = self.document(kind, name)

    def document(self, kind: str, name: str) -> Document:
        dice = self.dice
        metadata: Document = {"name": name}
        if dice.random() < 0.4:
            metadata["title"] = dice.choice(["good", "bad", "other"])
        if dice.random() < 0.5:
            metadata["owner"] = f"g{dice.randint(1, 5)}"
        spec = getattr(self, f"spec_{kind}")()
        if dice.random() < 0.05:
            spec["unknownField"] = 1
        return {"kind": kind, "metadata": metadata, "spec": spec}

    def things(self, most: int) -> list[Any]:
        names = [f"{self.dice.choice('sc')}{self.dice.randint(1, 5)}" for _ in range(self.dice.randint(0, most))]
        return [name if self.dice.random() < 0.7 else {"ref": name, "soft": True} for name in dict.fromkeys(names)]

    def spec_Service(self) -> Document:
        return {"status": self.dice.choice(["operational", "retired", "design"]), "dependsOn": self.things(3)}

    def spec_ConfigurationItem(self) -> Document:
        spec: Document = {"dependsOn": self.things(2)}
        if self.dice.random() < 0.8:
            spec["type"] = self.dice.choice(["server", "database"])
        if self.dice.random() < 0.3:
            spec["redundancy"] = {"of": [f"c{self.dice.randint(1, 4)}"]}
        if self.dice.random() < 0.3:
            spec["partOf"] = f"c{self.dice.randint(1, 4)}"
        if self.dice.random() < 0.3:
            spec["requiredBy"] = [f"s{self.dice.randint(1, 4)}"]
        if self.dice.random() < 0.5:
            spec["version"] = self.dice.choice(["1", "2"])
        return spec

    def spec_Group(self) -> Document:
        return {"members": [self.dice.choice(["p1", "p2", "p3", "r1", "r2"])]}

    def spec_Person(self) -> Document:
        return {}

    def spec_Role(self) -> Document:
        return {"holders": [f"p{self.dice.randint(1, 4)}"]}

    def spec_Process(self) -> Document:
        spec: Document = {}
        if self.dice.random() < 0.7:
            spec["extends"] = self.dice.choice(sorted(LISTS))
        if self.dice.random() < 0.5:
            # Written out as the list has it: no value differs, and yet it is inherited no more.
            said = LISTS[self.dice.choice(sorted(LISTS))]
            spec |= {field: said[field] for field in ("purpose", "stage") if self.dice.random() < 0.7}
        if self.dice.random() < 0.3:
            spec["interfaces"] = [f"p{self.dice.randint(1, 4)}"]
        return spec

    def spec_ServiceLevelAgreement(self) -> Document:
        day = Day(BASE + self.dice.randint(-10, 60))
        return {
            "customer": "anybody",
            "services": [f"s{self.dice.randint(1, 4)}"],
            "valid": {"from": str(Day(day.ordinal - 40).date), "to": str(day.date)},
        }

    def reading(self, asking: Ground) -> Reading:
        admission = Admission(asking.kinds, "UTC")
        declared = admission.mapped(Origin("a.yaml", ""), 0, list(self.declared.values()))
        observed = admission.mapped(Origin("b.csv", "", observed=True), 0, list(self.observed.values()))
        return joined(
            Snapshot.of({}), asking, {"a.yaml": Taken(declared), "b.csv": Taken(declared.__class__(), observed)}
        )


def state(world: World, asking: Ground) -> State:
    reading = world.reading(asking)
    return State(reading.declared.catalog, reading.observed.catalog, world.today)


def full(asking: Ground, at: State) -> Evaluation:
    evaluation = Evaluation(asking.compile_all(Day(at.today)), MemoryResults())
    evaluation.judge_all(at)
    return evaluation


def outcomes(evaluation: Evaluation) -> dict[Any, Any]:
    assert isinstance(evaluation.results, MemoryResults)
    return {
        key: (result.outcome, result.failures, result.why) for key, result in sorted(evaluation.results.results.items())
    }


def walk(seed: int, steps: int, asking: Ground) -> Iterator[tuple[Evaluation, State, int]]:
    world = World(random.Random(seed))
    for _ in range(8):
        world.step()
    before = state(world, asking)
    evaluation = full(asking, before)
    for _ in range(steps):
        for _ in range(world.dice.choice([1, 1, 1, 2, 5])):
            world.step()
        after = state(world, asking)
        judged = evaluation.judged
        changed = before.catalog.headers.keys() | after.catalog.headers.keys()
        evaluation.move(before, after, changed)
        yield evaluation, after, evaluation.judged - judged
        before = after


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_incremental_equals_full(asking: Ground, seed: int) -> None:
    for evaluation, at, _ in walk(seed, 12, asking):
        assert outcomes(evaluation) == outcomes(full(asking, at))


def test_over_a_long_history(asking: Ground) -> None:
    """A thousand steps of one catalog; and most of what there is need not be judged again."""
    judged = there = 0
    for evaluation, at, again in walk(2027, 1000, asking):
        judged += again
        there += len(outcomes(evaluation))
        if at.today % 3 == 0:
            assert outcomes(evaluation) == outcomes(full(asking, at))
    assert judged < there / 2


@pytest.mark.parametrize("outcome", ["pass", "fail", "not-applicable", "not-assessed"])
def test_the_random_catalogs_reach_every_outcome(asking: Ground, outcome: str) -> None:
    seen = {
        result.outcome
        for seed in range(5)
        for evaluation, _, _ in walk(seed, 10, asking)
        if isinstance(evaluation.results, MemoryResults)
        for result in evaluation.results.results.values()
    }
    assert outcome in seen
    assert "error" not in seen
