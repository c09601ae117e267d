"""Two processes come to what one comes to, whatever becomes of the other one."""

import multiprocessing
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from keur import bundle
from keur.assess import Ground, ground, read, state
from keur.cache import judging, tally_pooled
from keur.config import Config
from keur.errors import KeurError
from keur.evaluate import Evaluation, MemoryResults, State, Tally
from keur.model import Snapshot
from keur.model.quantities import Day
from keur.rules import CompiledRule

CATALOG = Path(__file__).resolve().parents[2] / "catalog"
TODAY = Day.of(2027, 6, 1)


@pytest.fixture(scope="module")
def standing() -> Ground:
    return ground(bundle.shipped("schemas"), {"": bundle.shipped("policies")}, Config())


@pytest.fixture(scope="module")
def rules(standing: Ground) -> Mapping[str, CompiledRule]:
    return standing.compile_all(TODAY)


@pytest.fixture(scope="module")
def judged(standing: Ground) -> State:
    files = {
        f"catalog/{path.name}{number}.yaml": path.read_bytes() for number, path in enumerate(CATALOG.rglob("*.yaml"))
    }
    files["catalog/torn.yaml"] = b"kind: Service\nmetadata: {name: torn}\nspec: {status: nowhere}\n"
    return state(read(Snapshot.of(files), standing), TODAY)


@pytest.fixture(scope="module")
def alone(judged: State, rules: Mapping[str, CompiledRule]) -> Tally:
    results = MemoryResults()
    Evaluation(rules, results).judge_all(judged)
    return results.tally()


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "LARGE", 2)


def ordered(tally: Tally) -> tuple[object, ...]:
    return list(tally.outcomes), {rule: dict(counts) for rule, counts in tally.outcomes.items()}, dict(tally.notable)


def test_two_processes_come_to_what_one_comes_to(
    judged: State, rules: Mapping[str, CompiledRule], alone: Tally
) -> None:
    together = tally_pooled(judged, rules)
    assert {result.outcome for result in alone.notable.values()} >= {"fail", "not-assessed"}
    assert ordered(together) == ordered(alone)
    assert together.count == alone.count
    assert list(tally_pooled(judged, rules).notable) == list(together.notable)


def test_the_other_process_may_die(
    judged: State, rules: Mapping[str, CompiledRule], alone: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_text", lambda _: os._exit(9))
    assert ordered(tally_pooled(judged, rules)) == ordered(alone)


def test_what_ends_a_run_ends_it_here_too(
    judged: State, rules: Mapping[str, CompiledRule], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Tally:
        raise KeurError("runs too long")

    monkeypatch.setattr(judging, "_tally", refuse)
    with pytest.raises(KeurError, match="runs too long"):
        tally_pooled(judged, rules)
    assert multiprocessing.active_children() == []


def test_a_small_catalog_needs_no_other_process(
    judged: State, rules: Mapping[str, CompiledRule], alone: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "LARGE", 10_000)
    monkeypatch.setattr(judging, "forked", None)
    assert ordered(tally_pooled(judged, rules)) == ordered(alone)
